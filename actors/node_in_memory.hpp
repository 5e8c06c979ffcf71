// A node that lives as long as one call of a process that is no node, and leaves nothing behind.
#pragma once
#include "actors/projects/project_table.hpp"

#include <chrono>

namespace ockam::actors {

struct node_in_memory {
  std::shared_ptr<const channels::own_identity> self{}; ///< null: the node has no channels
  channels::project_files projects{};

  /// Work for such a node. Called on its reactor; calls `done` when it is done.
  using work = std::function<void(channels::context&, std::function<void()> done)>;
  /// Runs a node for that work. Returns once the work is done and everybody with whom the node has
  /// channels was told that it ends.
  void run(const work&) const;
};

} // namespace ockam::actors
