#include "config/defaults.hpp"
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

TEST_CASE_FIXTURE(slow_names, "hanging look-ups hold two threads and a bounded queue, no more") {
  std::vector<std::unique_ptr<resolver::query>> queries;
  auto answers = 0u;
  auto ask = [&](const char* host) {
    auto q = names.resolve(*home, {host, 1}, [&](found) { ++answers; });
    if (q) queries.push_back(std::move(*q));
    return q ? errc{} : q.error().code;
  };
  for (std::size_t i = 0; i < config::resolver_threads; ++i) CHECK(ask("slow") == errc{});
  wait_asked(config::resolver_threads);
  for (std::size_t i = 0; i < config::resolver_queue_max; ++i) CHECK(ask("quick") == errc{});
  CHECK(ask("quick") == errc::limit);
  CHECK(asked() == config::resolver_threads);
  queries.resize(config::resolver_threads + 10); // the rest gave up
  release();
  CHECK(run_until([&] { return answers == config::resolver_threads + 10; }));
  CHECK(asked() == config::resolver_threads + 10); // and was not looked up
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
  CHECK(nowhere.error().message.starts_with("cannot resolve this is no name:80: "));
}
