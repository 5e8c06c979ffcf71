#include "cli/home.hpp"
#include "cli/node_commands.hpp"
#include "cli/node_end.hpp"
#include "cli/surroundings.hpp"
#include "config/environment.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {

namespace {

status run(invocation& call) {
  auto name = node_argument(call);
  if (!name) return name.error();
  if (auto known = call.world.nodes.port_of(*name); !known) return known.error();
  auto home = config::home();
  if (!home) return home.error();
  auto ended = end_node(config::files_of(*home, *name), call.args.flag("force"));
  if (!ended) return ended;
  call.out.answer({{"name", *name}}, "Stopped node '" + *name + "'");
  return done{};
}

} // namespace

command node_stop() {
  return {"stop",
          "Stop a node; `node start` runs it again",
          {node_positional()},
          {{"force,f", "", "Kill it: open streams break off"}},
          {"ockam node stop n1"},
          run};
}

} // namespace ockam::cli
