// Nodes that may, or may not, name addresses of each other.
#pragma once
#include "actors/routing/directory.hpp"
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

namespace ockam::tests {

using wire::local;

//   a, stranger ---- n:7000 ---- b, who has the relay `b` there
struct reach_nodes : simulation {
  reach_nodes() { n.listen(7000); }

  static std::uint64_t refused(simulated_node& at) {
    return dynamic_cast<actors::directory&>(at.workers()).refused_reach();
  }
  static std::vector<std::string> links(simulated_node& at) {
    std::vector<std::string> out;
    for (const auto& each : at.ask("GET", "/v1/tcp-connections").body)
      out.push_back(each["worker_address"]);
    return out;
  }
  void register_b() {
    REQUIRE(b.ask("POST", "/v1/relays", {{"name", "b"}, {"at", "/dnsaddr/n/tcp/7000"}}).status
            == 201);
  }
  /// The near end of a channel of `from`.
  static std::string channel_to(simulated_node& from, const std::string& to) {
    const auto made = from.ask("POST", "/v1/secure-channels", {{"to", to}});
    REQUIRE_MESSAGE(made.status == 201, made.error());
    return made.body["address"];
  }
  /// Whether a message by that route arrives at `to` as its last hop.
  bool arrives(simulated_node& from, const wire::route& onward, probe& to) {
    const auto before = to.all.size();
    from.route(onward, wire::view_of("x"), {local("me")});
    settle();
    return to.all.size() > before;
  }

  simulated_node n{*this, "n", 1}, a{*this, "a", 2}, b{*this, "b", 3}, stranger{*this, "s", 4};
};

/// The return route at `at` of a message that came through the relay, and the client's link.
struct reach_related : reach_nodes {
  reach_related() {
    register_b();
    link_a = a.connect("n:7000");
    link_s = stranger.connect("n:7000");
    const auto all = links(n);
    t_b = all.at(0), t_a = all.at(1);
  }
  /// a asks b by the relay, and b answers.
  void talk() {
    REQUIRE(arrives(a, {local(link_a), local("forward_to_b"), local("at_b")}, at_b));
    b.route(at_b.last, wire::view_of("y"), {local("at_b")});
    settle();
  }

  std::string link_a, link_s, t_a, t_b;
  probe &me = a.start_probe("me"), &at_b = b.start_probe("at_b");
};

} // namespace ockam::tests
