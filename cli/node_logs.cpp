#include "cli/home.hpp"
#include "cli/node_commands.hpp"
#include "cli/surroundings.hpp"
#include "config/environment.hpp"
#include "config/node_files.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {

namespace {

status run(invocation& call) {
  auto name = node_argument(call);
  if (!name) return name.error();
  if (auto known = call.world.nodes.port_of(*name); !known) return known.error();
  auto home = config::home();
  if (!home) return home.error();
  auto path = config::files_of(*home, *name).log.string();
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
          run};
}

} // namespace ockam::cli
