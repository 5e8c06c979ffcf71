#include "channels/identity/identity.hpp"
#include "channels/identity/people.hpp"
#include "config/defaults.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;

namespace {

const nlohmann::json& sample(const char* name) { return vectors().at("identity").at(name); }

change make_change(const change_data& data, const signing_key& key,
                   const signing_key* previous = nullptr) {
  change out{encode_envelope(envelope_kind::change, encode(data)), {}, {}};
  out.signed_by_key = key.sign(out.hash());
  if (previous) out.signed_by_previous_key = previous->sign(out.hash());
  return out;
}

bytes history_of(std::initializer_list<change> changes) {
  bytes out;
  wire::cbor_writer writer{out};
  writer.array(changes.size());
  for (const auto& c : changes) write(writer, c);
  return out;
}

/// A first change by key 1 and its hash.
struct beginning {
  signing_key one = ed25519(1), two = ed25519(2);
  change first = make_change({{}, one.public_key(), false, lifetime}, one);
  digest hash = first.hash();
};

} // namespace

TEST_CASE("an identity with an Ed25519 key is that of the reference") {
  const auto& expected = sample("ed25519_identity");
  const auto key = ed25519(0x41);
  const auto made = identity::create(
      key, {expected.at("from").get<timestamp>(), expected.at("until").get<timestamp>()});
  CHECK(made.to_hex() == text_in(expected.at("change_history_cbor")));
  CHECK(to_string(made.id()) == text_in(expected.at("identifier")));
  CHECK(made.latest().key == key.public_key());
}

TEST_CASE("an identity with a P-256 key is that of the reference") {
  const auto& expected = sample("p256_identity");
  const auto made = identity::create(p256_key(0x51), lifetime);
  CHECK(made.to_hex() == text_in(expected.at("change_history_cbor")));
  CHECK(to_string(made.id()) == text_in(expected.at("identifier")));
}

TEST_CASE("a rotated identity is that of the reference and keeps its identifier") {
  const auto& expected = sample("rotated_identity");
  const auto before = identity::create(ed25519(0x41), lifetime);
  const auto after = before.rotated(ed25519(0x41), ed25519(0x42),
                                    {expected.at("new_from").get<timestamp>(), end}, true);
  REQUIRE(after);
  CHECK(after->to_hex() == text_in(expected.at("change_history_cbor")));
  CHECK(after->id() == before.id());
  CHECK(after->latest().key == ed25519(0x42).public_key());
  CHECK(after->latest().revoke_all_purpose_keys);
  CHECK(after->changes() == 2);
}

TEST_CASE("every history of the reference is read and written the same") {
  for (const auto* name : {"ed25519_identity", "p256_identity", "rotated_identity"}) {
    const auto& text = sample(name).at("change_history_cbor").get_ref<const std::string&>();
    const auto read = identity::import(text);
    REQUIRE(read);
    CHECK(read->to_hex() == text);
    CHECK(to_string(read->id()) == text_in(sample(name).at("identifier")));
  }
  const auto issuer =
      identity::import(sample("credential").at("issuer_change_history_cbor").get<std::string>());
  REQUIRE(issuer);
  CHECK(to_string(issuer->id()) == text_in(sample("credential").at("issuer_identifier")));
}

TEST_CASE("a key of one scheme may follow one of the other") {
  const auto made = identity::create(ed25519(1), lifetime);
  const auto rotated = made.rotated(ed25519(1), p256_key(2), lifetime, false);
  REQUIRE(rotated);
  const auto again = rotated->rotated(p256_key(2), ed25519(3), lifetime, false);
  REQUIRE(again);
  const auto read = identity::decode(again->encode());
  REQUIRE(read);
  CHECK(read->id() == made.id());
  CHECK(read->latest() == again->latest());
  CHECK(read->latest_hash() == again->latest_hash());
}

TEST_CASE("only the owner of the current key rotates, and not into the past") {
  const auto made = identity::create(ed25519(1), lifetime);
  CHECK(failed_for(made.rotated(ed25519(2), ed25519(3), lifetime, false), "not the current key"));
  CHECK(failed_for(made.rotated(ed25519(1), ed25519(3), {start - 1, end}, false), "validity"));
}

TEST_CASE("every flipped bit and every truncation of a history is noticed") {
  for (const auto* name : {"ed25519_identity", "p256_identity", "rotated_identity"}) {
    const auto good = hex_of(sample(name).at("change_history_cbor"));
    for (std::size_t size = 0; size < good.size(); ++size)
      CHECK_FALSE(
          identity::decode(bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size))));
    const auto expected = identity::decode(good);
    REQUIRE(expected);
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
      auto bad = good;
      bad[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
      const auto read = identity::decode(bad);
      // The head of the list may then announce fewer changes: a shorter history of the same owner.
      if (read) CHECK((bit < 8 && read->changes() < expected->changes()));
    }
  }
}

TEST_CASE("a broken chain of changes is refused with the rule that it breaks") {
  const beginning b;
  const auto second = [&](change_data data) { return make_change(data, b.two, &b.one); };
  const change_data good{b.hash, b.two.public_key(), false, lifetime};
  REQUIRE(identity::decode(history_of({b.first, second(good)})));

  auto orphan = good;
  orphan.previous.reset();
  CHECK(failed_for(identity::decode(history_of({b.first, second(orphan)})), "does not name"));
  auto stranger = good;
  stranger.previous->front() ^= 1;
  CHECK(failed_for(identity::decode(history_of({b.first, second(stranger)})), "does not name"));
  CHECK(failed_for(identity::decode(history_of({second(good)})), "names a previous one"));
  auto older = good;
  older.attestations.from = start - 1;
  CHECK(failed_for(identity::decode(history_of({b.first, second(older)})), "older"));
  CHECK(failed_for(identity::decode(history_of({b.first, b.first})), "does not name"));
  CHECK(failed_for(identity::decode(history_of({})), "no change"));
}

TEST_CASE("a change that the key before it did not sign is refused") {
  const beginning b;
  const change_data data{b.hash, b.two.public_key(), false, lifetime};
  const auto three = ed25519(3);
  const char* unsigned_by_previous = "not signed by the key before it";
  CHECK(failed_for(identity::decode(history_of({b.first, make_change(data, b.two)})),
                   unsigned_by_previous));
  CHECK(failed_for(identity::decode(history_of({b.first, make_change(data, b.two, &three)})),
                   unsigned_by_previous));
  CHECK(failed_for(identity::decode(history_of({b.first, make_change(data, b.two, &b.two)})),
                   unsigned_by_previous));
  CHECK(failed_for(identity::decode(history_of({b.first, make_change(data, b.one, &b.one)})),
                   "not signed by its key"));
}

TEST_CASE("a lower and a higher version are refused") {
  const beginning b;
  for (const std::uint8_t version : {std::uint8_t{0}, std::uint8_t{2}}) {
    auto other = b.first;
    REQUIRE(other.envelope[1] == 1);
    other.envelope[1] = version;
    other.signed_by_key = b.one.sign(other.hash());
    CHECK(failed_for(identity::decode(history_of({other})), "version"));
  }
  auto kind = b.first;
  REQUIRE(kind.envelope[2] == 1);
  kind.envelope[2] = 2;
  kind.signed_by_key = b.one.sign(kind.hash());
  CHECK(failed_for(identity::decode(history_of({kind})), "kind"));
}

TEST_CASE("a history is not longer than allowed") {
  auto grown = identity::create(ed25519(1), lifetime);
  while (grown.changes() < config::identity_changes_max)
    grown = *grown.rotated(ed25519(1), ed25519(1), lifetime, false);
  CHECK(identity::decode(grown.encode()));
  CHECK(failed_for(grown.rotated(ed25519(1), ed25519(1), lifetime, false), "too many"));
}

TEST_CASE("what is no hexadecimal text is no identity") {
  CHECK(failed_for(identity::import("8"), "hexadecimal"));
  CHECK(failed_for(identity::import("zz"), "hexadecimal"));
  CHECK_FALSE(identity::import(""));
}
