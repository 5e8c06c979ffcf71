#include "actors/sessions/path_proof.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace std::chrono_literals;
using actors::path_proof;
using verdict = actors::path_proof::verdict;

namespace {

struct proof_under_test {
  path_proof proof{at(0s), false};
  transports::time_point now = at(0s);
  std::uint64_t heard = 0;
  std::uint8_t pings = 0;

  static transports::time_point at(transports::duration t) {
    return transports::time_point{1h + t};
  }
  static actors::ping_token token(std::uint8_t number) { return {number, 7}; }
  verdict look() { return proof.look(now, heard); }
  void ping() { proof.pinged(now, token(++pings), heard); }
  bool answer(std::uint8_t number) { return proof.answered(now, token(number)); }
  /// As a timer would: at the moment that it asked for, and pings.
  verdict look_in_time() {
    now = proof.next();
    const auto out = look();
    if (out == verdict::ping) ping();
    return out;
  }
  void prove() {
    REQUIRE(look_in_time() == verdict::ping);
    now += 12ms;
    REQUIRE(answer(pings));
  }
};

} // namespace

TEST_CASE_FIXTURE(proof_under_test, "a path is proven at once, and again every 10 s") {
  CHECK_FALSE(proof.proven());
  prove();
  CHECK(proof.proven());
  CHECK(proof.proven_at() == at(12ms));
  CHECK(proof.round_trip() == 12ms);
  CHECK(proof.next() == at(12ms) + config::ping_period);
  now += 5s;
  CHECK(look() == verdict::nothing);
  prove();
}

TEST_CASE_FIXTURE(proof_under_test, "a black hole is found within 25 s, whenever it begins") {
  prove();
  const auto hole = now; // the worst moment: right after a proof
  CHECK(look_in_time() == verdict::ping);
  CHECK_FALSE(proof.missed());
  CHECK(look_in_time() == verdict::ping);
  CHECK(proof.missed());
  CHECK(look_in_time() == verdict::dead);
  CHECK(now - hole == 20s);
}

TEST_CASE_FIXTURE(proof_under_test, "one answer makes good what was missed, also a late one") {
  prove();
  look_in_time();
  look_in_time();
  REQUIRE(proof.missed());
  CHECK(answer(2)); // the one before the last
  CHECK_FALSE(proof.missed());
  CHECK(look_in_time() == verdict::ping);
  CHECK(look_in_time() == verdict::ping);
  CHECK(look_in_time() == verdict::dead);
}

TEST_CASE_FIXTURE(proof_under_test, "what is no answer proves nothing") {
  REQUIRE(look_in_time() == verdict::ping);
  CHECK_FALSE(answer(9));
  CHECK_FALSE(proof.answered(now, {}));
  const auto longer = std::array<std::uint8_t, 17>{1, 7};
  CHECK_FALSE(proof.answered(now, longer));
  CHECK_FALSE(proof.proven());
  CHECK(answer(1));
  CHECK_FALSE(answer(1)); // once is enough
}

TEST_CASE_FIXTURE(proof_under_test, "a process that was stopped gives the path one more ping") {
  prove();
  look_in_time();
  now = proof.next() + 2min; // SIGSTOP
  CHECK(look() == verdict::ping);
  CHECK_FALSE(proof.missed());
  ping();
  CHECK(look_in_time() == verdict::ping);
  now = proof.next() + config::timer_late_max + 1ms; // and once more
  CHECK(look() == verdict::ping);
  ping();
  CHECK(look_in_time() == verdict::dead);
}

TEST_CASE_FIXTURE(proof_under_test, "a ping behind bulk is excused for two periods") {
  prove();
  const auto proven = now;
  look_in_time();
  ++heard;
  CHECK(look_in_time() == verdict::ping);
  CHECK_FALSE(proof.missed());
  for (int i = 0; i < 10; ++i) { // what comes may come from elsewhere: it never ends by itself
    ++heard;
    CHECK(look_in_time() == verdict::unconfirmed);
    CHECK(now - proven >= config::proof_excused_max);
    CHECK_FALSE(proof.missed());
    ping();
  }
  CHECK(look_in_time() == verdict::ping);
  CHECK(look_in_time() == verdict::dead);
}

TEST_CASE_FIXTURE(proof_under_test,
                  "a proof is fresh for a period and a time-out, whatever comes") {
  CHECK_FALSE(proof.fresh(now));
  prove();
  const auto proven = now;
  CHECK(proof.fresh(proven + config::proof_age_max));
  CHECK_FALSE(proof.fresh(proven + config::proof_age_max + 1ms));
}

TEST_CASE_FIXTURE(proof_under_test, "what is renewed is pinged at once") {
  prove();
  now += 3s;
  CHECK(look() == verdict::nothing);
  proof.renew(now);
  CHECK(look() == verdict::ping);
}

TEST_CASE_FIXTURE(proof_under_test, "where nobody ever answered, silence says nothing") {
  look_in_time();
  for (int i = 0; i < 3; ++i) {
    CHECK(look_in_time() == verdict::unanswered);
    ping();
  }
  proof = path_proof(now, true); // unless an echo is known to be there
  look_in_time();
  CHECK(look_in_time() == verdict::ping);
  CHECK(look_in_time() == verdict::dead);
}
