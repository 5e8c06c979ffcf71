// Runs one simulation in a process of its own: each begins with the same memory, and one that
// crashes or hangs is found as well.
#pragma once
#include "simulation/nodes/shape.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ockam::simulation::nodes {

struct trial {
  std::uint64_t seed = 0;
  shape form;
  schedule events;
  static trial of_seed(std::uint64_t);
};

/// What was violated; none if all held. With `tells` what happens is printed.
std::optional<std::string> failure_of(const trial&, bool tells = false);

/// Takes events away and makes the topology simpler for as long as the same is violated.
void shrink(trial&, const std::string& why);

} // namespace ockam::simulation::nodes
