// What is damaged on its way is refused, or is something that holds: of every message that is not
// damaged in a test of its own, each truncation and each flipped bit.
#include "wire/damage.hpp"
#include "wire/encoding/bare.hpp"
#include "wire/messages/api.hpp"
#include "wire/messages/departure.hpp"
#include "wire/messages/frame.hpp"
#include "wire/messages/outlet_question.hpp"
#include "wire/messages/relay.hpp"
#include "wire/routing/multiaddr.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ockam::wire;
using ockam::tests::check_damage;

namespace {

constexpr std::size_t damaged_hops_max = 16, damaged_address_max = 256;

/// A payload is what else is in the frame, so it is damaged with it.
std::optional<bytes> recode_frame_body(bytes_view body) {
  const auto read = decode_frame(body, damaged_hops_max, damaged_address_max);
  if (!read) return {};
  const auto whole = encode_frame(read->onward, read->return_route, read->payload, read->tracing);
  return bytes(whole.begin() + frame_length_size, whole.end());
}

bytes body_of_frame(const route& onward, const route& back, std::string_view payload) {
  const auto whole = encode_frame(onward, back, view_of(payload), "trace");
  return {whole.begin() + frame_length_size, whole.end()};
}

} // namespace

TEST_CASE("a damaged frame is refused, or is another frame") {
  check_damage(body_of_frame({local("relay"), local("echo")}, {local("me")}, "payload"),
               recode_frame_body);
  check_damage(body_of_frame({}, {}, {}), recode_frame_body);
}

TEST_CASE("a damaged request for a relay is refused, or is another one") {
  const auto recode = [](bytes_view in) -> std::optional<bytes> {
    const auto read = decode_relay_request(in);
    if (!read) return {};
    return encode_relay_request(*read);
  };
  check_damage(encode_relay_request({"office", {}}), recode);
  check_damage(encode_relay_request({"office", relay_request_tail{true, false, {1, 2, 3}}}),
               recode);
}

TEST_CASE("a damaged notice of a relay is none, or is another one") {
  check_damage(encode_relay_notice({relay_notice_kind::ended, "its node stops"}),
               [](bytes_view in) -> std::optional<bytes> {
                 const auto read = decode_relay_notice(in);
                 if (!read) return {};
                 return encode_relay_notice(*read);
               });
}

TEST_CASE("a damaged notice of a departure is none, or is another one") {
  const auto recode = [](bytes_view in) -> std::optional<bytes> {
    const auto read = decode_departure(in);
    if (!read) return {};
    return encode_departure(*read);
  };
  check_damage(encode_departure({departure_notice::kind::leaves, 30}), recode);
  check_damage(encode_departure({departure_notice::kind::unneeded, 0}), recode);
}

TEST_CASE("a damaged question for an outlet is a ping, or asks for another one") {
  const auto with_token = [](const bytes& behind) {
    bytes out(ping_token_size, 7);
    out.insert(out.end(), behind.begin(), behind.end());
    return out;
  };
  check_damage(with_token(encode_outlet_question("web")),
               [&](bytes_view in) -> std::optional<bytes> {
                 const auto read = decode_outlet_question(in);
                 if (!read) return {};
                 return with_token(encode_outlet_question(*read, asks_for_process(in)));
               });
  check_damage(encode_outlet_answer({portal_refusal::no_outlet, false, false, {}}),
               [](bytes_view in) -> std::optional<bytes> {
                 const auto read = decode_outlet_answer(in);
                 if (!read) return {};
                 return encode_outlet_answer(*read);
               });
}

TEST_CASE("a damaged request or response is refused, or is another one") {
  check_damage(encode(api_request{7, "/members", api_method::post, bytes{0xa1, 0x01, 0x02}}),
               [](bytes_view in) -> std::optional<bytes> {
                 const auto read = decode_api_request(in);
                 if (!read) return {};
                 return encode(*read);
               });
  check_damage(encode(api_response{8, 7, api_status::ok, bytes{0x80}}),
               [](bytes_view in) -> std::optional<bytes> {
                 const auto read = decode_api_response(in);
                 if (!read) return {};
                 return encode(*read);
               });
  check_damage(encode(api_error{"/members", api_method::get, "not found"}),
               [](bytes_view in) -> std::optional<bytes> {
                 const auto read = decode_api_error(in);
                 if (!read) return {};
                 return encode(*read);
               });
}

TEST_CASE("a damaged address of commands is refused, or is another one") {
  const auto good =
      multiaddr::parse("/ip4/127.0.0.1/tcp/4000/dnsaddr/hub.example/secure/api/service/web");
  REQUIRE(good);
  check_damage(good->encode(), [](bytes_view in) -> std::optional<bytes> {
    const auto read = multiaddr::decode(in);
    if (!read) return {};
    return read->encode();
  });
}

TEST_CASE("a damaged text is refused, or is another text") {
  check_damage(encode_text("gr\xc3\xbc\xc3\x9f dich"), [](bytes_view in) -> std::optional<bytes> {
    const auto read = decode_text(in);
    if (!read) return {};
    return encode_text(*read);
  });
}
