#include "config/spec/tcp_listener.hpp"

#include "cli/resources/body.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/commands.hpp"
#include "transports/io/network.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

const resource tcp_listener_resource{
    .noun = "tcp-listener",
    .summary = "Let other nodes connect to a node over TCP",
    .path = "/v1/tcp-listeners",
    .name = "TCP listener",
    .heading = "TCP Listener",
    .key = "ID",
    .selector = "at,node,n",
    .fields = {{"ID", member("id"), "Transport ID"},
               {"Type", member("transport"), "Transport Type"},
               {"Mode", member("mode")},
               {"Address bind", member("address")},
               {"Worker address", member("worker_address", "0#")}},
    .in_table = true,
};

status create_tcp_listener(invocation& call) {
  config::tcp_listener wanted;
  if (auto taken = take_arguments(wanted, call.args); !taken) return taken;
  wanted.address = *call.args.positional_at(0);
  OCKAM_TRY(body, completed_body(wanted, {}));
  OCKAM_TRY(node, select_or_make_node(call, "at"));
  OCKAM_TRY(made, object_from(node, node.client->post(tcp_listener_resource.path, body)));
  call.out.created(made, block_of(call.out, tcp_listener_resource, made), member("address")(made));
  return done{};
}

} // namespace

noun tcp_listener() {
  return noun_of(tcp_listener_resource,
                 {"create",
                  "Listen on one more address and print it",
                  {{"ADDRESS", "IP:PORT or PORT on 127.0.0.1; port 0 takes a free one", true}},
                  options_of(config::tcp_listener::fields(), {"address"}),
                  {"ockam tcp-listener create 127.0.0.1:7000 --at n1"},
                  create_tcp_listener});
}

} // namespace ockam::cli
