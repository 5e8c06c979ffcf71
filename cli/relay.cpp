#include "cli/commands.hpp"
#include "cli/policy_expression.hpp"
#include "cli/random_name.hpp"
#include "cli/resource.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

/// The documents call a relay a forwarder, and once a fowarder.
resource relay_as(const std::string& noun, const std::string& name, const std::string& heading) {
  return {
      .noun = noun,
      .summary = "Be reachable through another node: a " + name + " passes messages on",
      .path = "/v1/relays",
      .name = name,
      .heading = heading,
      .key = "NAME",
      .selector = "at,to,node,n",
      .fields = {{"Forwarding Route", member("forwarding_route")},
                 {"Remote Address", member("remote_address")},
                 {"Worker Address", member("worker_address")},
                 {"Role", member("role")},
                 {"Status", session_status}},
  };
}

status create(const resource& what, invocation& call) {
  const auto given = *call.args.text("at");
  if (!given.starts_with('/'))
    return fail(errc::invalid, "--at " + given + " is not a route", "--at /node/" + given);
  const auto at = route_of(call, "at");
  if (!at) return at.error();
  const auto allow = expression_of(call, "allow");
  if (!allow) return allow.error();
  auto node = select_node(call, "to");
  if (!node) return node.error();
  const auto name = call.args.positional_at(0).value_or(random_name());
  const auto made = create_at(*node, call, what,
                              {{"name", name},
                               {"at", to_string(*at)},
                               {"allow", *allow ? nlohmann::json(**allow) : nlohmann::json()}});
  if (!made) return made.error();
  call.out.answer(*made, member("remote_address", "/service/")(*made));
  return done{};
}

noun relay_noun(const resource& what) {
  const auto line = "ockam " + what.noun + " create ";
  return noun_of(what,
                 {"create",
                  "Register a node at another one and print the route to it from there",
                  {{"NAME", "Messages go to forward_to_NAME; default eight random digits"}},
                  {{"at", "ROUTE", "Where the " + what.name + " shall be: /node/n2 or a route",
                    option::required | option::route},
                   {"to,node,n", "NODE", "Node to be reached; without it the default node"},
                   authorized_option("Who the other node may be, proven by a channel"),
                   allow_option("Policy that the other node has to satisfy"),
                   identity_option("Who to be in the route's channels"),
                   timeout_option("10s")},
                  {line + "n3 --at /node/n2 --to /node/n3",
                   line + "n3 --at /dnsaddr/hub.example.net/tcp/7000/secure/api"},
                  [what](invocation& call) { return create(what, call); }});
}

} // namespace

noun relay() { return relay_noun(relay_as("relay", "relay", "Relay")); }

noun forwarder() { return relay_noun(relay_as("forwarder", "forwarder", "Forwarder")); }

noun fowarder() {
  auto misspelt = relay_noun(relay_as("fowarder", "forwarder", "Forwarder"));
  misspelt.hidden = true;
  return misspelt;
}

} // namespace ockam::cli
