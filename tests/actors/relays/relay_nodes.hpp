// Three nodes, and one that hosts relays.
#pragma once
#include "actors/relays/relay.hpp"
#include "actors/relays/relay_service.hpp"
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

namespace ockam::tests {

using wire::local;

//   a ---- n:7000 ---- b, c
struct relayed : simulation {
  relayed() { n.listen(7000); }

  simulated_node::reply register_at_n(simulated_node& owner, const std::string& name) {
    return owner.ask("POST", "/v1/relays", {{"name", name}, {"at", "/dnsaddr/n/tcp/7000"}});
  }
  /// Names of the relays that n hosts.
  std::vector<std::string> hosted() {
    std::vector<std::string> out;
    for (const auto& r : n.ask("GET", "/v1/relays").body) out.push_back(r["remote_address"]);
    return out;
  }

  simulated_node n{*this, "n"}, a{*this, "a"}, b{*this, "b"}, c{*this, "c"};
};

/// Registers by hand, as any program could: what is told to `r` is the confirmation.
struct by_hand : relayed {
  void ask_for(simulated_node& owner, const std::string& by, wire::bytes_view request) {
    owner.route({local(by), local("static_forwarding_service")}, request, {local("r")});
  }
  void ask_for(simulated_node& owner, const std::string& by, const std::string& name) {
    ask_for(owner, by, wire::encode_text(name));
  }
  /// As all do that are of one home.
  void ask_for_as_one(simulated_node& owner, const std::string& by, const std::string& name) {
    ask_for(owner, by,
            wire::encode_relay_request({name, wire::relay_request_tail{false, false, {1}}}));
  }
  std::string link = b.connect("n:7000");
  probe& r = b.start_probe("r");
};

inline std::string bare(std::string_view text) {
  return std::string(wire::text_of(wire::encode_text(text)));
}

} // namespace ockam::tests
