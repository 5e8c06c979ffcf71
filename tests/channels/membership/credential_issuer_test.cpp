#include "channels/identity/people.hpp"
#include "channels/membership/credential_issuer.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using channels::credential_issuer;
using namespace std::chrono_literals;

namespace {

/// Made in the tests, whose assertions they use.
struct people {
  person issuing{1}, member{2};

  credential_issuer issuer_at(channels::timestamp when) const {
    auto made = credential_issuer::make(issuing.who, issuing.signer, key_of(std::uint8_t{9}), when);
    REQUIRE(made);
    return std::move(*made);
  }
};

} // namespace

TEST_CASE_FIXTURE(people, "an issued credential is accepted from its subject, as long as it says") {
  const auto [credential, valid] =
      issuer_at(now).issue(member.who.id(), {{"role", "x"}}, now, 100s);
  CHECK(valid == channels::validity{now, now + 100});
  const auto seen = verify(credential, issuing.who, member.who.id(), now + 100);
  REQUIRE(seen);
  CHECK(seen->schema == 1);
  CHECK(seen->attributes == std::map<std::string, std::string>{{"role", "x"}});
  CHECK(seen->valid == valid);
  CHECK(failed_for(verify(credential, issuing.who, member.who.id(), now + 101), "expired"));
  CHECK(failed_for(verify(credential, issuing.who, issuing.who.id(), now), "somebody else"));
}

TEST_CASE_FIXTURE(people, "a clock that is set back makes no credential older than its key") {
  const auto [credential, valid] = issuer_at(now).issue(member.who.id(), {}, now - 50, 100s);
  CHECK(valid == channels::validity{now, now + 100});
  CHECK(verify(credential, issuing.who, member.who.id(), now - 50));
}

TEST_CASE_FIXTURE(people, "no credential outlives the key that signs it") {
  const auto [credential, valid] = issuer_at(end - 10).issue(member.who.id(), {}, end - 10, 100s);
  CHECK(valid.until == end);
  CHECK(verify(credential, issuing.who, member.who.id(), end));
}

TEST_CASE_FIXTURE(people, "only the identity's own key attests what signs credentials") {
  const auto made =
      credential_issuer::make(issuing.who, member.signer, key_of(std::uint8_t{9}), now);
  REQUIRE_FALSE(made);
  CHECK(made.error().code == errc::invalid);
}
