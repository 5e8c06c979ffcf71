// The nodes of a file, next to those of this home: what has to be made, started, or started again
// with other settings.
#pragma once
#include "cli/process/node_run.hpp"
#include "cli/shell/command.hpp"
#include "config/spec/resources.hpp"
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
  std::string reason{}; ///< of a restart: the settings that differ
};

std::string to_string(const node_change&);
nlohmann::json to_json(const node_change&);

/// The node as the store knows it, and whether it runs.
struct node_standing {
  config::node_record record;
  bool runs = false;
  std::string vault{};                ///< of its identity
  std::vector<std::string> trusted{}; ///< authorities that it was told to trust: identifiers
};
/// Nothing if there is none of that name.
result<std::optional<node_standing>> standing_of(const std::string& name);

/// Pure. `wanted`: with the project that a ticket is of.
node_change change_of(const config::node& wanted, const std::optional<node_standing>&);

/// What takes a change back.
using undo = std::function<status()>;

/// Makes the change. Errors: those of settings_of, join_project, end_node and start_in_background.
result<undo> carry_out(const invocation&, const config::node& wanted, const node_change&,
                       const std::optional<std::string>& ticket);

/// The nodes that a file made, to end those that it does not say any more. Without a file nobody
/// notes any. Errors: those of the store.
result<std::vector<std::string>> nodes_noted_for(const std::string& file);
status note_nodes(const std::string& file, const std::vector<std::string>& names);

} // namespace ockam::cli
