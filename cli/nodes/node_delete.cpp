#include "cli/launch/node_end.hpp"
#include "cli/nodes/node_commands.hpp"
#include "cli/shell/given_text.hpp"
#include "config/base/environment.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {

namespace {

status delete_all(invocation& call, const std::filesystem::path& home) {
  if (call.args.positional_at(0))
    return fail(errc::invalid, "a name and --all exclude each other", "ockam node delete --all");
  OCKAM_TRY(names, all_node_names(home));
  if (!names.empty())
    if (auto ok = confirm(call, "Delete all " + std::to_string(names.size())
                                    + " nodes of this home and what they keep?");
        !ok)
      return ok;
  if (auto gone = delete_nodes(home, names, call.args.flag("force")); !gone) return gone;
  if (call.out.as == format::json)
    for (auto& name : names) call.out.answer({{"name", name}}, {}); // an object for each
  return done{};
}

status run_node_delete(invocation& call) {
  OCKAM_TRY(home, config::home());
  if (call.args.flag("all")) return delete_all(call, home);
  OCKAM_TRY(node, known_node_argument(call));
  const auto& name = node.name;
  if (auto gone = delete_nodes(home, {name}, call.args.flag("force")); !gone) return gone;
  call.out.answer({{"name", name}, {"node", {{"name", name}}}}, "Deleted node '" + name + "'");
  return done{};
}

} // namespace

command node_delete() {
  return {"delete",
          "Stop a node and remove all that it keeps",
          {node_positional()},
          {{"all,a", "", "Delete every node"},
           {"force,f", "", "Break open streams off, and kill it if it goes on"},
           yes_option()},
          {"ockam node delete n1", "ockam node delete --all"},
          run_node_delete};
}

} // namespace ockam::cli
