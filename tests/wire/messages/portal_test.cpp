#include "fixtures/vectors.hpp"
#include "wire/damage.hpp"
#include "wire/messages/portal.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::wire;
using ockam::tests::hex;

namespace {

portal_message decode(std::string_view text) {
  static bytes kept; // what the payload points into
  kept = hex(text);
  const auto m = decode_portal(kept);
  REQUIRE(m);
  return *m;
}

} // namespace

TEST_CASE("pings and pongs of ours carry capabilities, those of others nothing") {
  CHECK(to_hex(encode_ping({})) == "00");
  CHECK(to_hex(encode_pong({})) == "01");
  CHECK(to_hex(encode_ping(portal_credit | portal_half_close)) == "004f010300");
  CHECK(to_hex(encode_pong(0x1234)) == "014f013412");
  CHECK(decode("00").kind == portal_kind::ping);
  CHECK_FALSE(decode("00").capabilities);
  CHECK(decode("01").kind == portal_kind::pong);
  CHECK(decode("004f010300").capabilities == 3);
  CHECK(decode("014f013412").capabilities == 0x1234);
}

TEST_CASE("a tail that is not ours, or not yet known, means nothing") {
  for (const auto* text : {"0000", "004f", "004f01", "004f0103", "004e010300", "004f020300",
                           "00ffffffffffffffff", "01000000000000"}) {
    CAPTURE(text);
    CHECK_FALSE(decode(text).capabilities);
  }
  CHECK(decode("004f010300ff").capabilities == 3); // more than we know may follow
}

TEST_CASE("credit and end of stream are read and written") {
  CHECK(to_hex(encode_credit(0x40000)) == "0400000400");
  CHECK(decode("0400000400").kind == portal_kind::credit);
  CHECK(decode("0400000400").credit == 0x40000);
  CHECK(to_hex(encode_end()) == "05");
  CHECK(decode("05").kind == portal_kind::end);
  CHECK_FALSE(decode("05").counter);
  CHECK(to_hex(encode_end(0x1234)) == "05013412");
  CHECK(decode("05013412").counter == 0x1234);
  for (const auto* text : {"05ff", "0501", "050112", "05021234"})
    CHECK_FALSE(decode(text).counter); // whatever it is
}

TEST_CASE("bytes behind a disconnect are ignored") {
  CHECK(to_hex(encode_disconnect()) == "02");
  CHECK(decode("02").kind == portal_kind::disconnect);
  CHECK(decode("02ffff").kind == portal_kind::disconnect);
  for (const auto* text : {"02", "02ffff", "024f01", "024f0201", "024f0100", "024f01ff"})
    CHECK_FALSE(decode(text).why);
}

TEST_CASE("a disconnect between ours may say why there is no Pong") {
  CHECK(to_hex(encode_disconnect(portal_refusal::no_outlet)) == "024f0101");
  CHECK(decode("024f0101").why == portal_refusal::no_outlet);
  CHECK(to_hex(encode_disconnect(portal_refusal::not_allowed)) == "024f0102");
  CHECK(decode("024f0102").why == portal_refusal::not_allowed);
}

TEST_CASE("a payload head is a kind and a size") {
  const std::pair<std::size_t, const char*> cases[] = {
      {0, "0300"}, {127, "037f"}, {128, "038001"}, {131072, "03808008"}, {16u << 20, "0380808008"}};
  for (const auto& [size, text] : cases) {
    const auto head = encode_payload_head(size);
    CHECK(to_hex(bytes_view(head.bytes).first(head.size)) == text);
  }
}

TEST_CASE("a payload may be followed by a counter, by nothing else that counts") {
  CHECK(text_of(decode("030568656c6c6f").payload) == "hello");
  CHECK_FALSE(decode("030568656c6c6f").counter);
  CHECK(decode("030568656c6c6f010500").counter == 5);
  CHECK(decode("030568656c6c6f01ffffff").counter == 0xffff);
  CHECK(to_hex(encode_counter(0x1234)) == "013412");
  for (const auto* tail : {"00", "01", "0105", "000500", "020500"})
    CHECK_FALSE(decode("030568656c6c6f" + std::string(tail)).counter);
}

TEST_CASE("unknown kinds and messages that are cut are refused") {
  for (const auto* text :
       {"", "0c", "7f", "8001", "ff", "03", "0305", "030568656c6c", "04", "04000000"}) {
    CAPTURE(text);
    const auto data = hex(text);
    const auto m = decode_portal(data);
    REQUIRE_FALSE(m);
    CHECK(m.error().code == errc::protocol);
  }
  CHECK(decode_portal(hex("0c")).error().message == "portal message: unknown kind 12");
}

TEST_CASE("damaged messages of the extension are survived") {
  const auto recode = [](bytes_view input) -> std::optional<bytes> {
    const auto m = decode_portal(input);
    if (!m) return {};
    if (m->kind == portal_kind::ping) return encode_ping(m->capabilities);
    if (m->kind == portal_kind::pong) return encode_pong(m->capabilities);
    if (m->kind == portal_kind::credit) return encode_credit(m->credit);
    return bytes(input.begin(), input.end());
  };
  for (const auto& good : {encode_ping(7), encode_pong(7), encode_credit(1 << 18), encode_end()}) {
    CHECK(recode(good) == good);
    tests::check_damage(good, recode);
  }
}
