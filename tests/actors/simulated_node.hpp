// A whole node on the virtual clock and the virtual network, asked through its control actor as
// commands ask it.
#pragma once
#include "actors/control/control_requests.hpp"
#include "actors/node.hpp"
#include "actors/test_identities.hpp"
#include "actors/worker_check.hpp"
#include "fixtures/virtual_node.hpp"
#include "wire/encoding/bare.hpp"

#include <doctest/doctest.h>

#include <optional>

namespace ockam::tests {

struct simulated_node {
  using reply = control_answer;

  simulated_node(simulation& w, const std::string& host) : simulated_node(w, host, {host}) {}
  /// A node that has channels.
  simulated_node(simulation& w, const std::string& host, std::uint8_t person)
      : simulated_node(w, host, options_of(host, person)) {}
  simulated_node(simulation& w, const std::string& host, actors::node_options options)
      : world(w),
        home(w.make_reactor()),
        node(home, w.net.host(host), w.random, with_loops(w, std::move(options))) {
    node.start();
    world.settle();
  }
  simulated_node(const simulated_node&) = delete;
  simulated_node& operator=(const simulated_node&) = delete;
  ~simulated_node() {
    world.end(*home);
    check_no_workers(node);
  }

  void listen(std::uint16_t port) {
    REQUIRE(node.listen({"127.0.0.1", port}));
    world.settle();
  }

  /// Sends a request; the reply is there once the world has gone on far enough.
  std::shared_ptr<reply> begin(std::string method, std::string path, const json& body = {}) {
    auto out =
        begin_request(world.system, node.control(), std::move(method), std::move(path), body);
    world.settle();
    return out;
  }
  /// Sends a request and lets time pass until the reply is there.
  reply ask(std::string method, std::string path, const json& body = {}) {
    const auto out = begin(std::move(method), std::move(path), body);
    world.advance_until([&] { return out->status != 0; }, 1min);
    return *out;
  }
  /// The text that comes back for a text, or the error.
  std::string send_text(const std::string& to, const std::string& text) {
    const auto sent = wire::to_hex(wire::encode_text(text));
    const auto r = ask("POST", "/v1/messages", {{"to", to}, {"payload_hex", sent}});
    if (r.status != 201) return "error: " + r.error();
    wire::bytes payload;
    wire::from_hex(r.body["payload_hex"].get<std::string>(), payload);
    return std::string(*wire::decode_text(payload));
  }
  /// A link of this node's own; returns its address.
  std::string connect(const std::string& to) {
    const auto r = ask("POST", "/v1/tcp-connections", {{"to", to}});
    REQUIRE(r.status == 201);
    return r.body["worker_address"];
  }

  transports::directory& workers() { return node.parts().workers; }
  probe& start_probe(std::string_view address) {
    const auto actor = home->spawn<probe>();
    REQUIRE(node.start_worker(address, actor));
    world.settle();
    return dynamic_cast<probe&>(*caf::actor_cast<caf::abstract_actor*>(actor));
  }
  /// Puts a message on its way, without letting the world go on.
  void route(const wire::route& onward, wire::bytes_view payload, const wire::route& back = {}) {
    workers().route({onward, back, transports::slice::copy_of(payload), 0, {}});
  }

  simulation& world;
  std::shared_ptr<transports::reactor> home;
  actors::node node;

private:
  static actors::node_options with_loops(simulation& w, actors::node_options options) {
    options.loops = w.more_loops();
    return options;
  }
};

} // namespace ockam::tests
