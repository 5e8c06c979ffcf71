// What a relay's clients learnt by way of it ends for each of them by itself.
#include "actors/relays/client_marks.hpp"
#include "actors/test_identities.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using ockam::tests::id_of;

TEST_CASE("a client's mark is its own, and the same each time") {
  actors::client_marks marks{caf::make_counted<transports::relay_mark>()};
  const auto first = marks.of(id_of(4));
  REQUIRE(first);
  CHECK(first->standing());
  CHECK(marks.of(id_of(4)) == first);
  CHECK(marks.of(id_of(5)) != first);
}

TEST_CASE("who may not reach the owner any more loses what it learnt, and nobody else does") {
  actors::client_marks marks{caf::make_counted<transports::relay_mark>()};
  const auto one = marks.of(id_of(4)), other = marks.of(id_of(5));
  marks.end_if([](const auto& who) { return who == id_of(4); });
  CHECK_FALSE(one->standing());
  CHECK(other->standing());
  CHECK(marks.whole()->standing());
}

TEST_CASE("who is let in again learns anew: what was lost stays lost") {
  actors::client_marks marks{caf::make_counted<transports::relay_mark>()};
  const auto before = marks.of(id_of(4));
  marks.end_if([](const auto&) { return true; });
  const auto after = marks.of(id_of(4));
  CHECK_FALSE(before->standing());
  CHECK(after->standing());
}

TEST_CASE("all marks end with the relay") {
  actors::client_marks marks{caf::make_counted<transports::relay_mark>()};
  const auto one = marks.of(id_of(4)), other = marks.of(id_of(5));
  marks.whole()->end();
  CHECK_FALSE(one->standing());
  CHECK_FALSE(other->standing());
}
