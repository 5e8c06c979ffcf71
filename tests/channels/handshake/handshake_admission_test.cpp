#include "channels/handshake/handshake_admission.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using channels::handshake_admission;

namespace {

handshake_admission::first_message from(const std::string& link, std::uint8_t n = 0) {
  return {wire::route{wire::local(link)}, wire::bytes{n}};
}
std::string link_of(const handshake_admission::first_message& m) {
  return std::string(m.initiator.front().value);
}

} // namespace

TEST_CASE("links take turns, whatever one of them sends") {
  handshake_admission all;
  for (std::uint8_t i = 0; i < 10; ++i) CHECK(all.wait(from("a", i)));
  CHECK(all.wait(from("b", 100)));
  CHECK(link_of(all.next()) == "a");
  CHECK(link_of(all.next()) == "b");
  for (std::uint8_t i = 1; i < 10; ++i) CHECK(all.next().m1[0] == i);
  CHECK_FALSE(all.waiting());
}

TEST_CASE("of one link only so many may wait, and of all together") {
  handshake_admission all;
  std::size_t waiting = 0;
  for (std::size_t i = 0; i < 2 * config::handshakes_waiting_per_link_max; ++i)
    waiting += all.wait(from("a")) ? 1 : 0;
  CHECK(waiting == config::handshakes_waiting_per_link_max);
  for (int link = 0; waiting < config::handshakes_waiting_max; ++link)
    for (std::size_t i = 0; i < config::handshakes_waiting_per_link_max; ++i)
      waiting += all.wait(from(std::to_string(link))) ? 1 : 0;
  CHECK(waiting == config::handshakes_waiting_max);
  CHECK(all.wait(from("new"))); // in the place of the newest of a busy one
  std::size_t count = 0;
  auto came = false;
  for (; all.waiting(); ++count) came = link_of(all.next()) == "new" || came;
  CHECK(count == config::handshakes_waiting_max);
  CHECK(came);
}

TEST_CASE("the oldest unfinished handshake of a link gives way to its next one") {
  handshake_admission all;
  const auto first = all.begin("a").handshake;
  for (std::size_t i = 1; i < config::handshakes_open_per_link_max; ++i)
    CHECK_FALSE(all.begin("a").gives_way);
  CHECK(all.begin("a").gives_way == first);
  CHECK(all.unfinished() == config::handshakes_open_per_link_max);
  CHECK_FALSE(all.begin("b").gives_way);
}

TEST_CASE("when too many are unfinished the link with the most gives way") {
  handshake_admission all;
  const auto first = all.begin("busy").handshake;
  for (int i = 0; i < 9; ++i) all.begin("busy");
  for (int link = 0; all.unfinished() < config::handshakes_open_max; ++link)
    all.begin(std::to_string(link));
  CHECK(all.begin("honest").gives_way == first);
  CHECK(all.unfinished() == config::handshakes_open_max);
}

TEST_CASE("a handshake that ended makes room, once") {
  handshake_admission all;
  const auto a = all.begin("a").handshake;
  const auto b = all.begin("a").handshake;
  all.end(a);
  all.end(a);
  CHECK(all.unfinished() == 1);
  all.end(b);
  CHECK(all.unfinished() == 0);
}
