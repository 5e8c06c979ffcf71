#include "cli/home/home.hpp"
#include "cli/launch/node_description.hpp"
#include "cli/nodes/node_commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/text/table.hpp"
#include "config/base/json_text.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {

namespace {

using nlohmann::json;

/// A number with its unit, or a line where there is none: `256`, `64 bytes`, `-`.
std::string number_in(const json& one, const char* key, bool with_unit) {
  const auto at = one.find(key);
  if (at == one.end() || at->is_null()) return "-";
  const auto unit = config::text_in(one, "unit");
  return at->dump() + (with_unit && !unit.empty() ? " " + unit : "");
}

/// What others may use of a node, and what they do. A star: somebody set it.
status show_limits(invocation& call, const std::string& name) {
  OCKAM_TRY(node, call.host.nodes.open(name));
  OCKAM_TRY(limits, node->get("/v1/limits"));
  std::vector<table_row> rows;
  for (const auto& one : limits)
    rows.push_back({config::text_in(one, "name") + (one.value("set", false) ? " *" : ""),
                    number_in(one, "limit", true), number_in(one, "used", false),
                    number_in(one, "refused", false), one.value("settable", false) ? "yes" : "",
                    config::text_in(one, "what")});
  call.out.answer(limits,
                  table(call.out, {"Limit", "Value", "Used", "Refused", "--limit", "Of"}, rows));
  return done{};
}

status run_node_show(invocation& call) {
  OCKAM_TRY(name, node_argument(call));
  if (call.args.flag("limits")) return show_limits(call, name);
  OCKAM_TRY(node, describe_node(call.host.nodes, name));
  call.out.answer(node, node_block(node));
  return done{};
}

} // namespace

command node_show() {
  return {"show",
          "Show a node and what runs on it",
          {node_positional()},
          {{"limits", "",
            "What others may use of it, how much they do, and what was refused since it started"}},
          {"ockam node show n1", "ockam node show n1 --limits"},
          run_node_show};
}

} // namespace ockam::cli
