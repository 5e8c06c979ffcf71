#include "config/text/spelling.hpp"
#include "transports/io/network.hpp"
#include "wire/text.hpp"

namespace ockam::transports {

namespace {

ockam::error malformed(std::string_view text, std::string_view why) {
  return fail(errc::invalid,
              "malformed endpoint \"" + std::string{text} + "\": " + std::string{why},
              "write host:port, for example 127.0.0.1:4000 or [::1]:4000");
}

/// Names and numeric addresses have no other characters; a scope (fe80::1%eth0) is one of them.
bool is_host(std::string_view text) {
  constexpr auto host_size_max = 253u; // of a DNS name
  if (text.empty() || text.size() > host_size_max) return false;
  for (unsigned char c : text)
    if (c <= ' ' || c == 0x7f || c == '/' || c == '[' || c == ']') return false;
  return true;
}

} // namespace

result<endpoint> endpoint::parse(std::string_view written) {
  OCKAM_TRY(plain, config::endpoint_text(written));
  const std::string_view text = plain;
  std::string_view host = "127.0.0.1", port = text;
  if (text.starts_with('[')) {
    auto end = text.find("]:");
    if (end == text.npos) return malformed(text, "`]:port` is missing");
    host = text.substr(1, end - 1), port = text.substr(end + 2);
  } else if (auto colon = text.rfind(':'); colon != text.npos) {
    host = text.substr(0, colon), port = text.substr(colon + 1);
    if (host.find(':') != host.npos) return malformed(text, "an IPv6 address needs brackets");
  }
  if (!is_host(host)) return malformed(text, "the host is empty or no name");
  auto number = wire::whole_number<std::uint16_t>(port);
  if (!number) return malformed(text, "the port must be a number from 0 to 65535");
  return endpoint{std::string{host}, *number};
}

bool is_loopback(std::string_view host) noexcept {
  return host.starts_with("127.") || host == "::1";
}

std::string closed_at_once(std::string_view peer) {
  return "closed by " + std::string(peer)
         + " before a byte came: it may have too many connections from here";
}

std::string to_string(const endpoint& e) {
  auto bare = e.host.find(':') == std::string::npos;
  return (bare ? e.host : '[' + e.host + ']') + ':' + std::to_string(e.port);
}

} // namespace ockam::transports
