#include "channels/handshake/cipher_state.hpp"
#include "channels/identity/people.hpp"
#include "fixtures/aead_engines.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;

/// Nobody lives to see the end of the nonces, unless the counts can be set.
std::uint64_t& nonce_of(sealer&);
std::uint64_t& interval_of(opener&);
replay_window& window_of(opener&);
template <auto Nonce, auto Interval, auto Window>
struct reach {
  friend std::uint64_t& nonce_of(sealer& s) { return s.*Nonce; }
  friend std::uint64_t& interval_of(opener& o) { return o.*Interval; }
  friend replay_window& window_of(opener& o) { return o.*Window; }
};
template struct reach<&sealer::nonce_, &opener::interval_, &opener::window_>;

namespace {

/// The records of the nonces from 0 on; each holds its nonce, as one byte.
std::vector<bytes> records(std::size_t count, aead_engine engine = aead_engine::openssl) {
  sealer out(key_of(5), engine);
  std::vector<bytes> all;
  for (std::size_t nonce = 0; nonce < count; ++nonce) {
    bytes record(record_head_size + 1 + record_tail_size, static_cast<std::uint8_t>(nonce));
    REQUIRE(out.seal(record));
    all.push_back(record);
  }
  return all;
}

bool opens(opener& in, bytes record) {
  const auto opened = in.open(record);
  if (!opened) return false;
  CHECK(opened->plaintext.size() == 1);
  CHECK(opened->plaintext[0] == static_cast<std::uint8_t>(opened->nonce));
  return true;
}

struct step {
  std::size_t nonce;
  bool accepted;
};
void check_order(std::initializer_list<step> steps) {
  const auto all = records(200);
  for (const auto engine : engines) {
    opener in(key_of(5), engine);
    for (const auto& [nonce, accepted] : steps) {
      CAPTURE(nonce);
      CHECK(opens(in, all[nonce]) == accepted);
    }
  }
}

} // namespace

TEST_CASE("plaintext that lies elsewhere makes the same records, and stays as it is") {
  for (const auto engine : engines) {
    const auto all = records(100, engine); // with two changes of the key
    sealer out(key_of(5), engine);
    for (std::size_t nonce = 0; nonce < all.size(); ++nonce) {
      const bytes plaintext{static_cast<std::uint8_t>(nonce)};
      bytes record(all[nonce].size());
      REQUIRE(out.seal(plaintext, record));
      CHECK(record == all[nonce]);
      CHECK(plaintext[0] == static_cast<std::uint8_t>(nonce));
    }
  }
}

TEST_CASE("the keys of later intervals are those of the reference") {
  const auto& decoded = vectors().at("noise_decoded");
  for (const auto* direction : {"noise_k1", "noise_k2"}) {
    for (const auto engine : engines) {
      sealer out(key_of(hex_of(decoded.at(direction))), engine);
      const auto to =
          std::string(direction) == "noise_k1" ? "responder->initiator" : "initiator->responder";
      for (std::uint64_t nonce = 0, compared = 0; nonce <= 70; ++nonce) {
        bytes record(record_head_size + record_tail_size);
        for (const auto& sample : decoded.at("selected")) {
          if (sample.at("direction") != to || sample.at("nonce") != nonce) continue;
          const auto plaintext = hex_of(sample.at("plaintext"));
          record.insert(record.begin() + record_head_size, plaintext.begin(), plaintext.end());
          REQUIRE(out.seal(record));
          CHECK(record == hex_of(sample.at("wire")));
          ++compared;
        }
        if (record.size() == record_head_size + record_tail_size) REQUIRE(out.seal(record));
        if (nonce == 70) CHECK(compared >= 8);
      }
    }
  }
}

TEST_CASE("records that come in other orders are taken as the reference takes them") {
  check_order({{0, true},
               {1, true},
               {5, true},
               {3, true},
               {3, false},
               {33, true},
               {2, true},
               {66, false},
               {65, true},
               {40, true},
               {31, false},
               {34, true},
               {97, true},
               {64, false}});
  check_order({{33, false}, {32, true}, {0, true}, {1, true}});
  check_order(
      {{32, true}, {64, true}, {31, false}, {32, false}, {96, true}, {128, true}, {160, true}});
}

TEST_CASE("every third record may get lost") {
  const auto all = records(1000);
  opener in(key_of(5));
  for (std::size_t nonce = 0; nonce < all.size(); ++nonce)
    if (nonce % 3 != 1) CHECK(opens(in, all[nonce]));
}

TEST_CASE("neighbours may swap, over the border of an interval too") {
  const auto all = records(1000);
  opener in(key_of(5));
  for (std::size_t nonce = 1; nonce + 1 < all.size(); nonce += 2) {
    CHECK(opens(in, all[nonce + 1]));
    CHECK(opens(in, all[nonce]));
  }
}

TEST_CASE("no record is opened twice, however late it comes back") {
  const auto all = records(150);
  opener in(key_of(5));
  for (std::size_t nonce = 0; nonce < all.size(); ++nonce) {
    CHECK(opens(in, all[nonce]));
    for (std::size_t old = 0; old <= nonce; ++old) CHECK_FALSE(opens(in, all[old]));
  }
}

TEST_CASE("every flipped bit and every truncation is rejected, and the good record still opens") {
  const auto& transcript = vectors().at("noise");
  const auto& keys = vectors().at("noise_decoded");
  const auto& records = transcript.at("transport_messages_seen_at_hop");
  const auto back = transcript.at("handshake_messages_seen_at_hop").at(1).at("onward_route");
  for (const auto engine : engines) {
    opener initiator(key_of(hex_of(keys.at("noise_k1"))), engine);
    opener responder(key_of(hex_of(keys.at("noise_k2"))), engine);
    for (const auto& record : records) {
      auto& in = record.at("onward_route") == back ? initiator : responder;
      auto good = hex_of(record.at("payload"));
      std::size_t opened = 0;
      for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        auto bad = good;
        bad[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
        opened += in.open(bad) ? 1 : 0;
      }
      for (std::size_t size = 0; size < good.size(); ++size) {
        bytes cut(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size));
        opened += in.open(cut) ? 1 : 0;
      }
      CHECK(opened == 0);
      CHECK(in.open(good));
    }
  }
}

TEST_CASE("a record of another key or of the other direction is rejected") {
  auto all = records(40);
  opener other(key_of(6));
  for (auto& record : all) CHECK_FALSE(other.open(record));
}

TEST_CASE("the reserved nonce is refused") {
  opener in(key_of(5));
  bytes record(record_head_size + record_tail_size, 0xff);
  const auto opened = in.open(record);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == errc::denied);
}

TEST_CASE("an error says why a record was not opened") {
  auto all = records(40);
  opener in(key_of(5));
  bytes short_one(record_head_size + record_tail_size - 1);
  CHECK(failed_for(in.open(short_one), "too short"));
  CHECK(opens(in, all[0]));
  CHECK(failed_for(in.open(all[0]), "nonce 0 came before"));
  CHECK(failed_for(in.open(all[33]), "nonce 33 came before, late or early"));
  all[1].back() ^= 1;
  CHECK(failed_for(in.open(all[1]), "nobody here sealed"));
}

TEST_CASE("the last nonce is never used, to seal or to open") {
  sealer out(key_of(5));
  bytes record(record_head_size + record_tail_size);
  nonce_of(out) = reserved_nonce - 1;
  REQUIRE(out.seal(record));
  opener in(key_of(5)); // as far as a channel can get
  interval_of(in) = (reserved_nonce - 1) / rekey_interval;
  window_of(in).accept(reserved_nonce - 2);
  CHECK(in.open(record));
  for (int again = 0; again < 2; ++again) {
    const auto sealed = out.seal(record);
    REQUIRE_FALSE(sealed);
    CHECK(sealed.error().code == errc::limit);
  }
  std::fill(record.begin(), record.end(), std::uint8_t{0});
  std::fill_n(record.begin(), record_head_size, std::uint8_t{0xff});
  make_aead(key_of(5))->seal(reserved_nonce, {}, {},
                             std::span(record).last<record_tail_size>()); // genuine, but reserved
  CHECK(window_of(in).admits(reserved_nonce));
  const auto opened = in.open(record);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == errc::denied);
}

TEST_CASE("an empty message is a record like any other") {
  sealer out(key_of(5));
  opener in(key_of(5));
  bytes record(record_head_size + record_tail_size);
  REQUIRE(out.seal(record));
  const auto opened = in.open(record);
  REQUIRE(opened);
  CHECK(opened->plaintext.empty());
}
