// A node that opens routes, and one where they lead.
#pragma once
#include "actors/routing/open_route.hpp"
#include "actors/services/hop.hpp"
#include "channels/handshake/channel_world.hpp"
#include "channels/workers/project_directory.hpp"

#include <doctest/doctest.h>

namespace ockam::tests {

using wire::local;

//   a ---- n:7000
struct route_ends : simulation {
  result<actors::route_handle> open(const char* address, duration limit = 5s) {
    std::optional<result<actors::route_handle>> out;
    const auto opening = actors::open_route(a.with, {*wire::multiaddr::parse(address), limit},
                                            [&](auto way) { out = std::move(way); });
    CHECK_FALSE(out); // never from inside
    advance_until([&] { return out.has_value(); }, 10s);
    return out ? std::move(*out) : fail(errc::internal, "no answer");
  }
  std::string why_not(const char* address) {
    const auto way = open(address);
    return way ? "" : way.error().message;
  }

  channel_node a{*this, "a", 1}, n{*this, "n", 2};
  transports::listening at = n.listen(7000);
  probe& worker = a.start<probe>("w");
};

} // namespace ockam::tests
