#include "cli/launch/node_end.hpp"
#include "cli/nodes/node_commands.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {

namespace {

status run_node_stop(invocation& call) {
  OCKAM_TRY(node, known_node_argument(call));
  auto ended = end_node(node.files, call.args.flag("force"),
                        [&](const std::string& why) { call.out.note(why); });
  if (!ended) return ended;
  call.out.answer({{"name", node.name}}, "Stopped node '" + node.name + "'");
  return done{};
}

} // namespace

command node_stop() {
  return {"stop",
          "Stop a node; `node start` runs it again",
          {node_positional()},
          {{"force,f", "",
            "Wait neither for streams nor for those who use it as a relay; kill it if it goes on"}},
          {"ockam node stop n1", "ockam node stop n1 --force"},
          run_node_stop};
}

} // namespace ockam::cli
