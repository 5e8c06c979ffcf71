// The credentials of both ends of an open channel, which each shows the other again when it has newer
// ones. Of what the peer sends only the newest is read, one a while, because each costs signatures.
// Pure.
#pragma once
#include "channels/handshake/channel_message.hpp"
#include "config/defaults.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace ockam::channels {

class credential_refresh {
public:
  /// This end shows what it has, which became what it is now `times` times (own_credentials).
  /// Returns whether it has not shown that before.
  bool show(std::uint64_t times) noexcept { return std::exchange(shown_, times) != times; }

  /// The peer sends newer ones; what it sent before and nobody has read is of no use any more.
  void take(refreshed_credentials&& newer) { newer_ = std::move(newer); }
  std::optional<refreshed_credentials> next() { return std::exchange(newer_, std::nullopt); }

  /// Keeps what the peer has shown, for an authority that is trusted later; not if it is too much.
  void keep(std::vector<presented_credential> shown) {
    std::size_t size = 0;
    for (const auto& one : shown)
      size += one.credential.envelope.size() + one.issuer_key.envelope.size();
    if (size > config::credentials_kept_max) shown.clear();
    of_peer_ = std::move(shown);
  }
  std::vector<presented_credential> take_kept() { return std::exchange(of_peer_, {}); }

private:
  std::uint64_t shown_ = 0;
  std::optional<refreshed_credentials> newer_;
  std::vector<presented_credential> of_peer_;
};

} // namespace ockam::channels
