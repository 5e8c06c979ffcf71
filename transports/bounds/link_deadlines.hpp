// What the peer of a link has to do in time (link_use.hpp), with the two timers that look after it:
// one for the version, then for a message, then for none in a while; and one for the rest of a frame,
// armed once a while and not for each frame.
#pragma once
#include "config/defaults.hpp"
#include "transports/bounds/link_use.hpp"
#include "transports/reactor/pinned_actor.hpp"

#include <functional>
#include <utility>

namespace ockam::transports {

class link_deadlines {
public:
  /// The calls come when it is time for look_at_use() and look_at_frame().
  link_deadlines(pinned_actor& link, std::function<void()> use, std::function<void()> frame)
      : use_timer_(link, std::move(use)), frame_timer_(link, std::move(frame)) {}

  void begin() { use_timer_.arm(config::version_timeout); }
  void version_came() noexcept { use_timer_.disarm(); }
  void message_is_due() { use_timer_.arm(config::first_message_timeout); }
  /// If the link goes on, there is another look at its use.
  link_use::verdict look_at_use(bool spoke, std::uint64_t messages, bool leans) {
    const auto out = use_.look(spoke, messages, leans);
    if (out == link_use::verdict::goes_on) use_timer_.arm(config::link_silent_max);
    return out;
  }

  /// Half a frame is there. `came`, `paused`: see link_use.
  void frame_is_due(std::uint64_t came) {
    if (frame_timer_.armed()) return;
    use_.begin_frame(came);
    frame_timer_.arm(config::frame_timeout);
  }
  [[nodiscard]] bool frame_is_late(std::uint64_t came, bool paused) {
    if (use_.frame_is_late(came, paused)) return true;
    frame_timer_.arm(config::frame_timeout);
    return false;
  }

private:
  link_use use_;
  timer use_timer_, frame_timer_;
};

} // namespace ockam::transports
