// Compares the nodes of a file with those of this home: which have to be made, started, or started
// again with other settings.
#pragma once
#include "cli/process/node_run.hpp"
#include "cli/shell/command.hpp"
#include "config/spec/node.hpp"
#include "config/store/state_store.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ockam::cli {

struct node_change {
  enum class verb { none, create, start, restart };
  verb what = verb::none;
  std::string name;
  std::string reason{}; ///< settings that differ, for a restart
  /// The same with both values: `threads is 2, and here 4`.
  std::string both{};
};

std::string to_string(const node_change&);
nlohmann::json to_json(const node_change&);

/// The node as the store knows it, and whether it runs.
struct node_standing {
  config::node_record record;
  bool runs = false;
  std::string vault{};                ///< vault of its identity
  std::vector<std::string> trusted{}; ///< identifiers of authorities that it was told to trust
};
/// The node of that name; none if there is no such node.
result<std::optional<node_standing>> standing_of(const std::string& name);

/// What has to change. The ticket of a node that is in a project is used up. Pure.
node_change change_of(const config::node& wanted, const std::optional<node_standing>&);

/// What was not said is as it was before: where it listens, what it offers, its limits. Errors:
/// those of last_settings.
status keep_settings(const config::node& wanted, node_settings&);

/// The default node, if it does not run and is, or may be made, what is wanted; else an empty name.
result<std::string> default_node_that_is_down(config::node wanted);

/// A function that takes a change back.
using undo = std::function<status()>;

/// Makes the change. Errors: those of settings_of, join_project, end_node and start_in_background.
result<undo> carry_out(const invocation&, const config::node& wanted, const node_change&);

/// The nodes that a file made, so that those which it does not have any more can be ended. Without
/// a file none are noted. Errors: those of the store.
result<std::vector<std::string>> nodes_noted_for(const std::string& file);
status note_nodes(const std::string& file, const std::vector<std::string>& names);

} // namespace ockam::cli
