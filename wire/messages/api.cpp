#include "wire/messages/api.hpp"

#include "wire/encoding/bare.hpp"
#include "wire/encoding/cbor.hpp"

#include <limits>

namespace ockam::wire {

namespace {

constexpr std::uint64_t method_max = static_cast<std::uint64_t>(api_method::patch);

/// Keys 1 and up, as the structs of the reference number their fields.
enum request_key : std::uint8_t { request_id = 1, request_path, request_method, request_has_body };
enum response_key : std::uint8_t {
  response_id = 1,
  response_re,
  response_status,
  response_has_body
};
enum error_key : std::uint8_t { error_path = 1, error_method, error_message };

std::uint32_t take_u32(cbor_reader& in) {
  return static_cast<std::uint32_t>(in.uint(std::numeric_limits<std::uint32_t>::max()));
}

std::optional<api_method> take_method(cbor_reader& in) {
  if (in.take_null()) return {};
  const auto number = in.uint();
  if (!in.ok() || number > method_max) return {};
  return static_cast<api_method>(number);
}

std::optional<api_status> take_status(cbor_reader& in) {
  if (in.take_null()) return {};
  const auto number = in.uint(std::numeric_limits<std::uint16_t>::max());
  if (!in.ok()) return {};
  return static_cast<api_status>(number);
}

std::optional<std::string> take_optional_text(cbor_reader& in) {
  if (in.take_null()) return {};
  return std::string(in.text());
}

/// What is behind the header, if the header announced it. A header that lacks a mandatory field is
/// refused.
std::optional<bytes> take_body(cbor_reader& in, bool complete, std::optional<bool> has_body) {
  if (!complete || !has_body) in.refuse(errc::protocol, "a mandatory field is missing");
  if (!in.ok() || !*has_body) return {};
  return bytes{in.rest().begin(), in.rest().end()};
}

/// The payload around a header and the body that follows it.
bytes wrap(const bytes& header, const std::optional<bytes>& body) {
  const auto body_size = body ? body->size() : 0;
  bytes out;
  out.reserve(uvarint_size_max + header.size() + body_size);
  bare_writer{out}.uvarint(header.size() + body_size);
  out.insert(out.end(), header.begin(), header.end());
  if (body) out.insert(out.end(), body->begin(), body->end());
  return out;
}

error refusal(const char* what, const error& why) {
  return fail(errc::protocol, std::string(what) + ": " + why.message);
}

} // namespace

bytes encode(const api_request& request) {
  bytes header;
  cbor_writer out{header};
  out.map(request.method ? 4 : 3);
  out.uint(request_id).uint(request.id).uint(request_path).text(request.path);
  if (request.method) out.uint(request_method).uint(static_cast<std::uint64_t>(*request.method));
  out.uint(request_has_body).boolean(request.body.has_value());
  return wrap(header, request.body);
}

bytes encode(const api_response& response) {
  bytes header;
  cbor_writer out{header};
  out.map(response.status ? 4 : 3);
  out.uint(response_id).uint(response.id).uint(response_re).uint(response.re);
  if (response.status) out.uint(response_status).uint(static_cast<std::uint64_t>(*response.status));
  out.uint(response_has_body).boolean(response.body.has_value());
  return wrap(header, response.body);
}

bytes encode(const api_error& why) {
  bytes out;
  cbor_writer map{out};
  map.map((why.path ? 1u : 0u) + (why.method ? 1u : 0u) + (why.message ? 1u : 0u));
  if (why.path) map.uint(error_path).text(*why.path);
  if (why.method) map.uint(error_method).uint(static_cast<std::uint64_t>(*why.method));
  if (why.message) map.uint(error_message).text(*why.message);
  return out;
}

result<api_request> decode_api_request(bytes_view payload) {
  bare_reader outer{payload};
  cbor_reader in{outer.data()};
  if (!outer.ok()) return refusal("request", outer.failure());
  api_request out;
  std::optional<std::uint32_t> id;
  std::optional<std::string> path;
  std::optional<bool> has_body;
  for (auto fields = in.map(); in.next(fields);) {
    switch (in.uint()) {
    case request_id: id = take_u32(in); break;
    case request_path: path = in.text(); break;
    case request_method: out.method = take_method(in); break;
    case request_has_body: has_body = in.boolean(); break;
    default: in.skip();
    }
  }
  out.body = take_body(in, id && path, has_body);
  if (!in.ok()) return refusal("request", in.failure());
  out.id = *id;
  out.path = std::move(*path);
  return out;
}

result<api_response> decode_api_response(bytes_view payload) {
  bare_reader outer{payload};
  cbor_reader in{outer.data()};
  if (!outer.ok()) return refusal("response", outer.failure());
  api_response out;
  std::optional<std::uint32_t> id, re;
  std::optional<bool> has_body;
  for (auto fields = in.map(); in.next(fields);) {
    switch (in.uint()) {
    case response_id: id = take_u32(in); break;
    case response_re: re = take_u32(in); break;
    case response_status: out.status = take_status(in); break;
    case response_has_body: has_body = in.boolean(); break;
    default: in.skip();
    }
  }
  out.body = take_body(in, id && re, has_body);
  if (!in.ok()) return refusal("response", in.failure());
  out.id = *id;
  out.re = *re;
  return out;
}

result<api_error> decode_api_error(bytes_view body) {
  cbor_reader in{body};
  api_error out;
  for (auto fields = in.map(); in.next(fields);) {
    switch (in.uint()) {
    case error_path: out.path = take_optional_text(in); break;
    case error_method: out.method = take_method(in); break;
    case error_message: out.message = take_optional_text(in); break;
    default: in.skip();
    }
  }
  if (!in.ok()) return refusal("error body", in.failure());
  return out;
}

} // namespace ockam::wire
