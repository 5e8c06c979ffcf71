// Gives free memory back to the system. What ended in small pieces, thousands of relays, streams or
// links, stays with the process until somebody asks for its return; and to ask takes milliseconds, so
// it is done once things are quiet, or have gone on for a while.
#pragma once
#include "transports/reactor/pinned_actor.hpp"

#include <cstddef>
#include <functional>

namespace ockam::actors {

class memory_keeper final : public transports::pinned_actor {
public:
  /// What the process has of memory that nothing uses, and how it is given back.
  struct memory {
    std::function<std::size_t()> free_bytes;
    std::function<void()> give_back;
  };
  static memory of_process();

  memory_keeper(caf::actor_config& cfg, memory of)
      : pinned_actor(cfg), of_(std::move(of)), look_(*this, [this] { look(); }) {}

  /// So many actors have ended since the reactor began.
  void note(std::uint64_t actors);
  /// Has the keeper hear of those that end on its reactor.
  void watch();

private:
  caf::behavior make_behavior() override {
    return {[](const caf::unit_t&) {}};
  }
  void look();

  const memory of_;
  transports::timer look_;
  std::uint64_t ended_ = 0, ended_then_ = 0;
  transports::time_point began_{};
};

} // namespace ockam::actors
