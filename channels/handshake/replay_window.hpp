// Decides which nonces may still come: none twice, none more than 32 below the highest so far and
// none more than 32 above it. At first the highest counts as 0. Source: spec wire §6.5.
#pragma once
#include <cstdint>

namespace ockam::channels {

class replay_window {
public:
  static constexpr std::uint64_t reach = 32;

  bool admits(std::uint64_t nonce) const noexcept {
    if (nonce > highest_) return nonce - highest_ <= reach;
    const auto below = highest_ - nonce;
    return below <= reach && (seen_ >> below & 1) == 0;
  }
  /// To be called once the message proved genuine, and admits(nonce).
  void accept(std::uint64_t nonce) noexcept {
    if (nonce > highest_) {
      const auto ahead = nonce - highest_;
      seen_ = ahead < 64 ? seen_ << ahead : 0;
      highest_ = nonce;
    }
    seen_ |= std::uint64_t{1} << (highest_ - nonce);
  }

private:
  std::uint64_t highest_ = 0;
  std::uint64_t seen_ = 0; ///< bit i is set once highest_ - i was accepted
};

} // namespace ockam::channels
