// What a channel does with the peer's records: it opens them, and says of which one the way back
// counts. Records may come out of order, so the one with the highest nonce is the newest. Pure.
#pragma once
#include "channels/handshake/cipher_state.hpp"

#include <cstdint>

namespace ockam::channels {

class record_layer {
public:
  /// `peer_moves`: whether the peer may come by another way than before, as whoever began the channel
  /// may.
  record_layer(const secret_key& inbound, bool peer_moves)
      : opener_(inbound), peer_moves_(peer_moves) {}

  /// Decrypts in place. Errors: those of opener::open, which change nothing.
  result<opener::opened> open(std::span<std::uint8_t> record) { return opener_.open(record); }
  /// Whether a message with that nonce shows where the peer is now.
  bool shows_way(std::uint64_t nonce) noexcept {
    if (!peer_moves_ || nonce <= newest_) return false;
    newest_ = nonce;
    return true;
  }

private:
  opener opener_;
  bool peer_moves_;
  std::uint64_t newest_ = 0; ///< highest nonce of a message
};

} // namespace ockam::channels
