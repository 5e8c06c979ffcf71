#include "channels/identity/credential.hpp"
#include "channels/identity/people.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;

namespace {

const nlohmann::json& sample() { return vectors().at("identity").at("credential"); }

presented_credential presented_of(const bytes& encoded) {
  wire::cbor_reader in{encoded};
  auto out = take_presented_credential(in);
  REQUIRE(in.ok());
  return out;
}

} // namespace

TEST_CASE("the credential of the reference comes out the same") {
  const authority a;
  const auto subject = identity::import(
      vectors().at("identity").at("rotated_identity").at("change_history_cbor").get<std::string>());
  REQUIRE(subject);
  const credential content{subject->id(),
                           subject->latest_hash(),
                           1,
                           {{"ockam-relay", "*"}, {"trust_context_id", "proj1"}},
                           {start + 2, end - 2}};
  const auto made = issue(content, a.credential_key, a.key_attested);
  CHECK(wire::to_hex(made.credential.envelope) == text_in(sample().at("versioned_data_cbor")));
  CHECK(wire::to_hex(encoded(made)) == text_in(sample().at("credential_and_purpose_key_cbor")));
}

TEST_CASE("the credentials of the reference are accepted") {
  const auto issuer =
      identity::import(sample().at("issuer_change_history_cbor").get<std::string>());
  const auto subject = identifier::parse(sample().at("subject").get<std::string>());
  REQUIRE(issuer);
  REQUIRE(subject);
  const auto old = verify(presented_of(hex_of(sample().at("credential_and_purpose_key_cbor"))),
                          *issuer, *subject, now);
  REQUIRE(old);
  CHECK(old->attributes.at("ockam-relay") == "*");
  CHECK(old->attributes.at("trust_context_id") == "proj1");
  const auto recent =
      presented_of(hex_of(vectors().at("identity").at("credential_issued_by_library_now")));
  const auto verified = verify(recent, *issuer, *subject, 0x6b02361d);
  REQUIRE(verified);
  CHECK(verified->attributes == std::map<std::string, std::string>{{"k", "v"}});
  CHECK(failed_for(verify(recent, *issuer, *subject, 0x6b02442e), "expired"));
}

TEST_CASE("a credential of somebody else, of another issuer or out of its time is refused") {
  const authority a;
  const person alice(1), bob(2);
  const auto good = issue(a.member(alice.who.id()), a.credential_key, a.key_attested);
  CHECK(verify(good, a.who, alice.who.id(), now));
  CHECK(failed_for(verify(good, a.who, bob.who.id(), now), "somebody else"));
  CHECK(failed_for(verify(good, bob.who, alice.who.id(), now), "its issuer's key"));
  const auto refused = [&](validity valid, const char* why) {
    auto content = a.member(alice.who.id());
    content.valid = valid;
    return failed_for(
        verify(issue(content, a.credential_key, a.key_attested), a.who, alice.who.id(), now), why);
  };
  CHECK(refused({start, end - 2}, "created before"));
  CHECK(refused({start + 2, end}, "expires after"));
  CHECK(refused({start + 2, now - 1}, "expired"));
  CHECK(refused({now + 61, end - 2}, "not yet valid"));
}

TEST_CASE("what was signed a moment ago and does not hold tells how far the clocks are apart") {
  const authority a;
  const person alice(1);
  credential content = a.member(alice.who.id());
  content.valid = {now, now + 4 * 3600};
  const auto fresh = issue(content, a.credential_key, a.key_attested);
  const auto said_at = [&](timestamp here) {
    const auto wrong = verify(fresh, a.who, alice.who.id(), here);
    REQUIRE_FALSE(wrong);
    return why_not_fresh(fresh, wrong.error(), here);
  };
  CHECK(
      said_at(now - 1200).message
      == "the clock here and there differ by 20 min (it is earlier here), so what is signed there "
         "does not hold here");
  CHECK(said_at(now + 2 * 86400).message
        == "the clock here and there differ by 2 days (it is later here), so what is signed there "
           "does not hold here: credential: expired 44 h ago");
  CHECK(said_at(now - 1200).hint == "set the clock that is wrong: timedatectl status");
  const auto other = fail(errc::denied, "of somebody else");
  CHECK(why_not_fresh(fresh, other, now).message == other.message);
}

TEST_CASE("a credential that the attested key did not sign is refused") {
  const authority a;
  const person alice(1);
  const auto content = a.member(alice.who.id());
  CHECK(failed_for(verify(issue(content, a.primary, a.key_attested), a.who, alice.who.id(), now),
                   "wrong signature"));
  const auto channel_key = attest(a.who, a.primary, x25519_public_key{1}, lifetime);
  CHECK(
      failed_for(verify(issue(content, a.credential_key, channel_key), a.who, alice.who.id(), now),
                 "another purpose"));
}

TEST_CASE("every flipped bit and every truncation of a credential is noticed") {
  const authority a;
  const person alice(1);
  const auto good = encoded(issue(a.member(alice.who.id()), a.credential_key, a.key_attested));
  const auto accepted = [&](const bytes& data) {
    wire::cbor_reader in{data};
    const auto presented = take_presented_credential(in);
    return in.ok() && verify(presented, a.who, alice.who.id(), now);
  };
  CHECK(accepted(good));
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    auto bad = good;
    bad[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    CHECK_FALSE(accepted(bad));
  }
  for (std::size_t size = 0; size < good.size(); ++size)
    CHECK_FALSE(accepted(bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size))));
}

TEST_CASE("a peer presents a few credentials and not more") {
  const authority a;
  const person alice(1);
  const auto one = issue(a.member(alice.who.id()), a.credential_key, a.key_attested);
  for (const std::size_t count : {0, 1, 16, 17}) {
    const std::vector<presented_credential> all(count, one);
    const auto data = encoded(std::span<const presented_credential>(all));
    wire::cbor_reader in{data};
    CHECK(take_presented_credentials(in).size() == std::min<std::size_t>(count, 16));
    CHECK(in.ok() == (count <= 16));
  }
}
