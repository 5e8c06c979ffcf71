// How far the host of a relay has confirmed it: not asked yet, asked for the first time, confirmed, or
// asked again by the way that is there. Pure.
//   ask()        -> first one awaited  -- came() --> confirmed
//   ask_again()  -> another one awaited -- came_again(), or a proof --> confirmed
#pragma once
#include "config/defaults.hpp"

#include <utility>

namespace ockam::actors {

class relay_confirmation {
public:
  void ask() noexcept { first_ = true; }
  bool awaits_first() const noexcept { return first_; }
  void came() noexcept { first_ = false; }

  /// Returns false if it was asked config::confirmations_max times since the last proof: then the
  /// relay counts as lost.
  [[nodiscard]] bool ask_again() noexcept {
    if (++asked_ > config::confirmations_max) return false;
    again_ = true;
    return true;
  }
  bool awaits_any() const noexcept { return first_ || again_; }
  bool awaits_again() const noexcept { return again_; }
  void came_again() noexcept { again_ = false; }
  /// Something came back through the relay, which says more.
  void proven() noexcept { again_ = false, asked_ = 0; }
  /// The attempt is over.
  void reset() noexcept { *this = {}; }

private:
  bool first_ = false, again_ = false;
  int asked_ = 0; ///< again, since the last proof
};

} // namespace ockam::actors
