#include "cli/nodes/node_commands.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {

namespace {

status run_node_logs(invocation& call) {
  OCKAM_TRY(node, known_node_argument(call));
  auto path = node.files.log.string();
  call.out.answer({{"log", path}}, path);
  return done{};
}

} // namespace

command node_logs() {
  return {"logs",
          "Print the path of a node's log",
          {node_positional()},
          {},
          {"ockam node logs n1", "tail -f $(ockam node logs n1)"},
          run_node_logs};
}

} // namespace ockam::cli
