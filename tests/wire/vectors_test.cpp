// Every vector of the families `simple` and `tcp_capture` is decoded and, where the bytes are in
// the form that we write, encoded again to the same bytes. Formats that are no part of the product
// (legacy messages, UDP datagrams, authority bodies) are read with the primitive codecs.
#include "fixtures/vectors.hpp"
#include "wire/damage.hpp"
#include "wire/encoding/bare.hpp"
#include "wire/messages/api.hpp"
#include "wire/messages/frame.hpp"
#include "wire/messages/portal.hpp"
#include "wire/routing/multiaddr.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace ockam;
using namespace ockam::wire;
using ockam::tests::check_damage;
using ockam::tests::hex;
using ockam::tests::hex_of;
using ockam::tests::recode_function;

namespace {

constexpr std::size_t no_limit = 1 << 20;

const nlohmann::json& simple() { return tests::vectors().at("simple"); }

/// The vector is in the form that we write, and damage to it is survived.
void check_vector(const bytes& vector, const recode_function& recode) {
  CHECK(recode(vector) == vector);
  check_damage(vector, recode);
}

// -- recoders: decode, encode --------------------------------------------------

std::optional<bytes> recode_cbor_route(bytes_view input) {
  cbor_reader in{input};
  route r;
  take_route(in, no_limit, no_limit, r);
  if (!in.ok()) return {};
  bytes out;
  cbor_writer{out}.array(r.size()).raw(r.items());
  return out;
}

/// A lone address is read as a route of one, whose array head is cut off again.
std::optional<bytes> recode_cbor_address(bytes_view input) {
  bytes framed{0x81};
  framed.insert(framed.end(), input.begin(), input.end());
  auto out = recode_cbor_route(framed);
  if (out) out->erase(out->begin());
  return out;
}

address take_bare_address(bare_reader& in) {
  const auto type = in.u8();
  return {type, text_of(in.data())};
}

void write_bare_address(bare_writer& out, address_view a) { out.u8(a.type).data(view_of(a.value)); }

std::optional<bytes> recode_bare_address(bytes_view input) {
  bare_reader in{input};
  const auto a = take_bare_address(in);
  if (!in.ok()) return {};
  bytes out;
  bare_writer writer{out};
  write_bare_address(writer, a);
  return out;
}

route take_bare_route(bare_reader& in) {
  route out;
  for (auto left = in.uvarint(); left > 0 && in.ok(); --left) out.push_back(take_bare_address(in));
  return out;
}

void write_bare_route(bare_writer& out, const route& r) {
  out.uvarint(r.size());
  for (const auto a : r) write_bare_address(out, a);
}

std::optional<bytes> recode_bare_route(bytes_view input) {
  bare_reader in{input};
  const auto r = take_bare_route(in);
  if (!in.ok()) return {};
  bytes out;
  bare_writer writer{out};
  write_bare_route(writer, r);
  return out;
}

/// A frame with its length in front.
std::optional<bytes> recode_frame(bytes_view input) {
  if (input.size() < frame_length_size) return {};
  const auto f = decode_frame(input.subspan(frame_length_size), no_limit, no_limit);
  if (!f) return {};
  return encode_frame(f->onward, f->return_route, f->payload, f->tracing);
}

std::optional<bytes> recode_text(bytes_view input) {
  const auto text = decode_text(input);
  if (!text) return {};
  return encode_text(*text);
}

std::optional<bytes> recode_portal(bytes_view input) {
  const auto m = decode_portal(input);
  if (!m) return {};
  switch (m->kind) {
  case portal_kind::ping: return encode_ping(m->capabilities);
  case portal_kind::pong: return encode_pong(m->capabilities);
  case portal_kind::disconnect: return encode_disconnect();
  case portal_kind::credit: return encode_credit(m->credit);
  case portal_kind::end: return encode_end();
  case portal_kind::payload: break;
  default: return bytes(input.begin(), input.end()); // ours alone; the reference writes none
  }
  const auto head = encode_payload_head(m->payload.size());
  bytes out(head.bytes.begin(), head.bytes.begin() + static_cast<std::ptrdiff_t>(head.size));
  out.insert(out.end(), m->payload.begin(), m->payload.end());
  return out;
}

std::optional<bytes> recode_request(bytes_view input) {
  const auto request = decode_api_request(input);
  if (!request) return {};
  return encode(*request);
}

std::optional<bytes> recode_response(bytes_view input) {
  const auto response = decode_api_response(input);
  if (!response) return {};
  return encode(*response);
}

std::optional<bytes> recode_api_error(bytes_view input) {
  const auto why = decode_api_error(input);
  if (!why) return {};
  return encode(*why);
}

std::optional<bytes> recode_multiaddr(bytes_view input) {
  const auto m = multiaddr::decode(input);
  if (!m) return {};
  return m->encode();
}

/// u8 version, route onward, route return, data payload; version 2: optional text tracing.
std::optional<bytes> recode_legacy_message(bytes_view input) {
  bare_reader in{input};
  const auto version = in.u8();
  const auto onward = take_bare_route(in), return_route = take_bare_route(in);
  const auto payload = in.data();
  const auto traced = in.present();
  const auto tracing = traced ? in.text() : std::string_view{};
  if (!in.ok()) return {};
  bytes out;
  bare_writer writer{out};
  writer.u8(version);
  write_bare_route(writer, onward);
  write_bare_route(writer, return_route);
  writer.data(payload).present(traced);
  if (traced) writer.text(tracing);
  return out;
}

/// [version, routing number, offset, total, payload]
std::optional<bytes> recode_datagram(bytes_view input) {
  cbor_reader in{input};
  auto fields = in.array();
  bytes out;
  cbor_writer writer{out};
  writer.array(5);
  for (auto number = 0; number < 4; ++number) {
    in.require(fields);
    writer.uint(in.uint(0xffff));
  }
  in.require(fields);
  writer.byte_string(in.byte_string());
  in.finish(fields);
  if (!in.ok()) return {};
  return out;
}

/// {1: bytes(32)}
std::optional<bytes> recode_one_time_code(bytes_view input) {
  cbor_reader in{input};
  bytes code;
  for (auto fields = in.map(); in.next(fields);) {
    if (in.uint() != 1) return {};
    const auto value = in.byte_string();
    code.assign(value.begin(), value.end());
  }
  if (!in.ok()) return {};
  bytes out;
  cbor_writer{out}.map(1).uint(1).byte_string(code);
  return out;
}

std::map<std::string, std::string> take_attributes(cbor_reader& in) {
  std::map<std::string, std::string> out;
  for (auto pairs = in.map(); in.next(pairs);) {
    const std::string name(in.text());
    out[name] = in.text();
  }
  return out;
}

void write_attributes(cbor_writer& out, const std::map<std::string, std::string>& attributes) {
  out.map(attributes.size());
  for (const auto& [name, value] : attributes) out.text(name).text(value);
}

/// {1: identifier, 2: attributes}
std::optional<bytes> recode_member(bytes_view input) {
  cbor_reader in{input};
  bytes identifier;
  std::map<std::string, std::string> attributes;
  for (auto fields = in.map(); in.next(fields);) {
    if (in.uint() == 1) {
      const auto value = in.byte_string();
      identifier.assign(value.begin(), value.end());
    } else {
      attributes = take_attributes(in);
    }
  }
  if (!in.ok()) return {};
  bytes out;
  cbor_writer writer{out};
  writer.map(2).uint(1).byte_string(identifier).uint(2);
  write_attributes(writer, attributes);
  return out;
}

/// {1: attributes, 2: ?seconds to live, 3: ?uses}
std::optional<bytes> recode_token_request(bytes_view input) {
  cbor_reader in{input};
  std::map<std::string, std::string> attributes;
  std::map<std::uint64_t, std::uint64_t> numbers;
  for (auto fields = in.map(); in.next(fields);) {
    const auto key = in.uint();
    if (key == 1) {
      attributes = take_attributes(in);
    } else if (!in.take_null()) {
      numbers[key] = in.uint();
    }
  }
  if (!in.ok()) return {};
  numbers.erase(1);
  bytes out;
  cbor_writer writer{out};
  writer.map(1 + numbers.size()).uint(1);
  write_attributes(writer, attributes);
  for (const auto& [key, value] : numbers) writer.uint(key).uint(value);
  return out;
}

std::optional<bytes> recode_number(bytes_view input) {
  cbor_reader in{input};
  const auto number = in.uint();
  if (!in.ok()) return {};
  bytes out;
  cbor_writer{out}.uint(number);
  return out;
}

} // namespace

TEST_CASE("vectors: addresses") {
  for (const auto& v : simple().at("addresses")) {
    const auto text = v.at("text").get<std::string>();
    CAPTURE(text);
    check_vector(hex_of(v.at("cbor")), recode_cbor_address);
    check_vector(hex_of(v.at("bare")), recode_bare_address);

    const auto encoded = hex_of(v.at("bare"));
    bare_reader in{encoded};
    const auto a = take_bare_address(in);
    CHECK(to_string(a) == text);
    if (is_utf8(view_of(a.value))) CHECK(*address::parse(text) == a);
  }
}

TEST_CASE("vectors: routes") {
  for (const auto& v : simple().at("routes")) {
    const auto text = v.at("text").get<std::string>();
    CAPTURE(text);
    check_vector(hex_of(v.at("cbor")), recode_cbor_route);
    check_vector(hex_of(v.at("bare")), recode_bare_route);

    const auto encoded = hex_of(v.at("cbor"));
    cbor_reader in{encoded};
    route r;
    take_route(in, no_limit, no_limit, r);
    CHECK(to_string(r) == text);
    if (!text.empty()) CHECK(*route::parse(text) == r);
  }
}

TEST_CASE("vectors: frames") {
  for (const auto& v : simple().at("tcp_frames_redeclared_struct")) {
    const auto vector = hex_of(v.at("frame"));
    CAPTURE(v.at("frame"));
    check_vector(vector, recode_frame);

    const auto f = decode_frame(bytes_view(vector).subspan(frame_length_size), no_limit, no_limit);
    REQUIRE(f);
    CHECK(to_string(f->onward) == v.at("onward").get<std::string>());
    CHECK(to_string(f->return_route) == v.at("return").get<std::string>());
    CHECK(to_hex(f->payload) == v.at("payload").get<std::string>());
    CHECK(f->tracing.has_value() == !v.at("tracing").is_null());
    if (f->tracing) CHECK(*f->tracing == v.at("tracing").get<std::string>());
  }
}

TEST_CASE("vectors: a captured TCP connection") {
  std::map<std::string, bytes> streams;
  for (const auto& segment : tests::vectors().at("tcp_capture").at("segments")) {
    const auto part = hex_of(segment.at("bytes"));
    auto& stream = streams[segment.at("dir").get<std::string>()];
    stream.insert(stream.end(), part.begin(), part.end());
  }
  REQUIRE(streams.size() == 2);
  for (const auto& [direction, stream] : streams) {
    CAPTURE(direction);
    CHECK(stream.at(0) == protocol_version);
    check_vector(bytes(stream.begin() + 1, stream.end()), recode_frame);
    const auto body = bytes_view(stream).subspan(1 + frame_length_size);
    const auto f = decode_frame(body, no_limit, no_limit);
    REQUIRE(f);
    CHECK(*decode_text(f->payload)
          == tests::text_in(tests::vectors().at("tcp_capture").at("reply")));
  }
}

TEST_CASE("vectors: legacy transport messages") {
  const auto& v = simple().at("legacy_bare_transport_message");
  CHECK(v.size() == 2);
  for (const auto& message : v) check_vector(hex_of(message), recode_legacy_message);
}

TEST_CASE("vectors: texts") {
  for (const auto& v : simple().at("bare_strings")) {
    check_vector(hex_of(v.at("bare")), recode_text);
    CHECK(to_hex(encode_text(v.at("text").get<std::string>())) == tests::text_in(v.at("bare")));
  }
  const auto& long_one = simple().at("bare_string_200");
  check_vector(hex_of(long_one.at("bare")), recode_text);
  CHECK(decode_text(hex_of(long_one.at("bare")))->size() == long_one.at("len"));
}

TEST_CASE("vectors: portal messages") {
  // The names that begin with `decode` hold what the reference makes of bytes that it never writes.
  std::size_t decoded = 0;
  for (const auto& [name, v] : simple().at("portal_messages").items()) {
    CAPTURE(name);
    if (!name.starts_with("decode")) {
      check_vector(hex_of(v), recode_portal);
      continue;
    }
    auto input = hex("030568656c6c6f"); // hello
    auto tail_text = name.substr(name.find("hello") + 5);
    std::erase(tail_text, ' ');
    const auto tail = hex(tail_text);
    input.insert(input.end(), tail.begin(), tail.end());
    const auto m = decode_portal(input);
    REQUIRE(m);
    CHECK(text_of(m->payload) == "hello");
    const auto counter = m->counter ? "Some(" + std::to_string(*m->counter) + ")" : "None";
    CHECK(v == "Ok(Payload([104, 101, 108, 108, 111], " + counter + "))");
    check_damage(input, recode_portal);
    ++decoded;
  }
  CHECK(decoded == 3);
}

TEST_CASE("vectors: api requests, responses and errors") {
  for (const auto& [name, v] : simple().at("api").items()) {
    CAPTURE(name);
    const auto recode = name.starts_with("request")    ? recode_request
                        : name.starts_with("response") ? recode_response
                                                       : recode_api_error;
    check_vector(hex_of(v), recode);
  }
}

TEST_CASE("vectors: session pings") {
  for (const auto& [name, v] : simple().at("session_ping_cbor_u64").items()) {
    check_vector(hex_of(v), recode_number);
    const auto encoded = hex_of(v);
    CHECK(cbor_reader{encoded}.uint() == std::stoull(name, nullptr, 0));
  }
}

TEST_CASE("vectors: a UDP datagram") {
  check_vector(hex_of(simple().at("udp_datagram_redeclared")), recode_datagram);
}

TEST_CASE("vectors: bodies for the authority") {
  const auto& v = simple().at("authority_bodies_redeclared");
  CHECK(v.size() == 4);
  for (const auto& [name, body] : v.items()) {
    CAPTURE(name);
    const auto recode = name.starts_with("one_time_code") ? recode_one_time_code
                        : name == "add_member"            ? recode_member
                                                          : recode_token_request;
    check_vector(hex_of(body), recode);
  }
}

TEST_CASE("vectors: multiaddr") {
  for (const auto& v : simple().at("multiaddr")) {
    const auto text = v.at("text").get<std::string>();
    CAPTURE(text);
    check_vector(hex_of(v.at("bytes")), recode_multiaddr);
    const auto m = multiaddr::parse(text);
    REQUIRE(m);
    CHECK(to_string(*m) == text);
    CHECK(to_hex(m->encode()) == tests::text_in(v.at("bytes")));
    CHECK(*multiaddr::decode(hex_of(v.at("bytes"))) == *m);
  }
}

TEST_CASE("vectors: no family of the simple ones is left out") {
  const std::vector<std::string> tested{"addresses",
                                        "api",
                                        "authority_bodies_redeclared",
                                        "bare_string_200",
                                        "bare_strings",
                                        "legacy_bare_transport_message",
                                        "multiaddr",
                                        "portal_messages",
                                        "routes",
                                        "session_ping_cbor_u64",
                                        "tcp_frames_redeclared_struct",
                                        "udp_datagram_redeclared"};
  std::vector<std::string> present;
  for (const auto& family : simple().items()) present.push_back(family.key());
  CHECK(present == tested);
}
