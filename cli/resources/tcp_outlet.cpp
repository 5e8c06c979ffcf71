#include "cli/resources/body.hpp"
#include "cli/resources/policy_expression.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/commands.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

const resource outlet{
    .noun = "tcp-outlet",
    .summary = "The far end of a portal: a worker that connects to a TCP server",
    .path = "/v1/tcp-outlets",
    .name = "outlet",
    .heading = "Outlet",
    .key = "ALIAS",
    .selector = "at,node,n",
    .fields = {{"Alias", member("alias")},
               {"From Outlet", member("address", "/service/")},
               {"To TCP", member("to")}},
};

status create_tcp_outlet(invocation& call) {
  config::tcp_outlet wanted;
  take_arguments(wanted, call.args);
  if (wanted.from.empty()) wanted.from = "outlet";
  if (const auto allow = expression_of(call, "allow"); !allow) return allow.error();
  const auto body = body_of(wanted, {});
  if (!body) return body.error();
  auto node = select_node(call, "at");
  if (!node) return node.error();
  const auto made = object_from(*node, node->client->post(outlet.path, *body));
  if (!made) return made.error();
  call.out.answer(*made, member("address", "/service/")(*made));
  return done{};
}

} // namespace

noun tcp_outlet() {
  config::tcp_outlet any;
  return noun_of(outlet,
                 {"create",
                  "Offer a TCP server to other nodes and print the outlet's route",
                  {},
                  options_of(any),
                  {"ockam tcp-outlet create --at n3 --from /service/outlet --to 127.0.0.1:9000",
                   "ockam tcp-outlet create --to 5432"},
                  create_tcp_outlet});
}

} // namespace ockam::cli
