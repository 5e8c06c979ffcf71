#include "cli/home/home.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/home/resolution.hpp"
#include "cli/nodes/node_commands.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/base/environment.hpp"
#include "config/home/node_files.hpp"

namespace ockam::cli {

positional node_positional() { return {"NAME", "n1 or /node/n1; without it the default node"}; }

result<std::string> node_argument(const invocation& call) {
  auto given = call.args.positional_at(0);
  if (!given) return call.host.nodes.default_node();
  auto name = node_name(*given);
  if (!name) return name;
  if (auto valid = config::check_node_name(*name); !valid) return valid.error();
  return name;
}

result<known_node> known_node_argument(const invocation& call) {
  OCKAM_TRY(name, node_argument(call));
  OCKAM_TRY(home, config::home());
  if (auto may = check_may_look(home, name); !may) return may.error();
  known_node node{name, config::files_of(home, name)};
  std::error_code why; // what has its files needs no store to be known
  if (std::filesystem::exists(node.files.lock, why)) return node;
  if (auto known = call.host.nodes.port_of(name); !known) return known.error();
  return node;
}

noun node() {
  return {"node",
          "Run nodes on this machine",
          {node_create(), node_list(), node_show(), node_start(), node_stop(), node_delete(),
           node_default(), node_logs()}};
}

} // namespace ockam::cli
