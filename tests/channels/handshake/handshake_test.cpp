#include "channels/handshake/handshake.hpp"
#include "channels/identity/people.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;
using enum handshake_state;

namespace {

std::shared_ptr<const x25519_key> shared_key(std::uint8_t byte) {
  return std::make_shared<x25519_key>(key_of(byte));
}
handshake new_initiator(std::uint8_t ephemeral = 0x21) {
  static const auto static_key = shared_key(0x11);
  return handshake::initiator(static_key, key_of(ephemeral));
}
handshake new_responder() {
  static const auto static_key = shared_key(0x12);
  return handshake::responder(static_key, key_of(0x22));
}

/// A handshake of two real nodes with the keys above, and what they told each other.
struct recording {
  recording() {
    const auto& messages = vectors().at("noise").at("handshake_messages_seen_at_hop");
    m1 = hex_of(messages.at(0).at("payload"));
    m2 = hex_of(messages.at(1).at("payload"));
    m3 = hex_of(messages.at(2).at("payload"));
    auto i = new_initiator();
    auto r = new_responder();
    REQUIRE(i.write({}));
    REQUIRE(r.read(m1));
    payload_2 = *i.read(m2);
    REQUIRE(r.write(payload_2));
    payload_3 = *r.read(m3);
  }
  bytes m1, m2, m3, payload_2, payload_3;
};

const recording& recorded() {
  static const recording out;
  return out;
}

/// An initiator or a responder that went as far as `state` with the recorded messages.
handshake at(handshake_state state, bool initiator) {
  auto out = initiator ? new_initiator() : new_responder();
  while (out.state() != state) {
    switch (out.state()) {
    case m1_to_send: REQUIRE(out.write({})); break;
    case m1_awaited: REQUIRE(out.read(recorded().m1)); break;
    case m2_to_send: REQUIRE(out.write(recorded().payload_2)); break;
    case m2_awaited: REQUIRE(out.read(recorded().m2)); break;
    case m3_to_send: REQUIRE(out.write(recorded().payload_3)); break;
    case m3_awaited: REQUIRE(out.read(recorded().m3)); break;
    case complete:
    case failed: FAIL("not on the way"); return out;
    }
  }
  return out;
}

bytes flipped(bytes data, std::size_t bit) {
  data[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
  return data;
}
bytes cut(const bytes& data, std::size_t size) {
  return bytes(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(size));
}

/// Reading this ends the handshake for good.
void check_ends(handshake h, const bytes& message) {
  CHECK_FALSE(h.read(message));
  CHECK(h.state() == failed);
  CHECK_FALSE(h.read(message));
  CHECK_FALSE(h.write({}));
}

} // namespace

TEST_CASE("both sides agree on keys, payloads and each other's static key") {
  auto i = new_initiator();
  auto r = new_responder();
  CHECK(i.state() == m1_to_send);
  CHECK(r.state() == m1_awaited);
  const bytes one{1}, two{2, 2}, three{3, 3, 3};
  CHECK(*r.read(*i.write(one)) == one);
  CHECK(*i.read(*r.write(two)) == two);
  CHECK(i.peer_key() == x25519_key(key_of(0x12)).public_key());
  CHECK(*r.read(*i.write(three)) == three);
  CHECK(r.peer_key() == x25519_key(key_of(0x11)).public_key());
  CHECK(i.state() == complete);
  CHECK(r.state() == complete);
  const auto ours = i.keys(), theirs = r.keys();
  CHECK(ours.outbound == theirs.inbound);
  CHECK(ours.inbound == theirs.outbound);
  CHECK_FALSE(ours.inbound == ours.outbound);
}

TEST_CASE("messages are as long as their parts") {
  CHECK(recorded().m1.size() == 32);
  CHECK(recorded().m2.size() == 96 + recorded().payload_2.size());
  CHECK(recorded().m3.size() == 64 + recorded().payload_3.size());
  CHECK(new_initiator().write(bytes(5, 1))->size() == 32 + 5);
}

TEST_CASE("a message that is not awaited changes nothing") {
  struct row {
    handshake_state state;
    bool initiator;
  };
  for (const auto& [state, initiator] :
       {row{m1_to_send, true}, row{m3_to_send, true}, row{complete, true}, row{m2_to_send, false},
        row{complete, false}}) {
    for (const auto& message : {recorded().m1, recorded().m2, recorded().m3, bytes{}}) {
      auto h = at(state, initiator);
      const auto read = h.read(message);
      REQUIRE_FALSE(read);
      CHECK(read.error().code == errc::protocol);
      CHECK(h.state() == state);
    }
  }
  auto r = at(m2_to_send, false);
  CHECK_FALSE(r.read(recorded().m3));
  CHECK(*r.write(recorded().payload_2) == recorded().m2);
}

TEST_CASE("sending out of turn changes nothing") {
  struct row {
    handshake_state state;
    bool initiator;
  };
  for (const auto& [state, initiator] :
       {row{m2_awaited, true}, row{complete, true}, row{m1_awaited, false}, row{m3_awaited, false},
        row{complete, false}}) {
    auto h = at(state, initiator);
    const auto written = h.write({});
    REQUIRE_FALSE(written);
    CHECK(written.error().code == errc::internal);
    CHECK(h.state() == state);
  }
}

TEST_CASE("the wrong message ends a handshake that awaits another one") {
  check_ends(at(m2_awaited, true), recorded().m1);
  check_ends(at(m2_awaited, true), recorded().m3);
  check_ends(at(m2_awaited, true), {});
  check_ends(at(m3_awaited, false), recorded().m1);
  check_ends(at(m3_awaited, false), recorded().m2);
  check_ends(at(m3_awaited, false), {});
  // m2 and m3 pass for an m1, which anybody can make; but nobody completes what they began.
  for (const auto& message : {recorded().m2, recorded().m3}) {
    auto r = new_responder();
    REQUIRE(r.read(message));
    const auto answer = r.write({});
    REQUIRE(answer);
    check_ends(at(m2_awaited, true), *answer);
  }
}

TEST_CASE("every truncation of a message ends the handshake") {
  for (std::size_t size = 0; size < 32; ++size)
    check_ends(at(m1_awaited, false), cut(recorded().m1, size));
  for (std::size_t size = 0; size < recorded().m2.size(); ++size)
    check_ends(at(m2_awaited, true), cut(recorded().m2, size));
  for (std::size_t size = 0; size < recorded().m3.size(); ++size)
    check_ends(at(m3_awaited, false), cut(recorded().m3, size));
}

TEST_CASE("every flipped bit of m2 and m3 ends the handshake") {
  for (std::size_t bit = 0; bit < recorded().m2.size() * 8; ++bit)
    check_ends(at(m2_awaited, true), flipped(recorded().m2, bit));
  for (std::size_t bit = 0; bit < recorded().m3.size() * 8; ++bit)
    check_ends(at(m3_awaited, false), flipped(recorded().m3, bit));
}

TEST_CASE("a flipped bit of m1 comes out when m2 is read") {
  for (std::size_t bit = 0; bit < recorded().m1.size() * 8; ++bit) {
    auto r = new_responder();
    REQUIRE(r.read(flipped(recorded().m1, bit)));
    const auto answer = r.write(recorded().payload_2);
    REQUIRE(answer);
    check_ends(at(m2_awaited, true), *answer);
  }
}

TEST_CASE("an error says which check failed") {
  const auto why = [](handshake h, const bytes& message) { return h.read(message); };
  const auto& [m1, m2, m3, payload_2, payload_3] = recorded();
  CHECK(failed_for(why(at(m1_awaited, false), cut(m1, 31)), "handshake: shorter than a key"));
  CHECK(failed_for(why(at(m2_awaited, true), cut(m2, 31)), "handshake: shorter than a key"));
  CHECK(failed_for(why(at(m2_awaited, true), cut(m2, 79)), "shorter than an encrypted key"));
  CHECK(failed_for(why(at(m2_awaited, true), cut(m2, 95)), "shorter than a tag"));
  CHECK(failed_for(why(at(m3_awaited, false), cut(m3, 47)), "shorter than an encrypted key"));
  CHECK(failed_for(why(at(m3_awaited, false), cut(m3, 63)), "shorter than a tag"));
  for (const std::size_t byte : {0, 40, 100})
    CHECK(failed_for(why(at(m2_awaited, true), flipped(m2, byte * 8)), "the same keys"));
  CHECK(failed_for(why(at(m2_awaited, true), bytes(200, 0)), "low order"));
  CHECK(failed_for(why(at(m2_awaited, true), bytes(65536, 9)), "too long"));
  CHECK(failed_for(why(at(complete, true), m2), "reading is not to be done now"));
}

TEST_CASE("messages of another handshake are worth nothing") {
  auto other = new_initiator(0x31);
  REQUIRE(other.write({}));
  check_ends(std::move(other), recorded().m2);
}

TEST_CASE("a key of low order ends the handshake") {
  auto r = new_responder();
  REQUIRE(r.read(bytes(32, 0)));
  CHECK_FALSE(r.write({}));
  CHECK(r.state() == failed);
  check_ends(at(m2_awaited, true), bytes(200, 0));
}

TEST_CASE("a message is at most 65535 bytes long") {
  auto r = new_responder();
  CHECK(r.read(bytes(65535, 9)));
  check_ends(new_responder(), bytes(65536, 9));
  auto fits = at(m2_to_send, false);
  CHECK(fits.write(bytes(65535 - 96, 1)));
  auto exceeds = at(m2_to_send, false);
  CHECK_FALSE(exceeds.write(bytes(65535 - 95, 1)));
  CHECK(exceeds.state() == failed);
}
