#include "cli/home/home.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/launch/node_description.hpp"
#include "cli/nodes/node_commands.hpp"
#include "cli/shell/host_environment.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {

namespace {

status run_node_list(invocation& call) {
  OCKAM_TRY(names, call.host.nodes.node_names());
  auto all = nlohmann::json::array();
  std::string blocks;
  for (auto& name : names) {
    auto node = describe_node(call.host.nodes, name);
    if (!node && node.error().code == errc::not_found) continue; // it was deleted meanwhile
    if (!node) return node.error();
    if (!blocks.empty()) blocks += '\n';
    blocks += node_summary(*node);
    all.push_back(std::move(*node));
  }
  if (all.empty())
    call.out.note("No nodes registered on this system! Looked in " + nothing_in_home());
  if (!all.empty() || call.out.as == format::json) call.out.answer(all, blocks);
  return done{};
}

} // namespace

command node_list() {
  return {"list",       "List all nodes and what runs on them", {}, {}, {"ockam node list"},
          run_node_list};
}

} // namespace ockam::cli
