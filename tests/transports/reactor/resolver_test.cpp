#include "fixtures/real_reactor.hpp"
#include "transports/reactor/resolver.hpp"

#include <doctest/doctest.h>

#include <condition_variable>
#include <mutex>
#include <optional>

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::transports;

namespace {

using found = result<std::vector<socket_address>>;

/// A resolver whose look-ups wait for the test, unless the name is "quick".
struct slow_names : real_reactor {
  struct shared {
    std::mutex mutex;
    std::condition_variable changed;
    bool released = false;
    std::size_t asked = 0;
  };
  std::shared_ptr<shared> state = std::make_shared<shared>();
  resolver names{[s = state](const endpoint& e) -> found {
    std::unique_lock lock{s->mutex};
    ++s->asked;
    s->changed.notify_all();
    if (e.host != "quick") s->changed.wait(lock, [&] { return s->released; });
    if (e.host == "nobody") return fail(errc::unavailable, "no such host");
    return std::vector{*socket_address::numeric({"192.0.2.1", e.port})};
  }};
  ~slow_names() { release(); }

  std::vector<std::unique_ptr<resolver::query>> queries;
  void keep(result<std::unique_ptr<resolver::query>> asked) {
    REQUIRE(asked);
    queries.push_back(std::move(*asked));
  }

  void release() {
    std::lock_guard guard{state->mutex};
    state->released = true;
    state->changed.notify_all();
  }
  void wait_asked(std::size_t count) {
    std::unique_lock lock{state->mutex};
    state->changed.wait(lock, [&] { return state->asked >= count; });
  }
  std::size_t asked() {
    std::lock_guard guard{state->mutex};
    return state->asked;
  }
};

} // namespace

TEST_CASE_FIXTURE(slow_names, "a name is resolved elsewhere and answered on the reactor") {
  std::optional<found> got;
  home->round(0); // this thread is the reactor's
  auto query = names.resolve(*home, {"quick", 7}, [&](found f) {
    CHECK(home->here());
    got = std::move(f);
  });
  REQUIRE(query);
  CHECK_FALSE(got); // never from inside
  CHECK(run_until([&] { return got.has_value(); }));
  CHECK(to_endpoint((*got)->front()) == endpoint{"192.0.2.1", 7});
}

TEST_CASE_FIXTURE(slow_names, "a failure is an answer, too") {
  std::optional<found> got;
  release();
  auto query = names.resolve(*home, {"nobody", 7}, [&](found f) { got = std::move(f); });
  CHECK(run_until([&] { return got.has_value(); }));
  CHECK(got->error().code == errc::unavailable);
}

TEST_CASE_FIXTURE(slow_names, "a name that nobody waits for any more is not answered") {
  auto answers = 0;
  auto count = [&](found) { ++answers; };
  {
    auto dropped = names.resolve(*home, {"slow", 1}, count);
    wait_asked(1);
  }
  auto kept = names.resolve(*home, {"slow", 2}, count);
  release();
  CHECK(run_until([&] { return answers > 0; }));
  home->round(10);
  CHECK(answers == 1);
}

TEST_CASE_FIXTURE(slow_names, "equal questions share one look-up, and each gets its own port") {
  std::vector<std::uint16_t> ports;
  for (std::uint16_t port = 1; port <= 100; ++port)
    keep(names.resolve(*home, {"slow", port},
                       [&](const found& f) { ports.push_back(to_endpoint(f->front()).port); }));
  wait_asked(1);
  queries.resize(90); // the rest gave up
  release();
  CHECK(run_until([&] { return ports.size() == 90; }));
  CHECK(ports.front() == 1);
  CHECK(ports.back() == 90);
  auto later = 0;
  const auto query = names.resolve(*home, {"slow", 7}, [&](const found&) { ++later; });
  CHECK(run_until([&] { return later == 1; }));
  CHECK(asked() == 1); // it is known for a while
}

TEST_CASE_FIXTURE(slow_names, "a name that hangs holds up nobody else's") {
  for (auto i = 0; i < 1000; ++i) keep(names.resolve(*home, {"slow", 1}, [](const found&) {}));
  auto answered = false;
  const auto query = names.resolve(*home, {"quick", 1}, [&](const found&) { answered = true; });
  CHECK(run_until([&] { return answered; }));
}

TEST_CASE("a resolver that hangs does not hold up the end") {
  auto state = std::make_shared<slow_names::shared>();
  {
    real_reactor loop;
    resolver names{[state](const endpoint&) -> found {
      std::unique_lock lock{state->mutex};
      ++state->asked;
      state->changed.notify_all();
      state->changed.wait(lock, [&] { return state->released; });
      return std::vector<socket_address>{};
    }};
    auto query = names.resolve(*loop.home, {"slow", 1}, [](found) {});
    std::unique_lock lock{state->mutex};
    state->changed.wait(lock, [&] { return state->asked == 1; });
  }
  std::lock_guard guard{state->mutex};
  state->released = true;
  state->changed.notify_all();
}

TEST_CASE("the system's resolver knows this host and says when there is no such host") {
  auto here = look_up({"127.0.0.1", 80});
  REQUIRE(here);
  CHECK(to_endpoint(here->front()) == endpoint{"127.0.0.1", 80});
  auto nowhere = look_up({"this is no name", 80});
  REQUIRE_FALSE(nowhere);
  CHECK(nowhere.error().message.starts_with("cannot resolve this is no name: "));
}
