// Brings about what a file says, and takes it back if that fails half-way.
#pragma once
#include "cli/topology/topology_file.hpp"
#include "cli/topology/topology_plan.hpp"

#include <nlohmann/json_fwd.hpp>

namespace ockam::cli {

struct apply_options {
  bool only_plan = false; ///< nothing is changed
  /// What things are declared by, and whose former declarations go; empty: nobody's.
  std::string made_by{};
  std::string own_node{}; ///< that this process is; nobody holds a lock against itself
};

struct apply_outcome {
  std::vector<std::string> lines; ///< `+ create relay web at n1`
  std::vector<nlohmann::json> changes;
  std::size_t unchanged = 0;
  std::vector<std::string> nodes;  ///< of the file
  std::vector<std::string> not_up; ///< what is declared and does not work yet, and why
};

/// Vaults, identities, the ticket, nodes, then what is on them. Errors, with the place in the file:
/// what failed; then all is as it was before, or the message says what is not.
result<apply_outcome> apply(invocation&, const topology_file&, config::topology,
                            const apply_options&);

/// Text and object of an outcome. `seen`: people have read the lines while it went on.
std::string text_of(const apply_outcome&, bool seen);
nlohmann::json object_of(const apply_outcome&);

} // namespace ockam::cli
