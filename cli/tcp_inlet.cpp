#include "cli/commands.hpp"
#include "cli/policy_expression.hpp"
#include "cli/resource.hpp"
#include "transports/network.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

using nlohmann::json;

const resource inlet{
    .noun = "tcp-inlet",
    .summary = "The near end of a portal: a TCP listener that leads to an outlet",
    .path = "/v1/tcp-inlets",
    .name = "inlet",
    .heading = "Inlet",
    .key = "ALIAS",
    .selector = "at,node,n",
    .fields = {{"Alias", member("alias")},
               {"TCP Address", member("from")},
               {"To Outlet Address", member("to")},
               {"Status", session_status}},
};

/// What comes from, or goes to, a worker behind the project's node takes two channels that meet
/// there, unless there is one to the end.
bool ends_at_project(const wire::multiaddr& to) {
  auto last = wire::protocol::service;
  std::size_t behind = 0; ///< it
  for (const auto& part : to.parts()) {
    ++behind;
    if (part.proto != wire::protocol::project && part.proto != wire::protocol::secure) continue;
    last = part.proto;
    behind = 0;
  }
  return last == wire::protocol::project && behind > 1;
}

wire::multiaddr end_to_end(const wire::multiaddr& to) {
  auto parts = to.parts();
  parts.insert(parts.end() - 1, {wire::protocol::secure, "api"});
  return wire::multiaddr(std::move(parts));
}

status create(invocation& call) {
  const auto from = transports::endpoint::parse(call.args.text("from").value_or("127.0.0.1:0"));
  if (!from) return from.error();
  const auto to = route_of(call, "to");
  if (!to) return to.error();
  const auto allow = expression_of(call, "allow");
  if (!allow) return allow.error();
  const auto alias = word_or_option(call, 0, "alias");
  if (!alias) return alias.error();
  auto node = select_node(call, "at");
  if (!node) return node.error();
  const auto made = create_at(*node, call, inlet,
                              {{"from", to_string(*from)},
                               {"to", to_string(*to)},
                               {"alias", *alias ? json(**alias) : json()},
                               {"allow", *allow ? json(**allow) : json()}});
  if (!made) return made.error();
  if (ends_at_project(*to) || (to->parts().size() > 1 && made->value("ends_at_project", false)))
    call.out.note(
        "this portal is not encrypted end to end: the project's node sees what it carries; "
        "end to end is --to "
        + wire::to_string(end_to_end(*to)));
  call.out.created(*made, block_of(call.out, inlet, *made), member("from")(*made));
  return done{};
}

} // namespace

noun tcp_inlet() {
  return noun_of(
      inlet,
      {"create",
       "Listen for TCP clients and carry them to an outlet; prints the address",
       {{"ALIAS", "Name for show and delete; default a random one"}},
       {{"to", "ROUTE", "Route to the outlet", option::required | option::route},
        {"from", "IP:PORT", "Where clients connect; a PORT alone is on 127.0.0.1, default any"},
        {"alias", "ALIAS", "The same as the argument"},
        node_option("at,node,n"),
        authorized_option("Who the outlet's node may be, proven by a channel; default anybody"),
        allow_option("Policy that the outlet's node has to satisfy"),
        identity_option("Who to be in the route's channels"),
        timeout_option("15s")},
       {"ockam tcp-inlet create --at n1 --from 127.0.0.1:6000 --to /node/n3/service/outlet",
        "ockam tcp-inlet create web --from 6000 "
        "--to /dnsaddr/hub.example.net/tcp/7000/service/forward_to_n3/service/outlet",
        "ockam tcp-inlet create --from 7000 --to /node/n2/secure/api/service/outlet"},
       create});
}

} // namespace ockam::cli
