// A node with an inlet; the test plays the clients and the outlet, ours or a real node's.
#pragma once
#include "actors/portals/inlet.hpp"
#include "actors/portals/portal_world.hpp"
#include "config/defaults.hpp"

namespace ockam::tests {

template <class World>
struct inlet_world {
  World world;
  node_under_test<World> node{world, "a"};
  far_end& outlet = far_end::start(node, "outlet");
  far_end& link = far_end::start(node, "link"); ///< stands for the link that messages come through
  json inlet = node.make("tcp-inlets",
                         {{"alias", "web"}, {"from", "127.0.0.1:0"}, {"to", "/service/outlet"}});
  hand client;
  wire::route stream; ///< route to the inlet's end of the stream

  void send(const wire::bytes& m) {
    node.inner.parts().workers.route({stream,
                                      wire::route{wire::local("link"), wire::local("outlet")},
                                      transports::slice::copy_of(m),
                                      0,
                                      {}});
    world.settle();
  }
  void send(std::string_view text) { send(encode_payload(text)); }
  void pong(std::optional<std::uint16_t> capabilities) {
    node.inner.parts().workers.route({stream,
                                      wire::route{wire::local("outlet")},
                                      transports::slice::copy_of(wire::encode_pong(capabilities)),
                                      0,
                                      {}});
    world.settle();
  }
  wire::portal_message ask() {
    client = node.dial(node.port_of(inlet));
    world.settle();
    auto ping = outlet.next();
    stream = outlet.current.return_route;
    return ping;
  }
  void open(bool extended) {
    ask();
    pong(extended ? std::optional<std::uint16_t>{our_capabilities} : std::nullopt);
  }
  /// The client leaves, and the stream stays until the Pong, to tell the outlet.
  void leave_before_pong() {
    client.reset();
    world.settle();
    CHECK_FALSE(gone());
    pong(our_capabilities);
    CHECK(outlet.next_is(wire::portal_kind::disconnect));
    CHECK(outlet.got.empty());
    CHECK(gone());
  }
  json shown() { return node.ask("GET", "/v1/tcp-inlets/web").body; }
  bool gone() { return node.count("stream") == 0 && shown().at("streams") == 0; }
  bool turned_away() {
    client.hear();
    return client.ended || client.broken;
  }
};

using virtual_inlet = inlet_world<virtual_world>;
using real_inlet = inlet_world<real_world>;

} // namespace ockam::tests
