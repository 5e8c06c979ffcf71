#include "channels/identity/people.hpp"
#include "channels/membership/credential_issuer.hpp"
#include "channels/membership/own_credentials.hpp"
#include "channels/membership/trusted_authorities.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using namespace std::chrono_literals;
using channels::trusted_authorities;

namespace {

/// Two authorities, and somebody who has a credential of each.
struct two_authorities {
  person first{1}, second{2}, member{3};

  channels::presented_credential issued_by(const person& who) const {
    auto issuer =
        channels::credential_issuer::make(who.who, who.signer, key_of(std::uint8_t{9}), now);
    REQUIRE(issuer);
    return issuer->issue(member.who.id(), {{"role", "x"}}, now, 100s).credential;
  }
};

} // namespace

TEST_CASE_FIXTURE(two_authorities,
                  "a credential counts if one of the trusted authorities issued it") {
  trusted_authorities trusted;
  CHECK_FALSE(trusted.any());
  const auto nobody = trusted.verify(issued_by(first), member.who.id(), now);
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().message == "no authority is trusted");
  trusted.trust(second.who);
  CHECK_FALSE(trusted.verify(issued_by(first), member.who.id(), now));
  trusted.trust(first.who);
  for (const auto* const by : {&first, &second}) {
    const auto seen = trusted.verify(issued_by(*by), member.who.id(), now);
    REQUIRE(seen);
    CHECK(seen->authority == by->who.id());
    CHECK(seen->what.attributes.at("role") == "x");
  }
  CHECK(trusted.contains(first.who.id()));
  CHECK_FALSE(trusted.contains(member.who.id()));
}

TEST_CASE_FIXTURE(two_authorities,
                  "a credential counts for whom it was issued to, as long as it holds") {
  trusted_authorities trusted;
  trusted.trust(first.who);
  CHECK_FALSE(trusted.verify(issued_by(first), second.who.id(), now));
  CHECK(trusted.verify(issued_by(first), member.who.id(), now + 100));
  CHECK_FALSE(trusted.verify(issued_by(first), member.who.id(), now + 101));
}

TEST_CASE_FIXTURE(two_authorities,
                  "why an own credential is void is told only of those that are known") {
  channels::own_credentials own;
  own.set_of(first.who.id(), issued_by(first));
  trusted_authorities trusted;
  trusted.trust(second.who);
  CHECK(trusted.why_void(own, member.who.id(), now + 101).empty());
  trusted.trust(first.who);
  CHECK(trusted.why_void(own, member.who.id(), now).empty());
  CHECK(trusted.why_void(own, member.who.id(), now + 101).find("does not count")
        != std::string::npos);
}
