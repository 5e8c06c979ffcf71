#include "cli/home/home_directory.hpp"
#include "cli/nodes/node_commands.hpp"
#include "cli/shell/host_environment.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {

namespace {

status run_node_default(invocation& call) {
  auto name = node_argument(call);
  if (!name) return name.error();
  auto before = call.host.nodes.default_node();
  if (!before) return before.error();
  if (!call.args.positional_at(0)) {
    call.out.answer({{"name", *name}}, *name);
    return done{};
  }
  if (*before == *name) {
    call.out.answer({{"name", *name}}, "Already set to default node");
    return done{};
  }
  auto state = open_state();
  if (!state) return state.error();
  if (auto set = state->set_default(*name); !set) return set;
  call.out.answer({{"name", *name}}, "Set node '" + *name + "' as default");
  return done{};
}

} // namespace

command node_default() {
  return {"default", "Make a node the default one, or tell which one is", {node_positional()},
          {},        {"ockam node default", "ockam node default n1"},     run_node_default};
}

} // namespace ockam::cli
