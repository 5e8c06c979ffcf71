// One direction between two sockets: what comes from the one goes, as it is or through the cipher, to the other.
#pragma once
#include "channels/crypto/aead.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace ockam::bench {

/// What a direction does to its bytes. Records on the wire: length (4 bytes, big-endian) of what follows,
/// ciphertext, tag (16 bytes).
enum class change : std::uint8_t { none, seal, open, splice };

/// Sockets do not block, and are closed by whoever opened them.
class hop {
public:
  hop(int from, int to, change);
  hop(hop&&) = default;
  ~hop();

  /// Moves bytes until there are none, or the far side takes no more. False when a socket failed.
  bool pump();
  /// The source ended, and the end was passed on.
  bool ended() const noexcept { return ended_; }

private:
  enum class step : std::uint8_t { moved, waits, failed };
  step fill();
  step read_into(std::size_t offset, std::size_t room);
  step drain();
  step splice_on();
  void seal_what_came();
  /// Opens the record that begins at begun_, if it is whole: `waits` if not, `failed` if it is not genuine.
  step open_next();

  int from_, to_;
  change change_;
  bool ended_ = false, source_ended_ = false;
  std::unique_ptr<channels::aead> cipher_;
  std::uint64_t nonce_ = 0;
  std::vector<std::uint8_t> bytes_;
  std::size_t begun_ = 0, came_ = 0; // what was read and is not opened yet: [begun_, came_)
  std::size_t gone_ = 0, ready_ = 0; // what may go out: [gone_, ready_)
  int pipe_[2] = {-1, -1};           // of splice: what came and has not gone
  std::size_t piped_ = 0;
};

} // namespace ockam::bench
