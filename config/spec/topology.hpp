// Files that say what there shall be: nodes, what they have, and whom they are. A node's own file
// has the node's keys at the top; one of several nodes has them below `nodes:`, where each may have
// what it has below itself. Everywhere a key is singular or plural, with - or _. Source: spec cli
// §3.
//   section := map of names | map of keys | name | list of those
//   top     := version, variables, hub, ticket, node keys, section...
#pragma once
#include "config/spec/resources.hpp"
#include "config/spec/variables.hpp"

#include <functional>

namespace ockam::config {

struct topology {
  std::string hub; ///< a route; empty: none
  std::vector<ticket> tickets;
  std::vector<vault> vaults;
  std::vector<identity> identities;
  std::vector<node> nodes;
  std::vector<policy> policies;
  std::vector<tcp_listener> tcp_listeners;
  std::vector<secure_channel_listener> secure_channel_listeners;
  std::vector<service> services;
  std::vector<tcp_connection> tcp_connections;
  std::vector<secure_channel> secure_channels;
  std::vector<relay> relays;
  std::vector<tcp_outlet> tcp_outlets;
  std::vector<tcp_inlet> tcp_inlets;
  std::vector<std::string> notes; ///< what was ignored, with its place

  /// What nodes have, in the order to make it in; valid as long as nothing is added.
  std::vector<on_node*> on_nodes();
};

/// One more of the kind with that plural, or null if there is no such kind on nodes.
on_node* add_on_node(topology&, std::string_view plural);

/// A node's own file is of one node, and its name may come from elsewhere.
enum class topology_scope { one_node, many_nodes };

/// Everything on a node names it: the one below which it stands, the one that `at` says, or else
/// the only one of the file. Things without a name have one that stays the same while the file
/// does. Errors (config) begin with the place.
result<topology> read_topology(std::string_view text, variable_sources,
                               topology_scope = topology_scope::many_nodes);

} // namespace ockam::config
