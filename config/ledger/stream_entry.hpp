// What a node writes down of a portal stream that has ended, or was refused, and reads again: a line
// of its access log, in one of two forms, of which each says all there is. Texts are printable and
// have no blanks, but for `why`, which is the rest of the line.
//   2026-12-01T07:00:01.530Z outlet pg from=10.0.0.7:41234 who=I94a7... to=127.0.0.1:5432
//     stream=1a2b3c4d up=17 down=4096 ms=1530 cut: the local connection broke      (one line)
//   {"time":"2026-12-01T07:00:01.530Z","began":"2026-12-01T07:00:00.000Z","end":"outlet",...}
// There is no payload in it, and no address by which somebody could reach the stream.
#pragma once
#include "config/base/log.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ockam::config {

struct stream_entry {
  enum class side : unsigned char { inlet, outlet };
  enum class outcome : unsigned char {
    done,   ///< both directions ended in order
    cut,    ///< something else ended it: `why`
    refused ///< it never began: `why`
  };
  std::int64_t ended_at = 0; ///< milliseconds since 1970-01-01 00:00 UTC
  side end = side::inlet;    ///< which of the two ends wrote this
  std::string name;          ///< alias of the inlet, address of the outlet
  std::string from; ///< the client's address at an inlet; at an outlet that of the link it came by
  std::string who;  ///< identifier that a channel proved to be at the far end; may be empty
  std::string to;   ///< route of the inlet, target of the outlet
  std::string stream;   ///< the first 8 digits of its address at the inlet: joins the lines of both
  std::uint64_t up = 0; ///< bytes of payload from the client, as its end passed them on
  std::uint64_t down = 0; ///< bytes of payload to the client
  std::uint64_t ms = 0;   ///< how long it was open
  outcome came_to = outcome::done;
  std::string why; ///< empty when it is done

  friend bool operator==(const stream_entry&, const stream_entry&) = default;
};

/// The line, without a line break.
std::string line_of(const stream_entry&, log_format);

/// Reads a line of either form; none if it is no such line, or was cut when a disk was full.
std::optional<stream_entry> read_stream_entry(std::string_view line);

/// The object of JSON that such a line is.
nlohmann::json json_of(const stream_entry&);

} // namespace ockam::config
