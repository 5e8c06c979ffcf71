// How an error crosses the control socket: an HTTP status and
//   {"error":{"code":"not_found","message":"one line","hint":"the next command, or empty"}}
// where code is the name of an errc.
#pragma once
#include "transports/http/control.hpp"
#include "wire/result.hpp"

#include <string_view>

namespace ockam::transports {

/// The name of an errc, spelled as the enumerator is: not_found.
std::string_view name_of(errc) noexcept;

control_reply reply_with(const error&);
/// Whether a reply says that something failed; read_error() says what.
inline bool is_error(const control_reply& reply) noexcept {
  constexpr auto first_error = 400;
  return reply.status >= first_error;
}

/// The error that such a body holds. If the body is something else, as that of a server that is no
/// node, an error with the code that the status stands for.
error read_error(int http_status, std::string_view body);

} // namespace ockam::transports
