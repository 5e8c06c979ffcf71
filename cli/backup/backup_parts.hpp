// What a backup of a project has: a bundle (config/database/bundle.hpp) of these parts.
//   about.json       {"format": 1, "node", "project", "version", "at", "members_apart"}
//   description.json as in $OCKAM_HOME/projects/NODE
//   members.sqlite3  members, tickets, the audit log; not if they are on a PostgreSQL server
//   history          of the node's identity, in hexadecimal text
//   vault.sqlite3    the key of that identity, and no other
//   node.json        how the node was started last, and what is declared on it
#pragma once
#include "config/store/state_store.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli::backup {

inline constexpr auto about = "about.json";
inline constexpr auto description = "description.json";
inline constexpr auto members = "members.sqlite3";
inline constexpr auto history = "history";
inline constexpr auto vault = "vault.sqlite3";
inline constexpr auto node = "node.json";
inline constexpr int format = 1;

/// The node of that name, with what is declared on it. Errors: not_found.
result<nlohmann::json> node_json(config::state_store&, const std::string& name);
/// Writes it to another home, where it has `identity` and hosts a project. Errors: config, if that
/// is no node.
status put_node(config::state_store&, const nlohmann::json& node, const std::string& name,
                const std::string& identity);

} // namespace ockam::cli::backup
