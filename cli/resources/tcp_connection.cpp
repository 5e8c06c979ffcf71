#include "config/spec/tcp_connection.hpp"

#include "cli/resources/body.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/commands.hpp"
#include "config/defaults.hpp"
#include "config/text/spelling.hpp"
#include "transports/io/network.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

using nlohmann::json;

const resource connection{
    .noun = "tcp-connection",
    .summary = "Connect a node to another one over TCP; the connection is a hop for routes",
    .path = "/v1/tcp-connections",
    .name = "TCP connection",
    .heading = "TCP Connection",
    .key = "ID",
    .selector = "at,node,n,from,f",
    .fields = {{"ID", member("id"), "Transport ID"},
               {"Type", member("transport"), "Transport Type"},
               {"Mode", member("mode")},
               {"Socket address", member("socket_address")},
               {"Worker address", member("worker_address", "0#")},
               {.label = "Status", .text = session_status, .if_telling = true}},
    .in_table = true,
    .also_called = "socket_address",
};

/// The route that opens the same connection.
std::string route_to(const transports::endpoint& to) {
  return config::route_of_endpoint(to_string(to)).value_or("");
}

status create_tcp_connection(invocation& call) {
  config::tcp_connection wanted;
  if (auto taken = take_arguments(wanted, call.args); !taken) return taken;
  OCKAM_TRY(to, transports::endpoint::parse(wanted.to));
  OCKAM_TRY(node, select_or_make_node(call, "from"));
  OCKAM_TRY(body, completed_body(wanted, {}));
  const auto note =
      wait_for(call, to_string(to) + " to accept a connection", config::connect_timeout);
  OCKAM_TRY(made, object_from(node, node.client->post(connection.path, body)));
  call.out.created(made,
                   "\n  " + call.out.bold("TCP Connection:") + "\n    ID: " + member("id")(made)
                       + "\n    From: /node/" + node.name + "\n    To: " + to_string(to) + " ("
                       + route_to(to) + ")",
                   member("worker_address", "/service/")(made));
  return done{};
}

} // namespace

noun tcp_connection() {
  return noun_of(connection, {"create",
                              "Connect a node to a listener and print the hop",
                              {},
                              options_of(config::tcp_connection::fields()),
                              {"ockam tcp-connection create --from n1 --to 127.0.0.1:7000",
                               "ockam tcp-connection create --to hub.example.net:7000"},
                              create_tcp_connection});
}

} // namespace ockam::cli
