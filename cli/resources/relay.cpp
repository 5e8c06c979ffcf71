#include "config/spec/relay.hpp"

#include "cli/home/random_name.hpp"
#include "cli/resources/body.hpp"
#include "cli/resources/policy_expression.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/commands.hpp"
#include "config/defaults.hpp"

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
                 text_if_any("owner", "Owner"),
                 text_if_any("conflict", "Conflict"),
                 {"Status", session_status},
                 ways_if_any("places", "at", "Places")},
  };
}

std::string all_of(const std::vector<std::string>& routes) {
  std::string text;
  for (const auto& each : routes) text += (text.empty() ? "" : " and ") + each;
  return text;
}

/// Whether a node of this home runs at one of these places, as far as they lead to such nodes.
/// Errors: those of the first one.
status check_one_runs(const invocation& call, const std::vector<std::string>& places) {
  status first = done{};
  for (const auto& each : places) {
    auto run = check_nodes_run(call, each);
    if (run) return run;
    if (first) first = std::move(run);
  }
  return first;
}

status create_relay(const resource& what, invocation& call) {
  config::relay wanted;
  if (auto taken = take_arguments(wanted, call.args); !taken) return taken;
  // the hub knows this node by one name, and somebody's node by any
  const auto said = !wanted.places.empty();
  const auto otherwise = !said ? "default" : random_name();
  wanted.name = call.args.positional_at(0).value_or(otherwise);
  if (const auto allow = expression_of(call, "allow"); !allow) return allow.error();
  OCKAM_TRY(wait, wait_of(call));
  const auto where = resolver_of(call);
  if (auto ok = supplement(wanted, where); !ok) return ok;
  const auto as_said = wanted.places; // with the names of nodes
  if (auto ok = convert(wanted, where); !ok) return ok;
  if (auto ready = bring_about(call, wanted, said); !ready) return ready;
  if (said && !wait && !wanted.no_connection_wait)
    if (auto run = check_one_runs(call, as_said); !run) return run;
  OCKAM_TRY(node, select_or_make_node(call, "to"));
  const auto patience = wanted.timeout.value_or(config::registration_timeout);
  const auto note = wait_for(call, all_of(wanted.places) + " to confirm relay " + wanted.name,
                             wait.value_or(patience));
  OCKAM_TRY(made, post_and_wait(node, what, config::write_body(wanted), "name", wait, patience));
  if (!is_proven(made)) {
    const auto left = what.name + " " + wanted.name + " is not up: " + session_status(made)
                      + "; node " + node.name + " goes on trying";
    if (wait || (was_there(made) && !wanted.no_connection_wait))
      return fail(errc::unavailable, left,
                  "ockam " + what.noun + " show " + wanted.name + " --to " + node.name);
    call.out.note(left);
  } else if (made.contains("places") && made.value("status", "") != "up") {
    call.out.note(what.name + " " + wanted.name + " is not everywhere: " + session_status(made)
                  + "; node " + node.name + " goes on trying");
  }
  call.out.answer(made, member("remote_address", "/service/")(made));
  return done{};
}

noun relay_noun(const resource& what) {
  const auto line = "ockam " + what.noun + " create ";
  return noun_of(what,
                 {"create",
                  "Register a node at another one and print the route to it from there",
                  {{"NAME", "Messages go to forward_to_NAME; default eight random digits, and "
                            "`default` without --at"}},
                  options_of(config::relay::fields()),
                  {line + "n3 --at /node/n2 --to /node/n3",
                   line + "n3 --at /node/hub1 --at /node/hub2 --to /node/n3",
                   line + "n3 --at /dnsaddr/hub.example.net/tcp/7000/secure/api", line + "n3"},
                  [what](invocation& call) { return create_relay(what, call); }});
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
