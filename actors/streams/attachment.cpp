#include "actors/streams/attachment.hpp"

namespace ockam::actors {

attachment& attachment::operator=(attachment&& other) noexcept {
  close();
  address_ = std::exchange(other.address_, {});
  route_ = std::move(other.route_);
  way_ = std::exchange(other.way_, {});
  hop_ = std::exchange(other.hop_, 0);
  can_wait_ = other.can_wait_;
  return *this;
}

void attachment::enter(const caf::actor& stream) {
  node_.workers.add(wire::local(address_), stream, "stream", transports::reach::stream());
}

bool attachment::open(wire::route to, bool can_wait) {
  route_ = std::move(to);
  way_ = route_.empty() ? transports::port{} : node_.workers.find(route_.front());
  if (!way_.open()) return false;
  auto away = transports::leading_away(node_.workers, route_).actor();
  can_wait ? node_.in_use.add_patient(away.id()) : node_.in_use.add(away.id());
  leave_hop();
  hop_ = away.id();
  can_wait_ = can_wait;
  return true;
}

bool attachment::pass(transports::slice payload) {
  transports::message m;
  m.onward = route_;
  m.return_route.push_back(wire::local(address_));
  m.payload = std::move(payload);
  return way_.pass(std::move(m));
}

void attachment::leave_hop() {
  const auto hop = std::exchange(hop_, 0);
  if (hop == 0) return;
  can_wait_ ? node_.in_use.drop_patient(hop) : node_.in_use.drop(hop);
}

void attachment::mute() {
  leave_hop();
  if (!address_.empty()) node_.workers.remove(wire::local(address_));
}

void attachment::close() {
  way_ = {};
  mute();
  address_.clear();
}

} // namespace ockam::actors
