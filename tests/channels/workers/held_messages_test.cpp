#include "channels/workers/held_messages.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using channels::held_messages;
using transports::slice;

namespace {

transports::message held_of(std::size_t size) {
  transports::message out;
  out.payload = slice::copy_of(wire::bytes(size, 'x'));
  return out;
}

} // namespace

TEST_CASE("messages are held in order, each as a copy of its own") {
  held_messages held;
  auto large = slice::copy_of(wire::bytes(1000, 'y'));
  for (const std::size_t size : {3U, 2U}) {
    transports::message m;
    m.payload = large;
    m.payload.drop_back(large.size() - size);
    held.add(std::move(m));
  }
  CHECK(held.bytes() == 5);
  CHECK(held.bytes() < large.size());
  const auto all = held.take();
  REQUIRE(all.size() == 2);
  CHECK(all[0].payload.size() == 3);
  CHECK(all[1].payload.headroom() >= config::headroom);
}

TEST_CASE("a channel holds so many messages, so many bytes, and none behind a Close") {
  held_messages many, large, closed;
  for (std::size_t i = 0; i < config::held_messages_max; ++i) {
    REQUIRE(many.has_room(1));
    many.add(held_of(1));
  }
  CHECK_FALSE(many.has_room(1));
  CHECK(large.has_room(config::held_bytes_max));
  large.add(held_of(config::held_bytes_max - 1));
  CHECK(large.has_room(1));
  CHECK_FALSE(large.has_room(2));
  CHECK_FALSE(closed.closed());
  closed.close();
  CHECK(closed.closed());
  CHECK_FALSE(closed.has_room(1));
}
