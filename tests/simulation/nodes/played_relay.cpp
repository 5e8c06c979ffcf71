#include "simulation/nodes/played_relay.hpp"

#include "simulation/nodes/place.hpp"
#include "wire/encoding/bare.hpp"
#include "wire/messages/relay.hpp"

namespace ockam::simulation::nodes {

using transports::message;
using wire::local;

namespace {

constexpr std::size_t seen_max = 32; ///< messages that it can say again

message copy_of(const message& m) {
  message out;
  out.onward = m.onward;
  out.return_route = m.return_route;
  out.payload = transports::slice::copy_of(m.payload.view());
  return out;
}

} // namespace

/// What passes by the way back passes here, too.
class played_relay::middle final : public transports::worker {
public:
  middle(caf::actor_config& cfg, played_relay& of) : worker(cfg), of_(of) {}
  void deliver(message&& m) override {
    m.onward.pop_front();
    m.return_route.push_front(local("middle"));
    of_.pass(std::move(m));
  }

private:
  played_relay& of_;
};

class played_relay::relay final : public transports::worker {
public:
  relay(caf::actor_config& cfg, played_relay& of, wire::route owner)
      : worker(cfg), of_(of), owner_(std::move(owner)) {}
  void deliver(message&& m) override {
    m.onward.pop_front();
    m.onward.prepend(owner_);
    m.return_route.push_front(local("middle"));
    if (of_.how_ != manner::mute) of_.passed_ = of_.world_.clock.now();
    of_.pass(std::move(m));
  }

private:
  played_relay& of_;
  wire::route owner_;
};

/// Makes relays, as the service of that name does. The newest one to ask has the name.
class played_relay::desk final : public transports::worker {
public:
  desk(caf::actor_config& cfg, played_relay& of) : worker(cfg), of_(of) {}
  void deliver(message&& m) override {
    const auto asked = wire::decode_relay_request(m.payload);
    if (!asked || m.return_route.size() < 2) return;
    const auto address = "forward_to_" + std::string(asked->name);
    auto& workers = of_.node_.workers;
    workers.remove(local(address));
    if (asked->tail && asked->tail->release) return;
    auto owner = m.return_route;
    owner.pop_back();
    const auto made = home().spawn<relay>(std::ref(of_), std::move(owner));
    workers.add(local(address), made, "relay", transports::reach::everybody());
    of_.names_.push_back(address);
    message yes;
    yes.onward = std::move(m.return_route);
    yes.return_route.push_back(local(address));
    yes.payload = transports::slice::copy_of(wire::encode_text(address));
    workers.route(std::move(yes));
  }

private:
  played_relay& of_;
};

played_relay::played_relay(tests::simulation& world, const std::string& host, std::uint64_t seed)
    : world_(world), random_(seed ^ 0x9e1a4), node_(world, host) {
  node_.start<desk>("static_forwarding_service", std::ref(*this));
  node_.start<middle>("middle", std::ref(*this));
  node_.start<tests::echo>("echo", std::ref(static_cast<transports::directory&>(node_.workers)));
  node_.listen(node_port);
}

void played_relay::forget() {
  for (const auto& name : names_) node_.workers.remove(local(name));
  names_.clear();
}

void played_relay::pass(message&& m) {
  auto& workers = node_.workers;
  if (how_ == manner::mute) return;
  if (how_ == manner::honest) return workers.route(std::move(m));
  seen_.push_back(copy_of(m));
  if (seen_.size() > seen_max) seen_.pop_front();
  switch (random_.below(8)) {
  case 0: return; // lost
  case 1:         // twice
    workers.route(copy_of(m));
    break;
  case 2: // after the next one
    held_.push_back(std::move(m));
    return;
  case 3: // an old one as well
    workers.route(copy_of(seen_[random_.below(seen_.size())]));
    break;
  default: break;
  }
  workers.route(std::move(m));
  while (!held_.empty()) {
    auto late = std::move(held_.front());
    held_.pop_front();
    workers.route(std::move(late));
  }
}

} // namespace ockam::simulation::nodes
