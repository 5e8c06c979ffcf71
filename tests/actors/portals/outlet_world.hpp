// A node with an outlet; the test plays the inlet, ours or a real node's, and the target.
#pragma once
#include "actors/portals/portal_world.hpp"
#include "config/defaults.hpp"

namespace ockam::tests {

template <class World>
struct outlet_world {
  World world;
  node_under_test<World> node{world, "a"};
  target<World> server{world, "a"};
  far_end& inlet = far_end::start(node, "inlet");
  wire::route stream; ///< route to the outlet's end of the stream
  hand socket;        ///< socket of the target

  outlet_world() { node.make("tcp-outlets", {{"address", "outlet"}, {"to", server.address()}}); }

  void send(const wire::route& to, const wire::bytes& m) {
    node.inner.parts().workers.route(
        {to, wire::route{wire::local("inlet")}, transports::slice::copy_of(m), 0, {}});
    world.settle();
  }
  void send(const wire::bytes& m) { send(stream, m); }
  void send(std::string_view text) { send(encode_payload(text)); }
  /// Sends to the outlet's own address, from that of the inlet.
  void send_early(const wire::bytes& m, std::optional<wire::identifier> peer = {},
                  const wire::route& from = wire::route{wire::local("inlet")}) {
    node.inner.parts().workers.route(
        {wire::route{wire::local("outlet")}, from, transports::slice::copy_of(m), 0, {}, peer});
    world.settle();
  }
  void ping(std::optional<std::uint16_t> capabilities) {
    send(wire::route{wire::local("outlet")}, wire::encode_ping(capabilities));
  }
  wire::portal_message open(bool extended) {
    ping(extended ? std::optional<std::uint16_t>{our_capabilities} : std::nullopt);
    socket = server.accept();
    world.settle();
    auto pong = inlet.next();
    REQUIRE(pong.kind == wire::portal_kind::pong);
    stream = inlet.current.return_route;
    return pong;
  }
  bool gone() {
    return node.count("stream") == 0
           && node.ask("GET", "/v1/tcp-outlets/outlet").body.at("streams") == 0;
  }
  bool eventually_gone() {
    return world.advance_until([&] { return node.count("stream") == 0; }, 5s) && gone();
  }
};

using virtual_outlet = outlet_world<virtual_world>;
using real_outlet = outlet_world<real_world>;

} // namespace ockam::tests
