// What a whole node has to give back when it ends: links, channels, streams, and what waited.
#pragma once
#include "actors/node.hpp"
#include "actors/routing/directory.hpp"
#include "channels/workers/channel_table.hpp"
#include "fixtures/leaks.hpp"

#include <doctest/doctest.h>

namespace ockam::tests {

/// To be asked when the actors of a node have ended.
inline void check_no_workers(actors::node& node) {
  auto& parts = node.parts();
  check_nothing_left(parts);
  CHECK_MESSAGE(parts.channels.size() == 0, "channels are left");
  for (const auto& row : dynamic_cast<actors::directory&>(parts.workers).list())
    for (const auto* const kind : {"link", "stream", "secure channel", "relay"})
      CHECK_MESSAGE(row.kind != kind, "a worker is left: " << row.kind << ' ' << row.address);
}

} // namespace ockam::tests
