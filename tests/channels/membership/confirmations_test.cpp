// Who counts, who waits and whom to ask, on a clock that the test moves.
#include "channels/membership/confirmations.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using channels::confirmations;
using channels::when_silent;
using namespace std::chrono_literals;

namespace {

wire::identifier confirmed_peer(int number) {
  wire::identifier out;
  out.hash[0] = static_cast<std::uint8_t>(number >> 8);
  out.hash[1] = static_cast<std::uint8_t>(number);
  return out;
}

struct asking_table {
  confirmations::verdict judge(int who, std::uint64_t version = 7) {
    return table.judge(confirmed_peer(who), {version, now}, now, mode);
  }
  /// The next question, answered with what `members` are.
  std::vector<wire::identifier> ask() {
    auto question = table.next(now);
    if (!question) return {};
    table.answered(question->number, members, now);
    return question->whom;
  }
  bool fail() {
    const auto question = table.next(now);
    if (question) table.unanswered(question->number, now);
    return question.has_value();
  }

  confirmations table;
  confirmations::time_point now = confirmations::time_point{} + 1h;
  when_silent mode = when_silent::keep_10m;
  confirmations::words members{{confirmed_peer(1), 7}};
};

} // namespace

TEST_CASE("whoever comes waits for one question, and counts while the answer lives") {
  asking_table a;
  CHECK(a.judge(1) == confirmations::verdict::waits);
  CHECK(a.judge(1) == confirmations::verdict::waits);
  CHECK(a.judge(2) == confirmations::verdict::waits);
  CHECK(a.ask() == std::vector{confirmed_peer(1), confirmed_peer(2)});
  CHECK(a.judge(1) == confirmations::verdict::counts);
  CHECK(a.judge(2) == confirmations::verdict::refused);
  CHECK_FALSE(a.table.next(a.now));
  a.now += config::standing_life;
  CHECK(a.judge(1) == confirmations::verdict::counts);
  a.now += 1ms;
  CHECK(a.judge(1) == confirmations::verdict::waits);
  CHECK(a.judge(2) == confirmations::verdict::waits);
}

TEST_CASE("whoever is connected is asked about every second, and counts meanwhile") {
  asking_table a;
  a.table.connect(confirmed_peer(1), a.now);
  CHECK(a.judge(1) == confirmations::verdict::waits);
  CHECK(a.ask() == std::vector{confirmed_peer(1)});
  for (int i = 0; i < 10; ++i) {
    a.now += config::standing_ask_after - 1ms;
    CHECK_FALSE(a.table.next(a.now));
    a.now += 1ms;
    CHECK(a.judge(1) == confirmations::verdict::counts);
    CHECK(a.table.next_due() == a.now);
    CHECK(a.ask() == std::vector{confirmed_peer(1)});
  }
  a.members.clear();
  a.now += config::standing_ask_after;
  a.ask();
  CHECK(a.judge(1) == confirmations::verdict::refused);
  a.table.disconnect(confirmed_peer(1));
  CHECK_FALSE(a.table.next_due());
}

TEST_CASE("an answer counts from when it was asked for, not from when it came") {
  asking_table a;
  a.judge(1);
  const auto question = a.table.next(a.now);
  a.now += config::standing_life - 1ms;
  a.table.answered(question->number, a.members, a.now);
  CHECK(a.judge(1) == confirmations::verdict::counts);
  a.now += 2ms;
  CHECK(a.judge(1) == confirmations::verdict::waits);
}

TEST_CASE("an older version counts for a moment after a change, if it was confirmed before") {
  asking_table a;
  a.table.connect(confirmed_peer(1), a.now);
  a.judge(1);
  a.ask();
  a.members = {{confirmed_peer(1), 8}};
  a.now += config::standing_ask_after;
  a.ask();
  CHECK(a.judge(1, 7) == confirmations::verdict::counts);
  CHECK(a.judge(1, 6) == confirmations::verdict::refused); // never confirmed
  CHECK(a.judge(1, 8) == confirmations::verdict::counts);
  CHECK(a.table.lapses(a.now));
  a.now += config::standing_change;
  CHECK(a.judge(1, 7) == confirmations::verdict::refused);
  CHECK(a.judge(1, 8) == confirmations::verdict::counts);
}

TEST_CASE("a version that was confirmed long ago counts for no moment after a change") {
  asking_table a;
  a.judge(1, 7);
  a.ask();
  a.now += config::standing_life_connected;
  a.members = {{confirmed_peer(1), 8}};
  CHECK(a.judge(1, 7) == confirmations::verdict::waits);
  a.ask();
  CHECK(a.judge(1, 7) == confirmations::verdict::refused);
  CHECK(a.judge(1, 8) == confirmations::verdict::counts);
  a.now += config::standing_life_connected - 1s; // and what was until just now, not for all of it
  a.members = {{confirmed_peer(1), 9}};
  a.judge(1, 8);
  a.ask();
  CHECK(a.judge(1, 8) == confirmations::verdict::counts);
  a.now += 1s;
  CHECK(a.judge(1, 8) == confirmations::verdict::refused);
}

TEST_CASE("a newer version than the authority has said is asked about, and may be none") {
  asking_table a;
  a.table.connect(confirmed_peer(1), a.now);
  a.judge(1);
  a.ask();
  a.now += 1ms;
  CHECK(a.judge(1, 9) == confirmations::verdict::waits);
  CHECK(a.ask() == std::vector{confirmed_peer(1)});
  CHECK(a.table.judge(confirmed_peer(1), {9, a.now}, a.now, a.mode)
        == confirmations::verdict::refused);
  CHECK(a.judge(1, 7) == confirmations::verdict::counts);
}

TEST_CASE("while the authority is silent nobody waits") {
  asking_table a;
  a.table.connect(confirmed_peer(1), a.now);
  a.judge(1);
  a.ask();
  a.now += config::standing_life_connected + 1ms;
  CHECK(a.fail());
  CHECK(a.table.silent(a.now));
  CHECK(a.judge(2) == confirmations::verdict::refused);
  SUBCASE("whoever was confirmed counts for ten minutes") {
    CHECK(a.judge(1) == confirmations::verdict::counts);
    CHECK(a.judge(1, 8) == confirmations::verdict::refused);
    for (a.now += 1s; a.judge(1) == confirmations::verdict::counts; a.now += 1s) a.fail();
    const auto since = a.now - (confirmations::time_point{} + 1h);
    CHECK(since > config::standing_kept);
    CHECK(since < config::standing_kept + 5s);
  }
  SUBCASE("or nobody does") {
    a.mode = when_silent::refuse;
    CHECK(a.judge(1) == confirmations::verdict::refused);
  }
  SUBCASE("or everybody but whom it said otherwise of") {
    a.mode = when_silent::keep_until_expiry;
    CHECK(a.judge(1) == confirmations::verdict::counts);
    CHECK(a.judge(3) == confirmations::verdict::counts);
    CHECK(a.judge(1, 6) == confirmations::verdict::refused);
  }
  a.now += 1s;
  a.judge(1);
  a.now += config::standing_timeout;
  a.ask();
  CHECK_FALSE(a.table.silent(a.now));
}

TEST_CASE("a question that came back too late changes nothing") {
  asking_table a;
  a.judge(1);
  const auto question = a.table.next(a.now);
  a.table.unanswered(question->number, a.now);
  CHECK(a.table.answered(question->number, a.members, a.now).empty());
  CHECK(a.table.answered(99, a.members, a.now).empty());
  CHECK(a.judge(1) == confirmations::verdict::refused);
}

TEST_CASE("after a question that nobody answered the next one waits a while") {
  asking_table a;
  a.judge(1);
  REQUIRE(a.fail());
  a.judge(1), a.judge(2);
  CHECK_FALSE(a.table.next(a.now));
  REQUIRE(a.table.next_due());
  CHECK(*a.table.next_due() == a.now + config::standing_retry);
  a.now += config::standing_retry;
  CHECK(a.ask().size() == 2);
}

TEST_CASE("where the authority says the attributes every version counts, once it has said so") {
  asking_table a;
  a.table = confirmations(false);
  a.table.connect(confirmed_peer(1), a.now);
  CHECK(a.judge(1, 3) == confirmations::verdict::waits);
  a.ask();
  CHECK(a.judge(1, 3) == confirmations::verdict::counts);
  a.table.disconnect(confirmed_peer(1));
  a.now += 10ms;
  a.table.connect(confirmed_peer(1), a.now);
  CHECK(a.judge(1, 3)
        == confirmations::verdict::waits); // shown again: its attributes have to be known again
  a.ask();
  CHECK(a.judge(1, 3) == confirmations::verdict::counts);
}

TEST_CASE("questions have a size, and few are under way") {
  asking_table a;
  const auto size = static_cast<int>(config::standings_asked_max);
  const auto count = static_cast<int>(config::standing_questions_max);
  for (int i = 0; i < size * (count + 1); ++i) a.judge(i);
  for (int i = 0; i < count; ++i)
    CHECK(a.table.next(a.now)->whom.size() == config::standings_asked_max);
  CHECK_FALSE(a.table.next(a.now));
  a.table.answered(1, {}, a.now);
  CHECK(a.table.next(a.now)->whom.size() == config::standings_asked_max);
}

TEST_CASE("what was said of those who left is forgotten in time, and when it is too much") {
  asking_table a;
  for (int i = 0; i < static_cast<int>(config::standings_max) + 100; ++i) a.judge(i);
  CHECK(a.table.known() == config::standings_max);
  a.now += config::standing_kept + 1s;
  a.judge(60'000);
  CHECK(a.table.known() == 1);
}

TEST_CASE("the names of the modes are those of the option") {
  for (const auto mode :
       {when_silent::keep_10m, when_silent::refuse, when_silent::keep_until_expiry})
    CHECK(channels::when_silent_called(name_of(mode)) == mode);
  CHECK_FALSE(channels::when_silent_called("keep"));
}
