// Pieces of streams, and positions far along.
#pragma once
#include "actors/streams/stream_positions.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

namespace ockam::tests {

using actors::stream_positions;
using transports::slice;
using arrival = stream_positions::arrival;

inline constexpr std::uint64_t credit_at_first = config::stream_credit_start;
inline constexpr std::uint64_t circle = std::uint64_t{1} << 32;

inline std::uint32_t send(stream_positions& p, std::string_view text) {
  auto data = slice::copy_of(wire::view_of(text));
  return p.send(data);
}
inline std::uint32_t low(std::uint64_t position) { return static_cast<std::uint32_t>(position); }
inline std::string text_of(const stream_positions::piece& p) {
  return std::string(wire::text_of(p.data));
}

/// Sends that many bytes, each acked, with as much credit as before.
inline void send_and_ack(stream_positions& p, std::uint64_t bytes) {
  static const std::string most(config::stream_credit_start, 'x');
  auto data = slice::copy_of(wire::view_of(most));
  while (bytes > 0) {
    auto part = data;
    part.drop_back(data.size() - std::min<std::uint64_t>(bytes, data.size()));
    bytes -= part.size();
    p.send(part);
    REQUIRE(p.ack(low(p.sent())));
    REQUIRE(p.allow(low(p.sent() + credit_at_first)));
  }
}

/// Takes that many bytes.
inline void take(stream_positions& p, std::uint64_t bytes) {
  for (constexpr std::uint64_t step = 1024 * config::mib; bytes > 0;) {
    const auto n = std::min(bytes, step);
    REQUIRE(p.take(low(p.received()), n).what == arrival::fresh);
    bytes -= n;
  }
}

} // namespace ockam::tests
