#include "cli/shell/commands.hpp"
#include "cli/topology/topology_check.hpp"
#include "cli/topology/topology_file.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

status check(invocation& call) {
  OCKAM_TRY(file, open_topology(call, *call.args.positional_at(0)));
  OCKAM_TRY(read, read_topology(call, file, config::topology_scope::many_nodes));
  if (auto right = check_topology(call, read); !right) return in_file(file, right.error());
  const auto nodes = read.nodes.size(), things = read.on_nodes().size();
  call.out.answer({{"file", file.name}, {"nodes", nodes}, {"resources", things}},
                  file.name + " is right: " + std::to_string(nodes)
                      + (nodes == 1 ? " node, " : " nodes, ") + std::to_string(things)
                      + (things == 1 ? " resource" : " resources") + " on them");
  return done{};
}

} // namespace

noun config_files() {
  return {"config",
          "Files that say what nodes there shall be",
          {{"check",
            "Look for mistakes in a file, and say where they are",
            {{"FILE", "YAML or JSON, or - for standard input", true}},
            {variable_option()},
            {"ockam config check ockam.yaml"},
            check}}};
}

} // namespace ockam::cli
