#include "actors/projects/request_turns.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using actors::request_turns;

TEST_CASE("an enroller's request waits for one of each other kind, however many those are") {
  using enum request_turns::caller;
  request_turns turns;
  for (std::uint64_t i = 0; i < 200; ++i) {
    turns.wait(stranger, "link " + std::to_string(i % 20), i);
    turns.wait(member, "member " + std::to_string(i % 20), 1000 + i);
  }
  CHECK_FALSE(turns.wait(enroller, "e", 5000));
  int before = 0;
  while (*turns.next() != 5000) ++before;
  CHECK(before <= 2);
}

TEST_CASE("among strangers the links have turns, and among members each of them") {
  using enum request_turns::caller;
  for (const auto kind : {stranger, member}) {
    request_turns turns;
    for (std::uint64_t i = 0; i < 10; ++i) turns.wait(kind, "busy", i);
    turns.wait(kind, "other", 100);
    CHECK(turns.next() == 0);
    CHECK(turns.next() == 100);
    for (std::uint64_t i = 1; i < 10; ++i) CHECK(turns.next() == i);
    CHECK_FALSE(turns.next());
    CHECK(turns.size() == 0);
  }
}

TEST_CASE("one source has so many places") {
  using enum request_turns::caller;
  request_turns turns;
  for (std::uint64_t i = 0; i < config::strangers_requests_per_source_max; ++i)
    CHECK_FALSE(turns.wait(stranger, "link", i));
  CHECK(turns.wait(stranger, "link", 99) == 99);
  CHECK_FALSE(turns.wait(member, "m", 100));
}

TEST_CASE("when all places are taken the newest of the busiest source gives way") {
  using enum request_turns::caller;
  request_turns turns;
  std::uint64_t number = 0;
  std::size_t links = 0;
  while (number < config::strangers_requests_max) {
    for (std::size_t i = 0; i < config::strangers_requests_per_source_max; ++i)
      CHECK_FALSE(turns.wait(stranger, "link " + std::to_string(links), number++));
    ++links;
  }
  const auto gone = turns.wait(stranger, "honest", 7777);
  REQUIRE(gone);
  CHECK(*gone != 7777);
  CHECK(turns.size() == config::strangers_requests_max);
  std::size_t before = 0;
  while (*turns.next() != 7777) ++before;
  CHECK(before <= links);
}
