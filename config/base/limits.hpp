// The limits that guard a node against others, each with its name: `node show --limits`, the status
// port, --limit on command lines and in files, and docs/limits.md all go by this one table. Values
// and their reasons: config/defaults.hpp. To add a limit, give it a place in `limit`, a row in the
// table at the same place, and a case in actors/diagnosis/limit_use.cpp, which says how much of it
// is used and what was refused because of it.
#pragma once
#include "wire/result.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::config {

enum class limit : unsigned char {
  // links
  links,
  unknown_links,
  links_per_source,
  links_from_loopback,
  version_time,
  first_message_time,
  frame_time,
  silent_link_time,
  partial_frame_bytes,
  link_queue_bytes,
  reach,
  memory,
  // handshakes and channels
  handshakes_waiting,
  handshakes_waiting_per_link,
  handshakes_open,
  handshakes_open_per_link,
  handshake_burst,
  handshake_rate,
  handshake_time,
  channels,
  channels_per_source,
  channels_per_identity,
  // relays
  relays,
  relays_per_link,
  registration_burst,
  registration_rate,
  owners_asked,
  names_reserved,
  // portals
  streams,
  streams_per_outlet,
  streams_per_source,
  streams_per_link,
  targets_dialed,
  pings_waiting,
  stream_queue_bytes,
  early_payload,
  waiting_clients,
  // authority
  member_requests,
  requests_per_member,
  stranger_requests,
  requests_per_source,
  // messages
  mailbox_messages,
  mailbox_bytes,
  frame_bytes,
  hops,
  // what is not of one worker
  names_looked_up,
  status_connections,
  status_connections_per_source,
  log_rate,
};

enum class limit_unit : unsigned char { number, bytes, milliseconds, per_second };

struct limit_row {
  limit id;
  std::string_view name;
  limit_unit unit;
  std::size_t usual;
  /// What --limit takes; both 0: it cannot be set.
  std::size_t least, most;
  /// The limit that this one is a part of; itself, if it is a part of none.
  limit part_of;
  std::string_view what; ///< what is counted: `connections to other nodes`
  std::string_view then; ///< what happens beyond: `the newest of the busiest source gives way`

  constexpr bool settable() const noexcept { return most > 0; }
};

/// All limits, in the order of `limit`.
std::span<const limit_row> limit_rows() noexcept;
const limit_row& row_of(limit) noexcept;
inline constexpr std::size_t limits_count = static_cast<std::size_t>(limit::log_rate) + 1;
constexpr std::size_t index_of(limit which) noexcept { return static_cast<std::size_t>(which); }

/// The limits of one node. What nobody set is as usual, but never more than what it is a part of.
class limits {
public:
  limits() noexcept;
  /// Of texts as `relays=500`. Errors: invalid, if a limit is not known, cannot be set, has no such
  /// value, or is more than what it is a part of.
  static result<limits> read(std::span<const std::string> words);
  /// Those that are set, as texts that read() takes; in the order of the table.
  std::vector<std::string> words() const;

  std::size_t operator[](limit which) const noexcept { return now_[index_of(which)]; }
  bool is_set(limit which) const noexcept { return set_[index_of(which)] > 0; }
  /// The value that was set; 0 if none was.
  std::size_t set_value(limit which) const noexcept { return set_[index_of(which)]; }
  /// Errors: invalid, as read().
  status set(limit, std::size_t value);
  /// These, and of those that are not set here the ones that `before` has. Errors: invalid, as
  /// read().
  result<limits> over(const limits& before) const;
  /// What is set otherwise in `before`: `relays, channels`; empty if nothing is.
  std::string differ_from(const limits& before) const;

  friend bool operator==(const limits&, const limits&) = default;

private:
  status check() const;
  void settle() noexcept;

  std::array<std::size_t, limits_count> set_{}, now_{}; ///< 0 in set_: as usual
};

/// `links-per-source=2,relays=500`, as the store has them, and back; what cannot be read is as
/// usual.
std::string text_of(const limits&);
limits limits_of(std::string_view text);

} // namespace ockam::config
