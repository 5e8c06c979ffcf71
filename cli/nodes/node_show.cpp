#include "cli/launch/node_description.hpp"
#include "cli/nodes/node_commands.hpp"
#include "cli/shell/surroundings.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {

namespace {

status run_node_show(invocation& call) {
  auto name = node_argument(call);
  if (!name) return name.error();
  auto node = describe_node(call.world.nodes, *name);
  if (!node) return node.error();
  call.out.answer(*node, node_block(*node));
  return done{};
}

} // namespace

command node_show() {
  return {"show",
          "Show a node and what runs on it",
          {node_positional()},
          {},
          {"ockam node show n1"},
          run_node_show};
}

} // namespace ockam::cli
