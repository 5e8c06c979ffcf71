#include "channels/membership/membership_pace.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using channels::membership_pace;
using namespace std::chrono_literals;

namespace {

constexpr membership_pace::time_point begin{1000h};

} // namespace

TEST_CASE(
    "a credential is fetched when it is due, once at a time and no more often than it may be") {
  membership_pace pace;
  CHECK_FALSE(pace.fetches(false, begin));
  CHECK(pace.fetches(true, begin));
  pace.begin_fetch(begin, 1s);
  const auto next = begin + config::credential_retry_min + 1s;
  CHECK_FALSE(pace.fetches(true, next)); // it is under way
  pace.end_fetch();
  CHECK_FALSE(pace.fetches(true, next - 1ms));
  CHECK(pace.fetches(true, next));
  CHECK(pace.next(true, begin) <= next);
}

TEST_CASE("who waits for a credential has it fetched sooner, but not at once again") {
  membership_pace pace;
  pace.begin_fetch(begin, 0s);
  pace.end_fetch();
  pace.hurry();
  CHECK_FALSE(pace.fetches(true, begin + config::credential_hurry - 1ms));
  CHECK(pace.fetches(true, begin + config::credential_hurry));
}

TEST_CASE("a member looks now and then whether it is one, and rarely where nobody says so") {
  membership_pace pace;
  CHECK(pace.looks(begin));
  pace.begin_look();
  CHECK_FALSE(pace.looks(begin));
  CHECK(pace.next(false, begin) == begin + config::membership_look);
  pace.asks(begin);
  pace.end_look();
  CHECK_FALSE(pace.looks(begin + config::membership_look - 1ms));
  CHECK(pace.looks(begin + config::membership_look));
  pace.looks_rarely(begin);
  CHECK_FALSE(pace.looks(begin + config::membership_look));
  CHECK(pace.looks(begin + config::membership_look_rare));
  CHECK(pace.next(false, begin) == begin + config::membership_look); // never longer than that
}
