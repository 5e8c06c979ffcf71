// The messages of streams that outlive their path.
#include "fixtures/vectors.hpp"
#include "wire/damage.hpp"
#include "wire/messages/portal.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::wire;
using ockam::tests::hex;

namespace {

constexpr stream_id some_id{0xf0, 0x0d, 0xca, 0xfe, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
constexpr auto some_name = "f00dcafe000102030405060708090a0b";

portal_message whole(const bytes& message) {
  const auto m = decode_portal(message);
  REQUIRE(m);
  auto out = *m;
  out.payload = {};
  return out;
}

bytes payload_at(std::string_view data, portal_positions at) {
  const auto head = encode_payload_head(data.size());
  bytes out(head.bytes.begin(), head.bytes.begin() + static_cast<std::ptrdiff_t>(head.size));
  out.insert(out.end(), data.begin(), data.end());
  for (const auto byte : encode_positions(at)) out.push_back(byte);
  return out;
}

/// What decodes, written again.
std::optional<bytes> write_again(bytes_view input) {
  const auto m = decode_portal(input);
  if (!m) return {};
  switch (m->kind) {
  case portal_kind::ping: return encode_ping(m->capabilities);
  case portal_kind::pong: return encode_pong(m->capabilities, m->incarnation);
  case portal_kind::disconnect: return encode_disconnect(m->why);
  case portal_kind::credit: return encode_credit(m->credit);
  case portal_kind::end: return m->positions ? encode_end(*m->positions) : encode_end(m->counter);
  case portal_kind::position: return encode_position(m->place.received, m->place.limit);
  case portal_kind::resume: return encode_resume(m->id, m->attempt, m->received, m->limit);
  case portal_kind::resumed: return encode_resumed(m->attempt, m->received, m->limit);
  case portal_kind::lost: return encode_lost();
  case portal_kind::gone: return encode_gone(m->attempt, m->incarnation.value_or(0), m->promise);
  case portal_kind::forget: return encode_forget(m->id);
  case portal_kind::payload: break;
  }
  return payload_at(text_of(m->payload), m->positions.value_or(portal_positions{}));
}

/// One of each kind that only streams with positions know, and what else they say.
std::vector<bytes> all_kinds() {
  return {encode_position(7, 0x40000),
          encode_resume(some_id, 3, 0x1'0000'0007, 0x1'0004'0007),
          encode_resumed(3, 7, 0x40007),
          encode_lost(),
          encode_gone(3, 0x1122334455667788, true),
          encode_gone(4, 1, false),
          encode_forget(some_id),
          encode_end(portal_positions{7, 5}),
          encode_pong(portal_credit | portal_half_close | portal_resume, 0x1122334455667788),
          payload_at("hi", {5, 7})};
}

} // namespace

TEST_CASE("payload at positions 5 and 6, with 7 of the other direction here") {
  CHECK(to_hex(payload_at("hi", {5, 7}))
        == "030268690205000000"
           "07000000");
  const auto message = hex("03026869020500000007000000");
  const auto m = decode_portal(message);
  REQUIRE(m);
  CHECK(text_of(m->payload) == "hi");
  CHECK(m->positions == portal_positions{5, 7});
  CHECK_FALSE(m->counter);
}

TEST_CASE("a position says what is here and how far the other may go") {
  CHECK(to_hex(encode_position(7, 0x40000)) == "060700000000000400");
  const auto m = whole(hex("060700000000000400"));
  CHECK(m.kind == portal_kind::position);
  CHECK(m.place == portal_place{7, 262144});
}

TEST_CASE("an end has a position, a counter or nothing") {
  CHECK(to_hex(encode_end(portal_positions{0x04030201, 0xffffffff})) == "050201020304ffffffff");
  CHECK(whole(hex("050201020304ffffffff")).positions == portal_positions{0x04030201, 0xffffffff});
  CHECK_FALSE(whole(hex("050201020304ffffffff")).counter);
  CHECK_FALSE(whole(hex("05013412")).positions);
  CHECK(whole(hex("05013412")).counter == 0x1234);
}

TEST_CASE("an empty payload with positions is a probe") {
  const auto m = whole(payload_at("", {9, 8}));
  CHECK(m.kind == portal_kind::payload);
  CHECK(m.positions == portal_positions{9, 8});
}

TEST_CASE("a resume and its answer say whole positions") {
  const auto asked = encode_resume(some_id, 3, 0x0807060504030201, 0x1'0004'0007);
  CHECK(to_hex(asked)
        == std::string("07") + some_name
               + "03000000"
                 "0102030405060708"
                 "0700040001000000");
  const auto resume = whole(asked);
  CHECK(resume.kind == portal_kind::resume);
  CHECK(resume.id == some_id);
  CHECK(resume.attempt == 3);
  CHECK(resume.received == 0x0807060504030201);
  CHECK(resume.limit == 0x1'0004'0007);

  const auto answer = encode_resumed(0xfffffffe, 7, 0x40007);
  CHECK(to_hex(answer)
        == "08feffffff"
           "0700000000000000"
           "0700040000000000");
  const auto resumed = whole(answer);
  CHECK(resumed.kind == portal_kind::resumed);
  CHECK(resumed.attempt == 0xfffffffe);
  CHECK(resumed.received == 7);
  CHECK(resumed.limit == 0x40007);
}

TEST_CASE("lost is a byte, forget an id") {
  CHECK(to_hex(encode_lost()) == "09");
  CHECK(whole(hex("09")).kind == portal_kind::lost);
  CHECK(to_hex(encode_forget(some_id)) == std::string("0b") + some_name);
  CHECK(whole(encode_forget(some_id)).kind == portal_kind::forget);
  CHECK(whole(encode_forget(some_id)).id == some_id);
}

TEST_CASE("gone says of which start of the outlet it speaks, and whether it promises") {
  CHECK(to_hex(encode_gone(3, 0x1122334455667788, true))
        == "0a03000000"
           "8877665544332211"
           "01");
  const auto m = whole(encode_gone(3, 0x1122334455667788, true));
  CHECK(m.kind == portal_kind::gone);
  CHECK(m.attempt == 3);
  CHECK(m.incarnation == 0x1122334455667788);
  CHECK(m.promise);
  CHECK_FALSE(whole(encode_gone(3, 1, false)).promise);
  auto other = encode_gone(3, 1, true);
  other.back() = 2; // only 1 promises
  CHECK_FALSE(whole(other).promise);
}

TEST_CASE("a pong has an incarnation with the bit of resuming only") {
  CHECK(to_hex(encode_pong(15, 0x1122334455667788))
        == "014f010f00"
           "8877665544332211");
  CHECK(to_hex(encode_pong(7, 0x1122334455667788)) == "014f010700");
  CHECK(to_hex(encode_pong({}, 0x1122334455667788)) == "01");
  const auto m = whole(hex("014f010f008877665544332211"));
  CHECK(m.capabilities == 15);
  CHECK(m.incarnation == 0x1122334455667788);
  const auto without = whole(hex("014f0107008877665544332211"));
  CHECK(without.capabilities == 7);
  CHECK_FALSE(without.incarnation);
  CHECK_FALSE(whole(hex("004f010f008877665544332211")).incarnation); // a Ping
}

TEST_CASE("a tail that is cut is no tail") {
  const auto positions = payload_at("hi", {5, 7});
  for (std::size_t size = 4; size < positions.size(); ++size) {
    CAPTURE(size);
    const bytes cut(positions.begin(), positions.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK_FALSE(whole(cut).positions);
    CHECK_FALSE(whole(cut).counter);
  }
  const auto pong = encode_pong(portal_resume, 1);
  for (std::size_t size = 1; size < pong.size(); ++size) {
    CAPTURE(size);
    const bytes cut(pong.begin(), pong.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK_FALSE(whole(cut).incarnation);
  }
  const auto end = encode_end(portal_positions{5, 7});
  for (std::size_t size = 1; size < end.size(); ++size) {
    CAPTURE(size);
    const bytes cut(end.begin(), end.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK_FALSE(whole(cut).positions);
  }
}

TEST_CASE("a message that is cut is refused, and one that goes on is read") {
  for (const auto& good : all_kinds()) {
    if (good[0] < 6) continue; // tails, see above
    for (std::size_t size = 1; size < good.size(); ++size) {
      CAPTURE(to_hex(good));
      CAPTURE(size);
      const bytes cut(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size));
      const auto m = decode_portal(cut);
      REQUIRE_FALSE(m);
      CHECK(m.error().code == errc::protocol);
    }
    auto longer = good;
    longer.push_back(0xff);
    CHECK(write_again(longer) == good);
  }
  CHECK(decode_portal(hex("0607")).error().message
        == "portal message: expected four bytes at byte 1");
}

TEST_CASE("each message is read as it was written, and damaged ones are survived") {
  for (const auto& good : all_kinds()) {
    CAPTURE(to_hex(good));
    CHECK(write_again(good) == good);
    tests::check_damage(good, write_again);
  }
}

TEST_CASE("the id of a stream is what the address of its inlet's end spells") {
  CHECK(id_of(local(some_name)) == some_id);
  CHECK(name_of(some_id) == some_name);
  CHECK_FALSE(id_of({tcp_type, some_name}));
  for (const auto* other :
       {"", "echo", "f00dcafe000102030405060708090a0", // a digit too few
        "f00dcafe000102030405060708090a0b0",           // one too many
        "F00dcafe000102030405060708090a0b", "f00dcafe000102030405060708090a0g",
        "f00dcafe000102030405060708090a0`", "f00dcafe000102030405060708090a0/",
        "f00dcafe000102030405060708090a0:", "f00dcafe000102030405060708090a0 "}) {
    CAPTURE(other);
    CHECK_FALSE(id_of(local(other)));
  }
}
