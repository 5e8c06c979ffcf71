// Decodes what vectors hold, and encodes it again.
#pragma once
#include "fixtures/vectors.hpp"
#include "wire/damage.hpp"
#include "wire/encoding/bare.hpp"
#include "wire/messages/api.hpp"
#include "wire/messages/frame.hpp"
#include "wire/messages/portal.hpp"
#include "wire/routing/multiaddr.hpp"

#include <doctest/doctest.h>

#include <map>

namespace ockam::tests {

using namespace ockam::wire;
using ockam::tests::check_damage;
using ockam::tests::hex;
using ockam::tests::hex_of;
using ockam::tests::recode_function;

inline constexpr std::size_t no_limit = 1 << 20;

inline const nlohmann::json& simple() { return tests::vectors().at("simple"); }

/// The vector is in the form that we write, and damage to it is survived.
inline void check_vector(const bytes& vector, const recode_function& recode) {
  CHECK(recode(vector) == vector);
  check_damage(vector, recode);
}

// -- recoders: decode, encode --------------------------------------------------

inline std::optional<bytes> recode_cbor_route(bytes_view input) {
  cbor_reader in{input};
  route r;
  take_route(in, no_limit, no_limit, r);
  if (!in.ok()) return {};
  bytes out;
  cbor_writer{out}.array(r.size()).raw(r.items());
  return out;
}

/// A lone address is read as a route of one, whose array head is cut off again.
inline std::optional<bytes> recode_cbor_address(bytes_view input) {
  bytes framed{0x81};
  framed.insert(framed.end(), input.begin(), input.end());
  auto out = recode_cbor_route(framed);
  if (out) out->erase(out->begin());
  return out;
}

inline address take_bare_address(bare_reader& in) {
  const auto type = in.u8();
  return {type, text_of(in.data())};
}

inline void write_bare_address(bare_writer& out, address_view a) {
  out.u8(a.type).data(view_of(a.value));
}

inline std::optional<bytes> recode_bare_address(bytes_view input) {
  bare_reader in{input};
  const auto a = take_bare_address(in);
  if (!in.ok()) return {};
  bytes out;
  bare_writer writer{out};
  write_bare_address(writer, a);
  return out;
}

inline route take_bare_route(bare_reader& in) {
  route out;
  for (auto left = in.uvarint(); left > 0 && in.ok(); --left) out.push_back(take_bare_address(in));
  return out;
}

inline void write_bare_route(bare_writer& out, const route& r) {
  out.uvarint(r.size());
  for (const auto a : r) write_bare_address(out, a);
}

inline std::optional<bytes> recode_bare_route(bytes_view input) {
  bare_reader in{input};
  const auto r = take_bare_route(in);
  if (!in.ok()) return {};
  bytes out;
  bare_writer writer{out};
  write_bare_route(writer, r);
  return out;
}

/// A frame with its length in front.
inline std::optional<bytes> recode_frame(bytes_view input) {
  if (input.size() < frame_length_size) return {};
  const auto f = decode_frame(input.subspan(frame_length_size), no_limit, no_limit);
  if (!f) return {};
  return encode_frame(f->onward, f->return_route, f->payload, f->tracing);
}

inline std::optional<bytes> recode_text(bytes_view input) {
  const auto text = decode_text(input);
  if (!text) return {};
  return encode_text(*text);
}

inline std::optional<bytes> recode_portal(bytes_view input) {
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

inline std::optional<bytes> recode_request(bytes_view input) {
  const auto request = decode_api_request(input);
  if (!request) return {};
  return encode(*request);
}

inline std::optional<bytes> recode_response(bytes_view input) {
  const auto response = decode_api_response(input);
  if (!response) return {};
  return encode(*response);
}

inline std::optional<bytes> recode_api_error(bytes_view input) {
  const auto why = decode_api_error(input);
  if (!why) return {};
  return encode(*why);
}

inline std::optional<bytes> recode_multiaddr(bytes_view input) {
  const auto m = multiaddr::decode(input);
  if (!m) return {};
  return m->encode();
}

/// u8 version, route onward, route return, data payload; version 2: optional text tracing.
inline std::optional<bytes> recode_legacy_message(bytes_view input) {
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
inline std::optional<bytes> recode_datagram(bytes_view input) {
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
inline std::optional<bytes> recode_one_time_code(bytes_view input) {
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

inline std::map<std::string, std::string> take_attributes(cbor_reader& in) {
  std::map<std::string, std::string> out;
  for (auto pairs = in.map(); in.next(pairs);) {
    const std::string name(in.text());
    out[name] = in.text();
  }
  return out;
}

inline void write_attributes(cbor_writer& out,
                             const std::map<std::string, std::string>& attributes) {
  out.map(attributes.size());
  for (const auto& [name, value] : attributes) out.text(name).text(value);
}

/// {1: identifier, 2: attributes}
inline std::optional<bytes> recode_member(bytes_view input) {
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
inline std::optional<bytes> recode_token_request(bytes_view input) {
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

inline std::optional<bytes> recode_number(bytes_view input) {
  cbor_reader in{input};
  const auto number = in.uint();
  if (!in.ok()) return {};
  bytes out;
  cbor_writer{out}.uint(number);
  return out;
}

} // namespace ockam::tests
