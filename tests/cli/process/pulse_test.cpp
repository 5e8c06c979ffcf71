#include "cli/process/pulse.hpp"

#include <doctest/doctest.h>

#include <deque>
#include <functional>
#include <thread>

using namespace ockam::cli;
using namespace std::chrono_literals;

TEST_CASE("a reactor that takes its turn has just taken one") {
  std::deque<std::function<void()>> posted;
  pulse of_one{[&](auto f) { posted.push_back(std::move(f)); }};
  CHECK(of_one.age(1ms) > 0s);
  CHECK(of_one.age(1ms) >= 2ms); // since it was made
  REQUIRE(posted.size() == 1);   // and not one more for each who asks
  posted.front()();
  CHECK(of_one.age(1ms) < 1h);
  CHECK(posted.size() == 2);
}

TEST_CASE("who asks a reactor at work hears of its turn as soon as it takes one") {
  pulse of_one{[](auto f) { std::thread{std::move(f)}.detach(); }};
  CHECK(of_one.age(10s) == 0s);
}

TEST_CASE("what was posted may run after all that asked are gone") {
  std::function<void()> late;
  {
    pulse of_one{[&](auto f) { late = std::move(f); }};
    of_one.age(0ms);
  }
  late();
}

TEST_CASE("nobody waits for a turn that does not come any more") {
  pulse of_one{[](auto) {}};
  of_one.end();
  CHECK(of_one.age(1h) < 1h);
}
