// Files that say what there shall be: nodes, their identities, and what they have. The file of one
// node has the node's keys at the top; a file of several nodes has them below `nodes:`, where each
// node may have its resources below itself. Keys may be singular or plural, with - or _. Source:
// spec cli §3.
//   section := map of names | map of keys | name | list of those
//   top     := version, variables, hub, ticket, node keys, section...
#pragma once
#include "config/spec/identity.hpp"
#include "config/spec/kinds.hpp"
#include "config/spec/node.hpp"
#include "config/spec/ticket.hpp"
#include "config/spec/vault.hpp"
#include "config/text/variables.hpp"

#include <functional>

namespace ockam::config {

struct topology {
  std::vector<std::string> hubs; ///< routes to them; empty if there is none
  std::vector<ticket> tickets;
  std::vector<vault> vaults;
  std::vector<identity> identities;
  std::vector<node> nodes;
  resource_lists on_them;         ///< what nodes have
  std::vector<std::string> notes; ///< what was ignored, with its place

  template <class Kind>
  std::vector<Kind>& all() {
    return std::get<std::vector<Kind>>(on_them.all);
  }
  /// What nodes have, in the order in which it is to be made; valid until something is added.
  std::vector<on_node*> on_nodes();
};

/// Adds a resource of the kind with that plural; null if files have no such kind on nodes.
on_node* add_on_node(topology&, std::string_view plural);

/// The ticket of a file of one node is that node's, unless it is for another identity.
void give_ticket_to_node(topology&);

/// A node's own file is of one node, and its name may come from elsewhere.
enum class topology_scope { one_node, many_nodes };

/// Reads a file. Everything on a node names the node: the one below which it stands, the one that
/// `at` says, or else the only one of the file. Resources without a name get one that stays the
/// same while the file does. Errors: config, beginning with the place.
result<topology> read_topology(std::string_view text, variable_sources,
                               topology_scope = topology_scope::many_nodes);

} // namespace ockam::config
