// A node that lives as long as one call of a process that is no node, and leaves nothing behind.
#pragma once
#include "actors/projects/project_table.hpp"

#include <chrono>

namespace ockam::actors {

struct node_in_memory {
  std::shared_ptr<const channels::own_identity> self{}; ///< none: it has no channels
  project_files projects{};

  /// Calls `work` on the reactor of such a node, and returns once `done` was called, and everybody
  /// it has channels with was told that it goes.
  using work = std::function<void(channels::context&, std::function<void()> done)>;
  void run(const work&) const;
};

} // namespace ockam::actors
