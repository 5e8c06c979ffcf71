#include "actors/streams/attachment.hpp"

namespace ockam::actors {

attachment& attachment::operator=(attachment&& other) noexcept {
  close();
  address_ = std::exchange(other.address_, {});
  route_ = std::move(other.route_);
  way_ = std::exchange(other.way_, {});
  hop_ = std::exchange(other.hop_, 0);
  return *this;
}

void attachment::enter(const caf::actor& stream) {
  node_.workers.add(wire::local(address_), stream, "stream", transports::reach::who_learnt_it());
}

bool attachment::open(wire::route to) {
  route_ = std::move(to);
  way_ = route_.empty() ? transports::port{} : node_.workers.find(route_.front());
  if (!way_.open()) return false;
  auto away = transports::leading_away(node_.workers, route_).actor();
  node_.in_use.add(away.id());
  if (hop_ != 0) node_.in_use.drop(hop_);
  hop_ = away.id();
  return true;
}

bool attachment::pass(transports::slice payload) {
  transports::message m;
  m.onward = route_;
  m.return_route.push_back(wire::local(address_));
  m.payload = std::move(payload);
  return way_.pass(std::move(m));
}

void attachment::mute() {
  if (hop_ != 0) node_.in_use.drop(std::exchange(hop_, 0));
  if (!address_.empty()) node_.workers.remove(wire::local(address_));
}

void attachment::close() {
  way_ = {};
  mute();
  address_.clear();
}

} // namespace ockam::actors
