#include "config/text/spelling.hpp"

#include "config/text/name.hpp"
#include "wire/text.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdint>

namespace ockam::config {

namespace {

/// `https` of `https://h`, which is taken from `text` with its slashes; empty: there is none.
std::string_view take_scheme(std::string_view& text) {
  constexpr std::string_view mark = "://";
  const auto at = text.find(mark);
  if (at == text.npos || at == 0 || text.substr(0, at).find_first_of("/:[") != text.npos) return {};
  const auto scheme = text.substr(0, at);
  text.remove_prefix(at + mark.size());
  return scheme;
}

struct host_and_port {
  std::string_view host, port; ///< without brackets; the port may be missing
};

host_and_port split(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == text.npos) return {text, {}};
    const auto rest = text.substr(end + 1);
    return {text.substr(1, end - 1), rest.starts_with(':') ? rest.substr(1) : ""};
  }
  const auto colon = text.rfind(':');
  if (colon == text.npos) return {text, {}};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

/// What a scheme stands for if no port is said; empty: not known.
std::string_view usual_port(std::string_view scheme) {
  if (scheme == "https" || scheme == "wss") return "443";
  if (scheme == "http" || scheme == "ws") return "80";
  if (scheme == "ssh") return "22";
  return {};
}

std::string in_brackets(std::string_view host) {
  return host.find(':') != host.npos ? '[' + std::string(host) + ']' : std::string(host);
}

/// The next part of what slashes divide; takes it from `text`.
std::string_view take_part(std::string_view& text) {
  const auto part = text.substr(0, text.find('/'));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

bool is_host_word(std::string_view word) {
  return word == "ip4" || word == "ip6" || word == "dnsaddr";
}

/// `127.0.0.1:7000` of `/ip4/127.0.0.1/tcp/7000/...`, with or without the slash in front; empty:
/// that is no route to a host.
std::string endpoint_of_route(std::string_view text) {
  if (text.starts_with('/')) text.remove_prefix(1);
  if (!is_host_word(take_part(text))) return {};
  const auto host = take_part(text);
  if (take_part(text) != "tcp") return {};
  const auto port = take_part(text);
  return host.empty() || port.empty() ? "" : in_brackets(host) + ":" + std::string(port);
}

const char* protocol_of(const std::string& host) {
  std::array<std::uint8_t, 16> ip{};
  const auto plain = host.substr(0, host.find('%')); // of a zone
  if (::inet_pton(AF_INET, plain.c_str(), ip.data()) == 1) return "/ip4/";
  return ::inet_pton(AF_INET6, plain.c_str(), ip.data()) == 1 ? "/ip6/" : "/dnsaddr/";
}

} // namespace

result<std::string> endpoint_text(std::string_view text) {
  auto rest = text;
  const auto scheme = take_scheme(rest);
  const auto authority = rest.substr(0, rest.find('/'));
  if (scheme == "tcp" && rest.size() <= authority.size() + 1) return std::string(authority);
  if (!scheme.empty()) {
    const auto [host, port] = split(authority.substr(authority.find('@') + 1));
    const auto number = port.empty() ? usual_port(scheme) : port;
    return fail(errc::invalid, std::string(text) + " is a URL, and here belongs HOST:PORT",
                "write " + in_brackets(host) + ":" + (number.empty() ? "PORT" : std::string(number))
                    + "; what is said there, such as TLS, is carried as it is");
  }
  if (const auto meant = endpoint_of_route(text); !meant.empty())
    return fail(errc::invalid, std::string(text) + " is a route, and here belongs HOST:PORT",
                "write " + meant);
  if (text.starts_with('/'))
    return fail(errc::invalid, std::string(text) + " is a route, and here belongs HOST:PORT",
                "such as 127.0.0.1:4000");
  if (text.starts_with("*:"))
    return fail(errc::invalid, std::string(text) + ": `*` is no host",
                "write 0.0.0.0" + std::string(text.substr(1))
                    + " for all addresses of this machine");
  return std::string(text);
}

std::optional<std::string> route_of_endpoint(std::string_view text) {
  const auto scheme = take_scheme(text);
  if (!scheme.empty() && scheme != "tcp") return {};
  const auto authority = text.substr(0, text.find('/'));
  const auto [host, port] = split(authority);
  const bool brackets = authority.starts_with('[');
  if (host.empty() || (!brackets && host.find(':') != host.npos)) return {};
  if (const auto number = wire::whole_number<std::uint16_t>(port); !number || *number == 0)
    return {};
  const std::string name(host);
  std::string rest(text.substr(authority.size()));
  if (rest == "/") rest.clear();
  return protocol_of(name) + name + "/tcp/" + std::string(port) + rest;
}

std::string meant_route(std::string_view text) {
  if (auto route = route_of_endpoint(text)) return *route;
  auto rest = text;
  if (const auto scheme = take_scheme(rest); !scheme.empty()) {
    const auto [host, port] = split(rest.substr(0, rest.find('/')));
    const auto number = port.empty() ? usual_port(scheme) : port;
    return route_of_endpoint(in_brackets(host) + ":" + std::string(number)).value_or("");
  }
  if (text.starts_with('/')) {
    rest.remove_prefix(1);
    if (auto route = route_of_endpoint(rest)) return *route;
    if (!is_host_word(take_part(rest))) return {};
    if (auto route = route_of_endpoint(rest)) return *route;
    const std::string host(rest.substr(0, rest.find('/')));
    return rest.find("/tcp/") == host.size() ? protocol_of(host) + std::string(rest) : "";
  }
  if (wire::whole_number<std::uint16_t>(text)) // a port of this machine
    return route_of_endpoint("127.0.0.1:" + std::string(text)).value_or("");
  const auto first = text.substr(0, text.find('/'));
  constexpr std::array words{"node",    "project", "service", "secure",
                             "dnsaddr", "ip4",     "ip6",     "worker"};
  for (const auto* word : words)
    if (first == word && first.size() < text.size()) return "/" + std::string(text);
  return check_name(named::node, first) ? "/node/" + std::string(text) : "";
}

} // namespace ockam::config
