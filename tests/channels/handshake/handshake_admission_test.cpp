#include "channels/handshake/handshake_admission.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using channels::handshake_admission;

namespace {

using enum handshake_admission::outcome;

/// By a link that is a source of its own, unless it is one of many.
handshake_admission::first_message from(const std::string& link, std::uint8_t n = 0,
                                        const std::string& source = {}) {
  return {wire::route{wire::local(link)}, wire::bytes{n}, link, source.empty() ? link : source};
}
std::string link_of(const handshake_admission::first_message& m) {
  return std::string(m.initiator.front().value);
}

} // namespace

TEST_CASE("links take turns, whatever one of them sends") {
  handshake_admission all;
  for (std::uint8_t i = 0; i < 10; ++i) CHECK(all.wait(from("a", i)) == waits);
  CHECK(all.wait(from("b", 100)) == waits);
  CHECK(link_of(all.next()) == "a");
  CHECK(link_of(all.next()) == "b");
  for (std::uint8_t i = 1; i < 10; ++i) CHECK(all.next().m1[0] == i);
  CHECK(all.waiting() == 0);
}

TEST_CASE("sources take turns, however many links they have") {
  handshake_admission all;
  for (int link = 0; link < 100; ++link)
    CHECK(all.wait(from("n" + std::to_string(link), 1, "nat")) == waits);
  CHECK(all.wait(from("b", 2)) == waits);
  all.next();
  CHECK(link_of(all.next()) == "b");
}

TEST_CASE("of one link only so many may wait, and of all together") {
  handshake_admission all;
  std::size_t waiting = 0;
  for (std::size_t i = 0; i < 2 * config::handshakes_waiting_per_link_max; ++i)
    waiting += all.wait(from("a")) == waits ? 1 : 0;
  CHECK(waiting == config::handshakes_waiting_per_link_max);
  for (int link = 0; waiting < config::handshakes_waiting_max; ++link)
    for (std::size_t i = 0; i < config::handshakes_waiting_per_link_max; ++i)
      waiting += all.wait(from(std::to_string(link))) == waits ? 1 : 0;
  CHECK(waiting == config::handshakes_waiting_max);
  CHECK(all.waiting_of_busiest_link() == config::handshakes_waiting_per_link_max);
  CHECK(all.wait(from("a")) == too_many_of_link);
  CHECK(all.wait(from("new")) == waits); // in the place of the newest of a busy one
  std::size_t count = 0;
  auto came = false;
  for (; all.waiting() > 0; ++count) came = link_of(all.next()) == "new" || came;
  CHECK(count == config::handshakes_waiting_max);
  CHECK(came);
}

TEST_CASE("the oldest unfinished handshake of a link gives way to its next one") {
  handshake_admission all;
  const auto first = all.begin("a", "a").handshake;
  for (std::size_t i = 1; i < config::handshakes_open_per_link_max; ++i)
    CHECK_FALSE(all.begin("a", "a").gives_way);
  CHECK(all.begin("a", "a").gives_way == first);
  CHECK(all.unfinished() == config::handshakes_open_per_link_max);
  CHECK(all.unfinished_of_busiest_link() == config::handshakes_open_per_link_max);
  CHECK_FALSE(all.begin("b", "b").gives_way);
}

TEST_CASE("when too many are unfinished the source with the most gives way") {
  handshake_admission all;
  const auto first = all.begin("busy0", "busy").handshake;
  for (int i = 1; i < 9; ++i) all.begin("busy" + std::to_string(i), "busy");
  for (int link = 0; all.unfinished() < config::handshakes_open_max; ++link)
    all.begin(std::to_string(link), std::to_string(link));
  CHECK(all.begin("honest", "honest").gives_way == first);
  CHECK(all.unfinished() == config::handshakes_open_max);
}

TEST_CASE("who begins a handshake amid thousands of links that begin one each has time for it") {
  handshake_admission all;
  for (const auto* const honest : {"000", "zzz"}) { // whatever its link is called
    for (int n = 0; n < 3000; ++n) all.begin("f" + std::to_string(n), "f" + std::to_string(n));
    const auto mine = all.begin(honest, honest).handshake;
    std::size_t others = 0;
    while (all.begin("g" + std::to_string(others), "g" + std::to_string(others)).gives_way != mine)
      ++others;
    CHECK(others >= config::handshakes_open_max - 1);
  }
}

TEST_CASE("64 addresses with thousands of links take no place of somebody else") {
  handshake_admission all;
  const auto mine = all.begin("honest", "honest").handshake;
  for (int n = 0; n < 20'000; ++n) {
    const auto source = std::to_string(n % 64);
    CHECK(all.begin("l" + std::to_string(n % 4096), source).gives_way != mine);
  }
}

TEST_CASE("a handshake that ended makes room, once") {
  handshake_admission all;
  const auto a = all.begin("a", "a").handshake;
  const auto b = all.begin("a", "a").handshake;
  all.end(a);
  all.end(a);
  CHECK(all.unfinished() == 1);
  all.end(b);
  CHECK(all.unfinished() == 0);
}
