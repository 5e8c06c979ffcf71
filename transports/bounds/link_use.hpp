// Whether a peer uses its link. Whoever only keeps one open has the place of others: it has to send
// the version byte, then a message, and then now and then another one, unless something leans on the
// link; and a frame that it began it has to finish. Heartbeats do no more than being silent. Pure:
// its owner has the clock, and looks when config::version_timeout, first_message_timeout,
// link_silent_max or frame_timeout are over.
#pragma once
#include <cstdint>

namespace ockam::transports {

class link_use {
public:
  enum class verdict : unsigned char {
    goes_on,
    mute,  ///< no version byte came in time
    late,  ///< no message came in time
    unused ///< nothing came since the last look, and nothing needs the link
  };
  verdict look(bool spoke, std::uint64_t messages, bool leans) noexcept {
    if (!spoke) return verdict::mute;
    if (messages == 0 && !leans) return verdict::late;
    if (messages == messages_then_ && !leans) return verdict::unused;
    messages_then_ = messages;
    return verdict::goes_on;
  }

  /// A frame is not complete. What excuses that is that others were, or that it was not read: `came`
  /// counts both.
  void begin_frame(std::uint64_t came) noexcept { came_then_ = came; }
  /// Whether it should be by now; if not, it has another while.
  bool frame_is_late(std::uint64_t came, bool paused) noexcept {
    if (came == came_then_ && !paused) return true;
    came_then_ = came;
    return false;
  }

private:
  std::uint64_t messages_then_ = 0, came_then_ = 0; ///< at the last look
};

} // namespace ockam::transports
