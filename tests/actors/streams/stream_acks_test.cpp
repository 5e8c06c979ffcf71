#include "actors/streams/stream_acks.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using actors::stream_acks;
using ack_verdict = stream_acks::verdict;

namespace {

constexpr stream_acks::time_point first_ack{std::chrono::hours(1000)};
bool somewhere_else() { return true; }
bool nowhere_else() { return false; }

} // namespace

TEST_CASE("what came is told at the second look, unless something that leaves says it before") {
  stream_acks acks;
  CHECK_FALSE(acks.owed_for_long());
  acks.owe();
  CHECK(acks.untold(10) == 10);
  CHECK_FALSE(acks.owed_for_long());
  CHECK(acks.owed_for_long());
  acks.tell(10);
  CHECK_FALSE(acks.owes());
  CHECK(acks.untold(10) == 0);
  acks.owe();
  CHECK_FALSE(acks.owed_for_long()); // from the beginning
}

TEST_CASE("questions are answered at once, but not many in a row") {
  stream_acks acks;
  CHECK(acks.may_answer(first_ack));
  CHECK_FALSE(
      acks.may_answer(first_ack + config::probe_interval_min - std::chrono::nanoseconds(1)));
  CHECK(acks.may_answer(first_ack + config::probe_interval_min));
}

TEST_CASE("what is overdue is asked about, and a path that stays silent is given up") {
  stream_acks acks;
  acks.rest(first_ack);
  auto now = first_ack + config::ack_overdue;
  CHECK(acks.look(now - std::chrono::nanoseconds(1), false, 7, somewhere_else)
        == ack_verdict::wait);
  CHECK(acks.look(now, true, 7, somewhere_else) == ack_verdict::wait); // nothing may be sent: later
  std::uint8_t probes = 0;
  while (acks.look(now, false, 7, somewhere_else) == ack_verdict::probe) {
    CHECK(acks.probe(now, 7) == (probes == 0));
    ++probes;
    CHECK(acks.look(now, false, 7, somewhere_else) == ack_verdict::wait);
    now += config::probe_answer;
  }
  CHECK(acks.look(now, false, 7, somewhere_else) == ack_verdict::give_up);
  CHECK(probes == config::probes_max);
  // By a path that lives, or without another one, it has more patience.
  CHECK(acks.look(now, false, 8, somewhere_else) == ack_verdict::probe);
  CHECK(acks.look(now, false, 7, nowhere_else) == ack_verdict::probe);
}

TEST_CASE("an answer begins anew, whether it says something new or not") {
  stream_acks acks;
  acks.rest(first_ack);
  const auto now = first_ack + config::ack_overdue;
  acks.take(false, now); // nobody asked: it says nothing
  CHECK(acks.look(now, false, 0, somewhere_else) == ack_verdict::probe);
  acks.probe(now, 0);
  acks.take(false, now);
  CHECK(acks.look(now, false, 0, somewhere_else) == ack_verdict::wait);
  CHECK(acks.look(now + config::ack_overdue, false, 0, somewhere_else) == ack_verdict::probe);
  acks.take(true, now + config::ack_overdue);
  CHECK(acks.look(now + config::ack_overdue, false, 0, somewhere_else) == ack_verdict::wait);
}

TEST_CASE("another path begins with what it was told, and with no question") {
  stream_acks acks;
  acks.rest(first_ack);
  acks.probe(first_ack, 0);
  acks.begin(100, first_ack + config::ack_overdue);
  CHECK(acks.untold(120) == 20);
  CHECK(acks.look(first_ack + config::ack_overdue, false, 0, somewhere_else) == ack_verdict::wait);
}
