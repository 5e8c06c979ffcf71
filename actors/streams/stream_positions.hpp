// Byte positions of one portal stream that can go on over another path, and the copy of what the
// far process has not got yet. Each direction counts its payload bytes from 0, and its End takes one
// more position. Pure but for the slabs that it keeps. Source: docs/streams.md, after spec wire §11.
//
//   out   acked <= cursor <= sent    sent: position of the next new byte; cursor: of the next one to
//                                    go out, less than sent while kept bytes are repeated
//         limit                      the far end lets payload positions below it be sent
//   in    received                   everything below it is in this process, an End included
//
// Messages carry the low 32 bits of positions. Windows are at most config::stream_credit_max, so
// the position that is meant is the one within 2^31 of what is known.
#pragma once
#include "actors/streams/kept_bytes.hpp"
#include "config/defaults.hpp"

#include <cstddef>
#include <cstdint>

namespace ockam::actors {

class stream_positions {
public:
  // -- what goes out ------------------------------------------------------------

  std::uint64_t sent() const noexcept { return sent_; }
  std::uint64_t acked() const noexcept { return acked_; }
  /// Whether kept bytes are to go out before anything new.
  bool repeats() const noexcept { return cursor_ < sent_; }
  /// Bytes of new payload that may be sent now; 0 while it repeats, and behind the End. A far end
  /// that lets more be sent than the largest window, and says of none that it came, gets no more.
  std::uint64_t room() const noexcept;
  bool ended() const noexcept { return ended_; } ///< whether the End has its position
  /// Whether the far process has everything, and the End if there was one.
  bool all_acked() const noexcept { return acked_ == sent_; }
  /// Bytes of memory that are kept to be repeated.
  std::size_t kept() const noexcept { return kept_.cost(); }

  /// New payload goes out: keeps it, and returns its position. If its bytes are kept by reference,
  /// `data` shares them from now on: it may grow into the room around it and be given away, but
  /// nobody writes into what it had. REQUIRES: 0 < size <= room().
  std::uint32_t send(transports::slice& data);
  /// The end of input goes out; returns its position. REQUIRES: not ended(). While it repeats, the
  /// End comes behind what is repeated, by next().
  std::uint32_t send_end() noexcept;

  /// One piece to repeat. Its data stays valid until the next call of send(), ack() or attach().
  struct piece {
    std::uint32_t position = 0;
    wire::bytes_view data; ///< at most config::portal_chunk bytes; empty: it is the End
  };
  /// Moves the cursor behind the piece. REQUIRES: repeats().
  piece next() noexcept;

  /// The far process has everything below that position. Returns false if that is more than was
  /// sent: it broke the protocol, and nothing was released. An old number changes nothing. What
  /// was acked meanwhile is not repeated.
  [[nodiscard]] bool ack(std::uint32_t received) noexcept;
  /// The far end lets payload positions below that be sent. Returns false if that is more than
  /// 2^31 ahead of what was sent; nothing has changed then. A smaller limit is an old one, and changes nothing.
  [[nodiscard]] bool allow(std::uint32_t limit) noexcept;
  /// The stream has another path, whose far end has `received`: from there it repeats. Returns false
  /// if these bytes are not kept any more, or were never sent, or the limit is out of reach.
  [[nodiscard]] bool attach(std::uint64_t received, std::uint64_t limit) noexcept;

  // -- what comes in --------------------------------------------------------------

  std::uint64_t received() const noexcept { return received_; }
  bool far_ended() const noexcept { return far_ended_; } ///< whether the far end's End came

  enum class arrival : unsigned char {
    fresh,     ///< all but the first `skip` bytes are new, and counted as received now
    known,     ///< it came before
    gap,       ///< something before it is missing
    violation, ///< behind the far end's End, before the first byte, or another End
  };
  struct arrived {
    arrival what;
    std::size_t skip = 0;
  };
  /// Payload of `size` bytes came, which begins at that position. An empty one is a probe: `known`
  /// or `gap`.
  arrived take(std::uint32_t position, std::size_t size) noexcept;
  /// The End came, at that position.
  arrival take_end(std::uint32_t position) noexcept;

private:
  std::uint64_t payload_end() const noexcept { return sent_ - (ended_ ? 1 : 0); }
  bool raise(std::uint64_t limit) noexcept;
  void release(std::uint64_t received) noexcept;

  std::uint64_t acked_ = 0, cursor_ = 0, sent_ = 0;
  std::uint64_t limit_ = config::stream_credit_start;
  std::uint64_t received_ = 0;
  bool ended_ = false, far_ended_ = false;
  kept_bytes kept_; ///< of the positions from acked_ to sent_, without the End
};

} // namespace ockam::actors
