#include "actors/ways/waiting_clients.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>

using namespace ockam;
using actors::waiting_clients;
using transports::descriptor;
using transports::time_point;
using namespace std::chrono_literals;

namespace {

descriptor some_client() { return descriptor{::open("/dev/null", O_RDONLY | O_CLOEXEC)}; }
constexpr time_point first_come{1000h};

} // namespace

TEST_CASE("clients wait each for its own time, and the longest-waiting one is overdue first") {
  waiting_clients all;
  CHECK_FALSE(all.next_due());
  all.add({some_client(), first_come, {}}, first_come);
  all.add({some_client(), first_come - 1s, {}}, first_come + 2s); // it had a stream before
  CHECK(all.next_due() == first_come + config::inlet_hold);
  CHECK_FALSE(all.take_overdue(first_come + config::inlet_hold - 1ms));
  const auto gone = all.take_overdue(first_come + config::inlet_hold);
  REQUIRE(gone);
  CHECK(gone->came == first_come);
  CHECK_FALSE(all.take_overdue(first_come + config::inlet_hold));
  CHECK(all.next_due() == first_come + config::inlet_hold + 2s);
  CHECK(all.size() == 1);
}

TEST_CASE("all are taken at once in the order in which they came, and there are so many at most") {
  waiting_clients all;
  for (std::size_t i = 0; i < config::inlet_held_max; ++i) {
    REQUIRE_FALSE(all.full());
    all.add({{}, first_come + std::chrono::milliseconds(i), {}}, first_come);
  }
  CHECK(all.full());
  const auto taken = all.take_all();
  CHECK(taken.size() == config::inlet_held_max);
  CHECK(taken.front().who.came == first_come);
  CHECK(all.empty());
  CHECK_FALSE(all.full());
}
