#include "channels/handshake/channel_message.hpp"
#include "channels/identity/people.hpp"
#include "config/defaults.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;

namespace {

result<channel_message> decode(bytes_view plaintext) {
  return decode_channel_message(plaintext, config::route_hops_max, config::address_size_max);
}

bytes encode_payload(const wire::route& onward, const wire::route& return_route,
                     bytes_view payload) {
  bytes out(payload_head_size(onward, return_route, payload.size()));
  write_payload_head(out.data(), onward, return_route, payload.size());
  out.insert(out.end(), payload.begin(), payload.end());
  out.insert(out.end(), payload_tail.begin(), payload_tail.end());
  return out;
}

} // namespace

TEST_CASE("payloads of every size are written as they are read") {
  for (const std::size_t size : {0, 1, 23, 24, 255, 256, 65535, 65536}) {
    const bytes payload(size, 7);
    const wire::route onward{wire::local("echo"), wire::local("b")}, back{wire::local("a")};
    const auto written = encode_payload(onward, back, payload);
    const auto read = decode(written);
    REQUIRE(read);
    const auto* routed = std::get_if<routed_payload>(&*read);
    REQUIRE(routed);
    CHECK(routed->onward == onward);
    CHECK(routed->return_route == back);
    CHECK(bytes(routed->payload.begin(), routed->payload.end()) == payload);
  }
}

TEST_CASE("close is five bytes") {
  CHECK(wire::to_hex(encode_close()) == "8282028040");
  const auto read = decode(encode_close());
  REQUIRE(read);
  CHECK(std::holds_alternative<close_channel>(*read));
}

TEST_CASE("newer credentials travel with the history of their owner") {
  const person alice(1), issuer(2);
  const auto key = ed25519(3);
  const auto shown = issue({alice.who.id(), {}, 0, {{"a", "b"}}, lifetime}, key,
                           attest(issuer.who, issuer.signer, key.public_key(), lifetime));
  const auto read = decode(encode_refreshed_credentials(alice.who, std::vector{shown}));
  REQUIRE(read);
  const auto* refreshed = std::get_if<refreshed_credentials>(&*read);
  REQUIRE(refreshed);
  const auto who = identity::decode(refreshed->history);
  REQUIRE(who);
  CHECK(who->id() == alice.who.id());
  REQUIRE(refreshed->credentials.size() == 1);
  CHECK(verify(refreshed->credentials[0], issuer.who, alice.who.id(), now));
}

TEST_CASE("any padding is accepted, but there must be some string of it") {
  auto padded = encode_close();
  padded.back() = 0x43;
  padded.insert(padded.end(), {1, 2, 3});
  CHECK(decode(padded));
  CHECK_FALSE(decode(hex("81820280")));
  CHECK_FALSE(decode(hex("8282028060")));
}

TEST_CASE("unknown messages and routes beyond the limits are refused") {
  CHECK_FALSE(decode(hex("8282038040")));
  CHECK_FALSE(decode({}));
  wire::route hops;
  for (std::size_t i = 0; i < config::route_hops_max; ++i) hops.push_back(wire::local("x"));
  CHECK(decode(encode_payload(hops, {}, {})));
  hops.push_back(wire::local("x"));
  const auto refused = decode(encode_payload(hops, {}, {}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == errc::limit);
  CHECK_FALSE(decode(encode_payload({wire::local(std::string(257, 'x'))}, {}, {})));
}

TEST_CASE("no damage to a message is more than refused") {
  const person alice(1);
  const wire::route onward{wire::local("echo")};
  for (const auto& good : {encode_payload(onward, onward, bytes(30, 1)), encode_close(),
                           encode_refreshed_credentials(alice.who, {})}) {
    for (std::size_t size = 0; size < good.size(); ++size)
      CHECK_FALSE(decode(bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size))));
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
      auto bad = good;
      bad[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
      const auto read = decode(bad);
      if (read && std::holds_alternative<routed_payload>(*read))
        CHECK(std::get<routed_payload>(*read).payload.size() <= bad.size());
    }
  }
}
