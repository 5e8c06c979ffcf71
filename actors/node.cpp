#include "actors/node.hpp"

#include "actors/control.hpp"
#include "actors/directory.hpp"
#include "actors/messages.hpp"
#include "actors/portals.hpp"
#include "actors/relays.hpp"
#include "actors/services.hpp"
#include "actors/tcp_connections.hpp"
#include "actors/tcp_listeners.hpp"
#include "actors/workers.hpp"
#include "transports/link_table.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

namespace ockam::actors {

namespace {

/// Puts messages from elsewhere on their way.
class message_router final : public transports::pinned_actor {
public:
  message_router(caf::actor_config& cfg, transports::directory& workers)
      : pinned_actor(cfg), workers_(workers) {}

private:
  caf::behavior make_behavior() override {
    return {[this](transports::message& m) { workers_.route(std::move(m)); }};
  }
  transports::directory& workers_;
};

} // namespace

struct node::state {
  state(std::shared_ptr<transports::reactor> loop, transports::network& net,
        transports::randomness& random)
      : home(std::move(loop)), workers(*home), parts{*home, net, random, workers, links} {}

  void make_resources();

  std::shared_ptr<transports::reactor> home;
  directory workers;
  transports::link_table links;
  transports::context parts;
  control::table resources;
  tcp_listeners* listeners = nullptr; // two of them
  services* offered = nullptr;
  caf::actor forwarding, router, commands;
};

void node::state::make_resources() {
  forwarding = home->spawn<relay_service>(parts);
  auto& service = dynamic_cast<relay_service&>(*caf::actor_cast<caf::abstract_actor*>(forwarding));
  auto listening = std::make_unique<tcp_listeners>(parts);
  auto standard = std::make_unique<services>(parts, workers);
  listeners = listening.get();
  offered = standard.get();
  auto [inlets, outlets] = make_portals(parts);
  resources.emplace("tcp-connections", std::make_unique<tcp_connections>(parts));
  resources.emplace("tcp-listeners", std::move(listening));
  resources.emplace("tcp-inlets", std::move(inlets));
  resources.emplace("tcp-outlets", std::move(outlets));
  resources.emplace("relays", std::make_unique<relays>(parts, forwarding, service));
  resources.emplace("services", std::move(standard));
  resources.emplace("workers", std::make_unique<actors::workers>(workers));
  resources.emplace("messages", std::make_unique<messages>(parts));
}

node::node(std::shared_ptr<transports::reactor> home, transports::network& net,
           transports::randomness& random, node_options options)
    : state_(std::make_unique<state>(std::move(home), net, random)) {
  auto& loop = *state_->home;
  state_->router = loop.spawn<message_router>(state_->workers);
  state_->make_resources();
  state_->commands = loop.spawn<actors::control>(std::move(options.name), state_->resources,
                                                 [&loop] { loop.stop(); });
}

node::~node() = default;

void node::start() {
  for (const auto* const type : {"echo", "hop", "uppercase"})
    static_cast<void>(state_->offered->start(type, type));
  for (const auto name : {relay_service::plain_name, relay_service::static_name})
    state_->workers.add(wire::local(name), state_->forwarding, "relay service");
}

result<transports::endpoint> node::listen(const transports::endpoint& at) {
  const auto made = state_->listeners->listen(at);
  if (!made) return made.error();
  return made->bound;
}

status node::start_worker(std::string_view address, const caf::actor& worker) {
  if (state_->workers.add(wire::local(address), worker, "worker")) return done{};
  return fail(errc::already_exists, "the address " + std::string(address) + " is taken");
}

transports::context& node::parts() noexcept { return state_->parts; }

const caf::actor& node::control() const noexcept { return state_->commands; }

const caf::actor& node::router() const noexcept { return state_->router; }

void node::stop() { caf::anon_send(state_->commands, stop_node{}); }

} // namespace ockam::actors
