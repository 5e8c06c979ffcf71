// Timers of pinned actors, in virtual time.
#include "fixtures/deterministic.hpp"
#include "fixtures/spawn_on.hpp"
#include "transports/reactor/pinned_actor.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace ockam::tests;
using namespace ockam::transports;

namespace {

struct alarm_clock : pinned_actor {
  alarm_clock(caf::actor_config& c, std::vector<std::string>* l) : pinned_actor(c), log(l) {}
  caf::behavior make_behavior() override {
    return {[](caf::unit_t) {}};
  }
  std::vector<std::string>* log;
  timer first{*this, [this] { log->push_back("first"); }};
  timer second{*this, [this] { log->push_back("second"); }};
  timer again{*this, [this] {
                log->push_back("again");
                again.arm(1s);
              }};
  timer ends{*this, [this] { quit(); }};
  timer fails{*this, [] { throw std::runtime_error{"on purpose"}; }};
  timer disarms{*this, [this] { first.disarm(); }};
};

struct with_alarm : simulation {
  std::shared_ptr<reactor> home = make_reactor();
  std::vector<std::string> log;
  caf::actor handle = home->spawn<alarm_clock>(&log);
  alarm_clock& alarm = dynamic_cast<alarm_clock&>(*caf::actor_cast<caf::abstract_actor*>(handle));
  with_alarm() { settle(); }
};

using lines = std::vector<std::string>;

} // namespace

TEST_CASE_FIXTURE(with_alarm, "timers expire in the order of their deadlines, never early") {
  alarm.second.arm(2s);
  alarm.first.arm(1s);
  CHECK(alarm.first.armed());
  advance(999ms);
  CHECK(log.empty());
  advance(1ms);
  CHECK(log == lines{"first"});
  CHECK_FALSE(alarm.first.armed());
  advance(10s);
  CHECK(log == lines{"first", "second"});
}

TEST_CASE_FIXTURE(with_alarm, "to arm again moves the deadline, to disarm forgets it") {
  alarm.first.arm(1s);
  alarm.second.arm(1s);
  advance(500ms);
  alarm.first.arm(1s);
  alarm.second.disarm();
  advance(999ms);
  CHECK(log.empty());
  advance(1ms);
  CHECK(log == lines{"first"});
}

TEST_CASE_FIXTURE(with_alarm, "a timer may arm itself or disarm another when it expires") {
  alarm.again.arm(1s);
  advance(3s);
  CHECK(log == lines{"again", "again", "again"});
  alarm.again.disarm();
  alarm.disarms.arm(1s);
  alarm.first.arm(1s);
  advance(2s);
  CHECK(log.size() == 3);
}

TEST_CASE_FIXTURE(with_alarm, "timers end with their actor") {
  alarm.first.arm(2s);
  SUBCASE("it quits when a timer expires") { alarm.ends.arm(1s); }
  SUBCASE("a timer's function throws") { alarm.fails.arm(1s); }
  SUBCASE("it is killed") { caf::anon_send_exit(handle, caf::exit_reason::kill); }
  advance(1s);
  CHECK(alarm.ended());
  advance(2s);
  alarm.second.arm(1s); // too late
  advance(2s);
  CHECK(log.empty());
}

TEST_CASE_FIXTURE(with_alarm, "timers of two reactors and CAF's own clock share one time") {
  auto other_home = make_reactor();
  auto other = other_home->spawn<alarm_clock>(&log);
  spawn_on(*other_home, [&](pinned_actor* s) -> caf::behavior {
    s->delayed_send(s, 1500ms, caf::unit);
    return {[&](caf::unit_t) { log.push_back("message"); }};
  });
  settle();
  dynamic_cast<alarm_clock&>(*caf::actor_cast<caf::abstract_actor*>(other)).second.arm(2s);
  alarm.first.arm(1s);
  alarm.again.arm(3s);
  advance(3s);
  CHECK(log == lines{"first", "message", "second", "again"});
}

TEST_CASE_FIXTURE(simulation, "requests and their timeouts take virtual time only") {
  auto home = make_reactor();
  auto mute = system.spawn([](caf::event_based_actor* s) -> caf::behavior {
    return {[s](caf::unit_t) { return s->make_response_promise<bool>(); }};
  });
  caf::error outcome;
  spawn_on(*home, [&](pinned_actor* s) -> caf::behavior {
    s->request(mute, 30s, caf::unit).then([](bool) {}, [&](caf::error& e) { outcome = e; });
    return {[](int) {}};
  });
  advance(29s);
  CHECK_FALSE(outcome);
  advance(1s);
  CHECK(outcome == caf::sec::request_timeout);
}
