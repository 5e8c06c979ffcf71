// An invariant that does not hold.
#pragma once
#include <chrono>
#include <stdexcept>
#include <string>

namespace ockam::simulation::nodes {

using namespace std::chrono_literals;

struct violated : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline void require(bool holds, const std::string& otherwise) {
  if (!holds) throw violated(otherwise);
}

} // namespace ockam::simulation::nodes
