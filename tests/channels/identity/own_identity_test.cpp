#include "channels/identity/own_identity.hpp"
#include "channels/identity/people.hpp"
#include "config/defaults.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;

namespace {

constexpr auto key_lifetime =
    static_cast<timestamp>(std::chrono::seconds(config::channel_key_lifetime).count());

own_identity made(const validity& holds, timestamp at = now) {
  auto out = own_identity::make(identity::create(ed25519(1), holds), ed25519(1), key_of(2), at);
  REQUIRE(out);
  return std::move(*out);
}

result<peer> met(const own_identity& self, timestamp at) {
  return verify_identity_payload(self.handshake_payload(), self.channel_key()->public_key(), at);
}

} // namespace

TEST_CASE("what a side shows of itself in a handshake verifies") {
  const auto self = made(lifetime);
  CHECK(self.channel_key()->public_key() == x25519_key(key_of(2)).public_key());
  const auto verified = met(self, now);
  REQUIRE(verified);
  CHECK(verified->who.id() == self.who().id());
  CHECK(verified->credentials.empty());
  CHECK(failed_for(verify_identity_payload(self.handshake_payload(), x25519_public_key{9}, now),
                   "not of the key of this handshake"));
}

TEST_CASE("a channel key holds for its lifetime from the moment it is made") {
  const auto self = made({start, now + 2 * key_lifetime});
  CHECK(met(self, now + key_lifetime));
  CHECK(failed_for(met(self, now + key_lifetime + 1), "expired"));
  CHECK(failed_for(met(self, now - 61), "not yet valid"));
}

TEST_CASE("a channel key holds no longer than the key that attests it") {
  const auto self = made({start, now + 100});
  CHECK(met(self, now + 100));
  CHECK(failed_for(met(self, now + 101), "expired"));
}

TEST_CASE("an identity that is ahead of this clock is attested from its own beginning") {
  CHECK(met(made({now + 30, end}), now));
}

TEST_CASE("an identity that expired proves nothing") {
  CHECK(failed_for(met(made({start, now - 1}), now), "expired"));
}

TEST_CASE("another key than the identity's current one is refused") {
  const auto who = identity::create(ed25519(1), lifetime);
  const auto refused = own_identity::make(who, ed25519(2), key_of(3), now);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == errc::invalid);
  const auto rotated = who.rotated(ed25519(1), p256_key(2), lifetime, false);
  REQUIRE(rotated);
  CHECK_FALSE(own_identity::make(*rotated, ed25519(1), key_of(3), now));
  const auto self = own_identity::make(*rotated, p256_key(2), key_of(3), now);
  REQUIRE(self);
  CHECK(met(*self, now));
}

TEST_CASE("an identity that was attested by a wrong clock holds once the clock is right") {
  const auto who = identity::create(ed25519(1), lifetime);
  for (const auto wrong : {timestamp{0}, now - 170'000'000, now + 2 * 24 * 3600}) {
    const auto self = own_identity::make(who, ed25519(1), key_of(2), wrong, 0);
    REQUIRE(self);
    CHECK(met(*self, now));
  }
}
