// Payload that follows a Ping without waiting for the Pong, and so goes to the address of the
// outlet instead of that of the stream. Both tables here are confined to the node's reactor.
// Source: spec wire §11.
#pragma once
#include "config/defaults.hpp"
#include "transports/work/port.hpp"
#include "wire/messages/portal.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ockam::actors {

/// What an inlet has learned about the far end of an opened route. The streams on that route share
/// it: each Pong says it anew, and a Pong that does not come takes it back.
struct far_outlet {
  std::uint64_t heard = 0;  ///< messages that came from the far end; only grows
  bool takes_early = false; ///< set by a Pong that accepted early payload
  bool resumes = false;     ///< likewise: its streams go on over another path
  /// Of the outlet, as its last Pong said; none if that accepted no resuming.
  std::optional<std::uint64_t> incarnation{};
  std::optional<std::uint64_t> process{}; ///< of its node, as pings of the route found it
  /// Set when a Ping was refused, until a Pong comes.
  std::optional<wire::portal_refusal> refusal{};
  std::optional<std::uint64_t> left_at{}; ///< `heard`, when streams left because nobody answered
  std::function<void()> suspect{};        ///< called when a Pong does not come; may be empty
  std::string route{};                    ///< as the inlet was told it; may be empty

  void learn(std::uint16_t accepted, std::optional<std::uint64_t> of) noexcept {
    takes_early = (accepted & wire::portal_early_payload) != 0;
    resumes = (accepted & wire::portal_resume) != 0;
    incarnation = resumes ? of : std::nullopt;
  }
};

/// The streams of one outlet that may still be sent payload at the outlet's own address. A stream
/// is known by the way back to its inlet, which begins with the link or channel that its Ping came
/// through, and by who is proven to be there: nobody else's messages can match. A stream takes
/// itself out when its inlet knows its own address, at the latest when it ends; so there are never
/// more entries than streams.
class early_streams {
public:
  using peer = std::optional<wire::identifier>;

  /// Adds a stream. An older stream whose Ping had the same return route keeps the entry.
  void add(const wire::route& inlet, const peer& from, const caf::actor& stream);
  /// The stream that a message to the outlet is for; a closed port if it is for none.
  transports::port find(const transports::message&) const;
  void remove(const wire::route& inlet, const transports::worker& stream);
  void clear() noexcept { known_.clear(); }

  /// Counts what waits while targets are dialed. Returns false, and counts nothing, if it is more
  /// than config::early_payload_bytes_max.
  [[nodiscard]] bool hold(std::size_t bytes) noexcept {
    if (bytes > config::early_payload_bytes_max - held_) return false;
    held_ += bytes;
    return true;
  }
  void release(std::size_t bytes) noexcept { held_ -= bytes; }
  std::size_t size() const noexcept { return known_.size(); }

private:
  struct hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  struct entry {
    peer from;
    transports::port to;
  };
  /// By the items of the route to the inlet.
  std::unordered_map<std::string, entry, hash, std::equal_to<>> known_;
  std::size_t held_ = 0;
};

} // namespace ockam::actors
