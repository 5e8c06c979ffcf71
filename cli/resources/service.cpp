#include "config/spec/service.hpp"

#include "cli/resources/resource.hpp"
#include "cli/resources/services_of_node.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/given_text.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

using nlohmann::json;

/// Asks the node for a list and prints an indented block for each object.
status print_list(invocation& call, const std::string& path, const std::string& heading,
                  std::string (*block)(const json&)) {
  OCKAM_TRY(node, select_node(call, "at"));
  OCKAM_TRY(objects, list_from(node, node.client->get(path)));
  auto text = call.out.bold(heading + " of node " + node.name + ":");
  for (const auto& object : objects) text += block(object);
  call.out.answer(objects, text);
  return done{};
}

std::string worker_block(const json& worker) {
  return "\n  " + member("address")(worker) + " (" + member("kind")(worker) + ")";
}

std::string service_block(const json& service) {
  return "\n  Service:\n    Type: " + member("type")(service)
         + "\n    Address: " + member("address", "/service/")(service);
}

status list_workers(invocation& call) {
  return print_list(call, "/v1/workers", "Workers", worker_block);
}

status list_services(invocation& call) {
  return print_list(call, "/v1/services", "Services", service_block);
}

status start_service(invocation& call) {
  config::service wanted;
  wanted.type = *call.args.positional_at(0);
  OCKAM_TRY(address, word_or_option(call, 1, "addr"));
  wanted.address = address.value_or(wanted.type);
  OCKAM_TRY(node, select_or_make_node(call, "at"));
  OCKAM_TRY(made, object_from(node, node.client->post("/v1/services", config::write_body(wanted))));
  call.out.answer(made, member("address", "/service/")(made));
  return done{};
}

} // namespace

noun worker() {
  return {"worker",
          "The actors of a node that messages can be sent to",
          {{"list",
            "List the workers of a node",
            {},
            {node_option("at,node,n")},
            {"ockam worker list --at n1"},
            list_workers}}};
}

std::vector<command> services_of_node() {
  return {{"start",
           "Start one more service and print its route",
           {{"TYPE", "hop, echo or uppercase", true}, {"ADDRESS", "Default: the type"}},
           {node_option("at,node,n"), {"addr", "ADDRESS", "The same as the argument"}},
           {"ockam service start hop hop2 --at n1"},
           start_service},
          {"list",
           "List the services of a node",
           {},
           {node_option("at,node,n")},
           {"ockam service list --at n1"},
           list_services}};
}

} // namespace ockam::cli
