// What is written down of a portal stream while it is open: who began it and what passed. It becomes
// an entry of the access log when the stream ends. Streams have none if nobody wants to know.
#pragma once
#include "transports/work/context.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ockam::actors {

/// What is written down of each stream of an inlet or outlet: which end that is, of what, and where it
/// leads.
struct stream_label {
  config::stream_entry::side end = config::stream_entry::side::inlet;
  std::string name, to;
};

/// The entry of a stream of that label that did not begin, or has just begun.
inline config::stream_entry entry_of(const stream_label& about, std::string from,
                                     const std::optional<wire::identifier>& who,
                                     std::string_view stream) {
  constexpr std::size_t digits_shown = 8;
  return {.end = about.end,
          .name = about.name,
          .from = std::move(from),
          .who = who ? to_string(*who) : std::string(),
          .to = about.to,
          .stream = std::string(stream.substr(0, digits_shown))};
}

/// Notes that a stream of that group was refused.
inline void note_refused(const transports::context& node, config::stream_entry what,
                         std::string_view why) {
  if (!node.stream_ended) return;
  what.came_to = config::stream_entry::outcome::refused;
  what.why = why;
  node.stream_ended(std::move(what));
}

struct stream_record {
  std::string from;   ///< address of the client, or of the link that its Ping came by
  std::string stream; ///< the first digits of its address at the inlet
  transports::time_point began;
  std::uint64_t read = 0, written = 0; ///< bytes from the local socket, and to it
  std::string why{};                   ///< set when it is known before the stream ends

  /// The whole entry, now: of a stream of that label.
  config::stream_entry finish(const stream_label& about, const std::optional<wire::identifier>& who,
                              transports::time_point now) && {
    using namespace std::chrono;
    auto out = entry_of(about, std::move(from), who, stream);
    const auto here = about.end == config::stream_entry::side::inlet;
    out.up = here ? read : written;
    out.down = here ? written : read;
    out.ms = static_cast<std::uint64_t>(duration_cast<milliseconds>(now - began).count());
    return out;
  }
};

} // namespace ockam::actors
