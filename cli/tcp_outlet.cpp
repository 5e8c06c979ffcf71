#include "cli/commands.hpp"
#include "cli/policy_expression.hpp"
#include "cli/resource.hpp"
#include "transports/network.hpp"

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

status create(invocation& call) {
  const auto address = worker_address(call.args.text("from").value_or("outlet"));
  if (!address) return address.error();
  const auto to = transports::endpoint::parse(*call.args.text("to"));
  if (!to) return to.error();
  const auto allow = expression_of(call, "allow");
  if (!allow) return allow.error();
  auto node = select_node(call, "at");
  if (!node) return node.error();
  const auto alias = call.args.text("alias");
  const auto made = create_at(*node, call, outlet,
                              {{"address", *address},
                               {"to", to_string(*to)},
                               {"alias", alias ? nlohmann::json(*alias) : nlohmann::json()},
                               {"allow", *allow ? nlohmann::json(**allow) : nlohmann::json()}});
  if (!made) return made.error();
  call.out.answer(*made, member("address", "/service/")(*made));
  return done{};
}

} // namespace

noun tcp_outlet() {
  return noun_of(
      outlet,
      {"create",
       "Offer a TCP server to other nodes and print the outlet's route",
       {},
       {{"to", "HOST:PORT", "The TCP server; a PORT alone is on 127.0.0.1", option::required},
        {"from", "ADDRESS", "Worker address of the outlet; default /service/outlet"},
        {"alias", "ALIAS", "Name for show and delete; default the address"},
        node_option("at,node,n"),
        authorized_option("Who may connect, proven by a channel; without it everybody"),
        allow_option("Policy that whoever connects has to satisfy")},
       {"ockam tcp-outlet create --at n3 --from /service/outlet --to 127.0.0.1:9000",
        "ockam tcp-outlet create --to 5432"},
       create});
}

} // namespace ockam::cli
