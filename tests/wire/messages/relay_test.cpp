#include "wire/encoding/bare.hpp"
#include "wire/messages/relay.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::wire;

namespace {

relay_owner_mark some_mark() {
  relay_owner_mark out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::uint8_t>(i + 1);
  return out;
}

} // namespace

TEST_CASE("a request for a relay is the documented bytes, with a tail of ours or without") {
  CHECK(encode_relay_request({"web", {}}) == bytes{3, 'w', 'e', 'b'});
  const auto ours = encode_relay_request({"web", relay_request_tail{true, false, some_mark()}});
  CHECK(to_hex(ours) == "037765624f01010102030405060708090a0b0c0d0e0f10");
  const auto read = decode_relay_request(ours);
  REQUIRE(read);
  CHECK(read->name == "web");
  CHECK(read->tail == relay_request_tail{true, false, some_mark()});
  const auto release = encode_relay_request({"web", relay_request_tail{false, true, {}}});
  CHECK(decode_relay_request(release)->tail->release);
}

TEST_CASE("a request whose tail is cut anywhere is one without a tail, as are strange bytes") {
  const auto ours = encode_relay_request({"web", relay_request_tail{true, false, some_mark()}});
  for (std::size_t size = 4; size < ours.size(); ++size) {
    CAPTURE(size);
    const auto read = decode_relay_request(bytes_view(ours).first(size));
    REQUIRE(read);
    CHECK(read->name == "web");
    CHECK_FALSE(read->tail);
  }
  for (std::size_t size = 0; size < 4; ++size)
    CHECK_FALSE(decode_relay_request(bytes_view(ours).first(size)));
  auto strange = ours;
  strange[4] = 0x50;
  CHECK_FALSE(decode_relay_request(strange)->tail);
}

TEST_CASE("a notice is no confirmation of any name, and a confirmation is no notice") {
  const auto notice = encode_relay_notice({relay_notice_kind::replaced, "by I1"});
  CHECK(to_hex(notice) == "004f03056279204931");
  CHECK(decode_text(notice)->empty());
  const auto read = decode_relay_notice(notice);
  REQUIRE(read);
  CHECK(read->kind == relay_notice_kind::replaced);
  CHECK(read->reason == "by I1");
  CHECK_FALSE(decode_relay_notice(encode_text("forward_to_web")));
  CHECK_FALSE(decode_relay_notice({}));
  for (std::size_t size = 0; size < notice.size(); ++size)
    CHECK_FALSE(decode_relay_notice(bytes_view(notice).first(size)));
  for (const std::uint8_t kind : {std::uint8_t{0}, std::uint8_t{7}, std::uint8_t{255}}) {
    auto unknown = notice;
    unknown[2] = kind;
    CHECK_FALSE(decode_relay_notice(unknown));
  }
}
