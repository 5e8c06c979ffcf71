// How the local socket of a stream goes once there is nothing to tell the far end any more, and for
// how long it may take. Pure.
#pragma once
#include "config/defaults.hpp"

#include <utility>

namespace ockam::actors {

enum class close_mode : unsigned char {
  none,
  flush, ///< it gets all that is queued, then the end of output; its input is not waited for
  abort, ///< it gets all that is queued, then a reset, because that is not all there was
};

class stream_closing {
public:
  close_mode mode() const noexcept { return mode_; }
  bool begun() const noexcept { return mode_ != close_mode::none; }
  void begin(close_mode how) noexcept { mode_ = how; }

  /// The socket took something.
  void note_progress() noexcept { progress_ = true; }
  /// A look, config::delivery_poll after the last one. Returns whether the socket took nothing for so
  /// long that the rest is given up.
  bool stalls() noexcept {
    idle_looks_ = std::exchange(progress_, false) ? 0 : idle_looks_ + 1;
    return idle_looks_ * config::delivery_poll >= config::disconnect_linger;
  }

  /// The socket is done, and the stream waits for the last acknowledgement.
  void linger() noexcept { lingers_ = true; }
  bool lingers() const noexcept { return lingers_; }

private:
  close_mode mode_ = close_mode::none; ///< set once
  bool progress_ = false;              ///< since the last look
  int idle_looks_ = 0;                 ///< in a row that saw no progress
  bool lingers_ = false;
};

} // namespace ockam::actors
