#include "transports/http/control_error.hpp"

#include "config/base/json_text.hpp"

#include <algorithm>
#include <array>

namespace ockam::transports {

namespace {

struct meaning {
  errc code;
  std::string_view name;
  int http_status;
};

/// Codes and their statuses. If several codes have one status, a bare status means the first of
/// them.
constexpr std::array meanings{
    meaning{errc::invalid, "invalid", 400},
    meaning{errc::denied, "denied", 403},
    meaning{errc::not_found, "not_found", 404},
    meaning{errc::timed_out, "timed_out", 408},
    meaning{errc::already_exists, "already_exists", 409},
    meaning{errc::in_use, "in_use", 409},
    meaning{errc::limit, "limit", 429},
    meaning{errc::internal, "internal", 500},
    meaning{errc::protocol, "protocol", 500},
    meaning{errc::config, "config", 500},
    meaning{errc::io, "io", 500},
    meaning{errc::unavailable, "unavailable", 502},
};

const meaning& meaning_of(errc code) noexcept {
  return *std::find_if(meanings.begin(), meanings.end(),
                       [=](auto& known) { return known.code == code; });
}

errc code_of(int http_status) noexcept {
  auto found = std::find_if(meanings.begin(), meanings.end(),
                            [=](auto& known) { return known.http_status == http_status; });
  return found == meanings.end() ? errc::protocol : found->code;
}

} // namespace

std::string_view name_of(errc code) noexcept { return meaning_of(code).name; }

control_reply reply_with(const error& why) {
  nlohmann::json body{
      {"error", {{"code", name_of(why.code)}, {"message", why.message}, {"hint", why.hint}}}};
  // a message may quote a peer's bytes, which need not be UTF-8
  return {meaning_of(why.code).http_status,
          body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

error read_error(int http_status, std::string_view body) {
  auto parsed = nlohmann::json::parse(body, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("error") || !parsed["error"].is_object())
    return fail(code_of(http_status), "HTTP status " + std::to_string(http_status));
  auto& inner = parsed["error"];
  auto name = config::text_in(inner, "code");
  auto known = std::find_if(meanings.begin(), meanings.end(),
                            [&](auto& entry) { return entry.name == name; });
  return fail(known == meanings.end() ? code_of(http_status) : known->code,
              config::text_in(inner, "message"), config::text_in(inner, "hint"));
}

} // namespace ockam::transports
