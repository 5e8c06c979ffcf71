#include "transports/reactor/name_book.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::transports;
using namespace std::chrono_literals;

namespace {

using book = name_book<int>;

struct names {
  book all;
  time_point now{1h};

  /// Whether the answer is known already.
  bool ask(const std::string& host, int who) { return all.ask(host, who, now).has_value(); }
  std::string begin() { return all.begin(now).value_or(""); }
  std::vector<int> end(const std::string& host) {
    return all.end(host, std::vector{*socket_address::numeric({"192.0.2.1", 0})}, now);
  }
  /// A look-up that takes so long.
  void look_up(const std::string& host, duration takes) {
    ask(host, 0);
    REQUIRE(begin() == host);
    now += takes;
    end(host);
    now += config::resolve_answer_lifetime;
  }
};

} // namespace

TEST_CASE_FIXTURE(names, "a name is looked up once for all who wait, and known for a while") {
  CHECK_FALSE(ask("a", 1));
  CHECK(begin() == "a");
  CHECK_FALSE(ask("a", 2)); // while it is looked up
  CHECK(begin() == "");
  CHECK(end("a") == std::vector{1, 2});
  CHECK(ask("a", 3));
  now += config::resolve_answer_lifetime;
  CHECK_FALSE(ask("a", 4));
  CHECK(begin() == "a");
  CHECK(end("a") == std::vector{4});
}

TEST_CASE_FIXTURE(names, "a failure is known for as long as an answer") {
  ask("a", 1);
  begin();
  all.end("a", fail(errc::unavailable, "no such host"), now);
  CHECK(all.ask("a", 2, now)->error().message == "no such host");
  now += config::resolve_answer_lifetime;
  CHECK_FALSE(ask("a", 3));
}

TEST_CASE_FIXTURE(names, "names take turns") {
  for (const auto* host : {"a", "b", "a", "a", "c"}) ask(host, 0);
  CHECK(begin() == "a");
  CHECK(begin() == "b");
  CHECK(begin() == "c");
  CHECK_FALSE(all.has_turn());
}

TEST_CASE_FIXTURE(names, "names that were slow have places of their own, and only those") {
  const auto slow = config::resolve_slow_after + 1ms;
  const auto name = [](std::size_t i) { return "slow" + std::to_string(i); };
  for (std::size_t i = 0; i <= config::resolver_lookups_max; ++i) look_up(name(i), slow);
  for (std::size_t i = 0; i <= config::resolver_lookups_max; ++i) ask(name(i), 0);
  for (std::size_t i = 0; i < config::resolver_lookups_max; ++i) CHECK(begin() == name(i));
  CHECK(begin() == ""); // the last one has to wait
  ask("good", 1);
  CHECK(begin() == "good");
  end(name(0));
  CHECK(begin() == name(config::resolver_lookups_max));
}

TEST_CASE_FIXTURE(names, "a name that was slow once is quick again when it was") {
  look_up("a", config::resolve_slow_after + 1ms);
  look_up("a", 1ms);
  for (std::size_t i = 0; i < config::resolver_lookups_max; ++i) {
    ask("b" + std::to_string(i), 0);
    begin();
  }
  ask("a", 0);
  CHECK(begin() == ""); // among the quick ones, which have no place left
}

TEST_CASE_FIXTURE(names, "as many names and waiters are kept as are allowed") {
  for (std::size_t i = 0; i < config::resolver_waiting_per_name_max; ++i)
    CHECK_FALSE(ask("popular", 0));
  CHECK(all.ask("popular", 0, now)->error().code == errc::limit);
  for (std::size_t i = 1; i < config::resolver_names_max; ++i)
    CHECK_FALSE(ask(std::to_string(i), 0));
  CHECK(all.ask("one more", 0, now)->error().message
        == "cannot resolve one more: 1024 names wait to be resolved");
  CHECK(begin() == "popular");
  end("popular");
  CHECK_FALSE(ask("one more", 0)); // in the place of the one that nobody waits for
}
