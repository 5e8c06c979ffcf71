#include "cli/home/home_directory.hpp"
#include "cli/nodes/node_commands.hpp"
#include "cli/shell/host_environment.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {

namespace {

status run_node_default(invocation& call) {
  OCKAM_TRY(name, node_argument(call));
  OCKAM_TRY(before, call.host.nodes.default_node());
  if (!call.args.positional_at(0)) {
    call.out.answer({{"name", name}}, name);
    return done{};
  }
  if (before == name) {
    call.out.answer({{"name", name}}, "Already set to default node");
    return done{};
  }
  OCKAM_TRY(state, open_state());
  if (auto set = state.set_default(name); !set) return set;
  call.out.answer({{"name", name}}, "Set node '" + name + "' as default");
  return done{};
}

} // namespace

command node_default() {
  return {"default", "Make a node the default one, or tell which one is", {node_positional()},
          {},        {"ockam node default", "ockam node default n1"},     run_node_default};
}

} // namespace ockam::cli
