#include "cli/resources/body.hpp"
#include "cli/resources/policy_expression.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/given_text.hpp"

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

/// Of the first of its routes that does.
std::optional<wire::multiaddr> not_end_to_end(const json& body, bool is_at_project) {
  const auto& to = body["to"];
  for (const auto& each : to.is_array() ? to : json::array({to})) {
    const auto route = wire::multiaddr::parse(each.get<std::string>());
    if (route && (ends_at_project(*route) || (route->parts().size() > 1 && is_at_project)))
      return *route;
  }
  return {};
}

status create_tcp_inlet(invocation& call) {
  const auto alias = word_or_option(call, 0, "alias");
  if (!alias) return alias.error();
  config::tcp_inlet wanted;
  take_arguments(wanted, call.args);
  wanted.alias = alias->value_or("");
  if (const auto allow = expression_of(call, "allow"); !allow) return allow.error();
  const auto body = body_of(wanted, places_of(call));
  if (!body) return body.error();
  auto node = select_node(call, "at");
  if (!node) return node.error();
  const auto made = object_from(*node, node->client->post(inlet.path, *body));
  if (!made) return made.error();
  if (const auto to = not_end_to_end(*body, made->value("ends_at_project", false)))
    call.out.note(
        "this portal is not encrypted end to end: the project's node sees what it carries; "
        "end to end is --to "
        + wire::to_string(end_to_end(*to)));
  call.out.created(*made, block_of(call.out, inlet, *made), member("from")(*made));
  return done{};
}

} // namespace

noun tcp_inlet() {
  config::tcp_inlet any;
  return noun_of(
      inlet, {"create",
              "Listen for TCP clients and carry them to an outlet; prints the address",
              {{"ALIAS", "Name for show and delete; default a random one"}},
              options_of(any),
              {"ockam tcp-inlet create --at n1 --from 127.0.0.1:6000 --to /node/n3/service/outlet",
               "ockam tcp-inlet create web --from 6000 "
               "--to /dnsaddr/hub.example.net/tcp/7000/service/forward_to_n3/service/outlet",
               "ockam tcp-inlet create --from 7000 --to /node/n2/secure/api/service/outlet",
               "ockam tcp-inlet create --from 7000 --via office --to web"},
              create_tcp_inlet});
}

} // namespace ockam::cli
