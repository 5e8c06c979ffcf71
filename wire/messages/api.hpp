// Requests and responses that services exchange as payloads. Source: spec wire §7.5.
//   payload  := data(header body)      BARE data around a CBOR map and, if the map says so, a body
//   request  := {1: id, 2: path, 3: ?method, 4: has_body}
//   response := {1: id, 2: re, 3: ?status, 4: has_body}
//   error    := {1: ?path, 2: ?method, 3: ?message, 4: ?cause}
// An error is the body of a response whose status is above 299.
#pragma once
#include "wire/bytes.hpp"
#include "wire/result.hpp"

#include <optional>
#include <string>

namespace ockam::wire {

enum class api_method : std::uint8_t { get, post, put, remove, patch };

/// The statuses that the reference knows; others are carried as they are.
enum class api_status : std::uint16_t {
  ok = 200,
  bad_request = 400,
  unauthorized = 401,
  forbidden = 403,
  not_found = 404,
  method_not_allowed = 405,
  timeout = 408,
  conflict = 409,
  internal_error = 500,
  not_implemented = 501,
};

struct api_request {
  std::uint32_t id = 0; ///< random, 1 or more
  std::string path;
  std::optional<api_method> method; ///< empty if the sender named none that is known
  std::optional<bytes> body;        ///< CBOR
  friend bool operator==(const api_request&, const api_request&) = default;
};

struct api_response {
  std::uint32_t id = 0; ///< random, 1 or more
  std::uint32_t re = 0; ///< the id of the request
  std::optional<api_status> status;
  std::optional<bytes> body; ///< CBOR
  friend bool operator==(const api_response&, const api_response&) = default;
};

/// Why a request failed. A cause (another error inside) is skipped when read and never written.
struct api_error {
  std::optional<std::string> path;
  std::optional<api_method> method;
  std::optional<std::string> message;
  friend bool operator==(const api_error&, const api_error&) = default;
};

bytes encode(const api_request&);
bytes encode(const api_response&);
bytes encode(const api_error&);

/// Bytes behind the payload's data are ignored, as are bytes behind a header without a body.
result<api_request> decode_api_request(bytes_view payload);
result<api_response> decode_api_response(bytes_view payload);
result<api_error> decode_api_error(bytes_view body);

} // namespace ockam::wire
