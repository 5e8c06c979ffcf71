// Waits for the streams of a node whose next process has taken over: those that are open, and those
// that far inlets begin by routes that lead here still. Nobody is told to go; an inlet of ours hears
// with its pings that there is another process (wire/messages/outlet_question.hpp).
#pragma once
#include "actors/portals/stream_table.hpp"
#include "transports/reactor/pinned_actor.hpp"

#include <functional>
#include <memory>

namespace ockam::actors {

/// Calls `quiet` once no stream has been open for config::handed_over_quiet, and ends.
class last_streams final : public transports::pinned_actor {
public:
  last_streams(caf::actor_config&, std::shared_ptr<const stream_table>,
               std::function<void()> quiet);

private:
  caf::behavior make_behavior() override;
  void on_exit() override { quiet_ = nullptr; }
  void look();

  const std::shared_ptr<const stream_table> streams_;
  std::function<void()> quiet_;
  transports::timer next_look_;
  transports::time_point since_; ///< when one was open the last time
};

} // namespace ockam::actors
