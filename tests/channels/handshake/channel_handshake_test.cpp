#include "channels/handshake/channel_handshake.hpp"
#include "channels/identity/people.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;

namespace {

own_identity self_with(std::uint8_t byte) {
  const person who{byte};
  auto out = own_identity::make(who.who, who.signer, key_of(std::uint8_t(byte + 0x40)), now);
  REQUIRE(out);
  return std::move(*out);
}

/// An initiator (1) and a responder (2) that talk to whom they are told.
struct two_ends {
  own_identity first = self_with(1), second = self_with(2);
  channel_handshake::payload_maker of_first = [this] { return first.handshake_payload(); };
  channel_handshake::payload_maker of_second = [this] { return second.handshake_payload(); };

  channel_handshake begun(allow_list whom = {}) const {
    return channel_handshake::initiator(first, std::move(whom), key_of(std::uint8_t{0x21}));
  }
  channel_handshake answering(bytes m1, allow_list whom = {}) const {
    return channel_handshake::responder(second, std::move(whom), key_of(std::uint8_t{0x22}),
                                        std::move(m1));
  }
};

} // namespace

TEST_CASE_FIXTURE(two_ends,
                  "after three messages both ends know each other and have the same keys") {
  auto a = begun();
  const auto m1 = a.begin(of_first);
  REQUIRE(m1);
  auto b = answering(*m1);
  const auto m2 = b.begin(of_second);
  REQUIRE(m2);
  const auto b_is = a.take(*m2, now);
  REQUIRE(b_is);
  CHECK(b_is->who.id() == second.who().id());
  const auto m3 = a.answer(of_first);
  REQUIRE(m3);
  const auto a_is = b.take(*m3, now);
  REQUIRE(a_is);
  CHECK(a_is->who.id() == first.who().id());
  CHECK(std::ranges::equal(a.keys().outbound.view(), b.keys().inbound.view()));
  CHECK(std::ranges::equal(a.keys().inbound.view(), b.keys().outbound.view()));
  CHECK(a.is_initiator());
  CHECK_FALSE(b.is_initiator());
}

TEST_CASE_FIXTURE(two_ends, "a peer that is not wanted ends the handshake, and is named") {
  const allow_list only_itself{{first.who().id()}};
  auto a = begun(only_itself);
  auto b = answering(*a.begin(of_first));
  const auto refused = a.take(*b.begin(of_second), now);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == errc::denied);
  CHECK(refused.error().message.find(to_string(second.who().id())) != std::string::npos);
  CHECK_FALSE(a.goes_on());
}

TEST_CASE_FIXTURE(two_ends, "a proof that does not hold any more ends the handshake") {
  auto a = begun();
  auto b = answering(*a.begin(of_first));
  CHECK_FALSE(a.take(*b.begin(of_second), end + 1));
  CHECK_FALSE(a.goes_on());
}

TEST_CASE_FIXTURE(two_ends, "what was not awaited changes nothing, and what is wrong ends it") {
  auto a = begun();
  auto b = answering(*a.begin(of_first));
  const auto m2 = *b.begin(of_second);
  auto wrong = m2;
  wrong.back() ^= 1;
  SUBCASE("damaged") {
    CHECK_FALSE(a.take(wrong, now));
    CHECK_FALSE(a.goes_on());
  }
  SUBCASE("again") {
    REQUIRE(a.take(m2, now));
    CHECK_FALSE(a.take(m2, now)); // it is this end's turn
    CHECK(a.goes_on());
    const auto m3 = a.answer(of_first);
    REQUIRE(m3);
    CHECK(b.take(*m3, now));
  }
}

TEST_CASE_FIXTURE(two_ends, "an end says who it is only when it is its turn") {
  auto said = 0;
  const channel_handshake::payload_maker count = [&] {
    ++said;
    return first.handshake_payload();
  };
  auto a = begun();
  auto b = answering(*a.begin(count));
  CHECK(said == 0);
  REQUIRE(a.take(*b.begin(of_second), now));
  REQUIRE(a.answer(count));
  CHECK(said == 1);
  auto wrong = answering({1, 2, 3});
  CHECK_FALSE(wrong.begin(count));
  CHECK(said == 1);
}
