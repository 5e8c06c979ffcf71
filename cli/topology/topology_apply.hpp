// Brings about what a file says, and takes it back if that fails half-way.
#pragma once
#include "cli/topology/topology_file.hpp"
#include "cli/topology/topology_plan.hpp"

#include <nlohmann/json_fwd.hpp>

namespace ockam::cli {

struct apply_options {
  bool only_plan = false; ///< whether nothing is to be changed
  /// The file in whose name things are declared, and whose former declarations are removed; empty:
  /// no former ones are.
  std::string made_by{};
  std::string own_node{}; ///< node that this process is; it holds that node's lock
};

struct apply_outcome {
  std::vector<std::string> lines; ///< `+ create relay web at n1`
  std::vector<nlohmann::json> changes;
  std::size_t unchanged = 0;
  std::vector<std::string> nodes;  ///< names of the file's nodes
  std::vector<std::string> not_up; ///< what is declared and does not work yet, and why
};

/// Makes vaults, identities, members by ticket, nodes, and then what is on nodes. Errors: those of
/// what failed, with the place in the file; all is then as it was before, or the message says what
/// is not.
result<apply_outcome> apply(invocation&, const topology_file&, config::topology,
                            const apply_options&);

/// Text and object of an outcome. `seen` if people have read the lines already.
std::string text_of(const apply_outcome&, bool seen);
nlohmann::json object_of(const apply_outcome&);

} // namespace ockam::cli
