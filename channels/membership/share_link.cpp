#include "channels/membership/share_link.hpp"

#include "channels/crypto/digest.hpp"
#include "wire/text.hpp"

#include <algorithm>
#include <cstring>

namespace ockam::channels {

namespace {

using wire::protocol;

constexpr std::string_view scheme = "ockam://",
                           digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                    "0123456789-_";
constexpr std::size_t code_size = 32, start_size = std::tuple_size_v<identifier_start>,
                      check_size = 2, body_size = code_size + 2 * start_size,
                      size = body_size + check_size, text_size = size / 3 * 4;
static_assert(size % 3 == 0, "base64url without a rest needs no padding");

error no_link(const std::string& why) {
  return fail(errc::invalid, "this is no link to what somebody shares: " + why,
              "the whole link as `ockam share` printed it, ockam://HOST:PORT/...");
}

std::string to_base64url(bytes_view all) {
  std::string out;
  for (std::size_t at = 0; at < all.size(); at += 3) {
    const auto three = std::uint32_t{all[at]} << 16 | std::uint32_t{all[at + 1]} << 8 | all[at + 2];
    for (const auto shift : {18, 12, 6, 0}) out += digits[three >> shift & 63];
  }
  return out;
}

/// The bytes; none if there is another digit. REQUIRES: a multiple of 4 of them.
std::optional<bytes> from_base64url(std::string_view text) {
  bytes out;
  for (std::size_t at = 0; at < text.size(); at += 4) {
    std::uint32_t four = 0;
    for (const auto c : text.substr(at, 4)) {
      const auto value = digits.find(c);
      if (value == digits.npos) return {};
      four = four << 6 | static_cast<std::uint32_t>(value);
    }
    for (const auto shift : {16, 8, 0}) out.push_back(static_cast<std::uint8_t>(four >> shift));
  }
  return out;
}

std::string at_text(const std::string& host, std::uint16_t port) {
  const auto is_ip6 = host.find(':') != host.npos;
  return (is_ip6 ? "[" + host + "]" : host) + ':' + std::to_string(port);
}

bytes with_check(const std::string& at, bytes body) {
  const auto hash = sha256({wire::view_of(at), body});
  body.insert(body.end(), hash.begin(), hash.begin() + check_size);
  return body;
}

/// The host and the port of `HOST:PORT` or `[HOST]:PORT`.
std::optional<std::pair<std::string, std::uint16_t>> parse_at(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == text.npos) return {};
  const auto port = wire::whole_number<std::uint16_t>(text.substr(colon + 1));
  auto host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (!port || *port == 0 || host.empty()) return {};
  const auto route =
      wire::multiaddr::parse("/dnsaddr/" + std::string(host) + "/tcp/" + std::to_string(*port));
  if (!route || route->parts().size() != 2) return {};
  return std::pair{std::string(host), *port};
}

} // namespace

identifier_start start_of(const identifier& who) {
  identifier_start out;
  std::copy_n(who.hash.begin(), out.size(), out.begin());
  return out;
}

wire::multiaddr share_link::route() const {
  return wire::multiaddr{{{protocol::dnsaddr, host},
                          {protocol::tcp, std::to_string(port)},
                          {protocol::service, "api"}}};
}

std::string to_text(const share_link& link) {
  const auto at = at_text(link.host, link.port);
  bytes body(link.code.view().begin(), link.code.view().end());
  body.insert(body.end(), link.authority.begin(), link.authority.end());
  body.insert(body.end(), link.sharer.begin(), link.sharer.end());
  return std::string(scheme) + at + '/' + to_base64url(with_check(at, std::move(body)));
}

result<share_link> parse_share_link(std::string_view text) {
  text = wire::trimmed(text);
  if (!text.starts_with(scheme)) return no_link("it does not begin with " + std::string(scheme));
  text.remove_prefix(scheme.size());
  const auto slash = text.find('/');
  const auto at = parse_at(text.substr(0, slash));
  if (slash == text.npos || !at) return no_link("no HOST:PORT/ comes behind ockam://");
  text.remove_prefix(slash + 1);
  if (text.size() != text_size)
    return no_link("behind the last / there are " + std::to_string(text.size()) + " letters, not "
                   + std::to_string(text_size));
  auto all = from_base64url(text);
  if (!all) return no_link("it has a sign that no link has");
  const auto rest = *all;
  all->resize(body_size);
  if (with_check(at_text(at->first, at->second), *all) != rest)
    return no_link("a letter of it was changed");
  share_link out{at->first,
                 at->second,
                 ticket_code{std::span<const std::uint8_t, 32>(*all).first<32>()},
                 {},
                 {}};
  std::copy_n(all->begin() + code_size, start_size, out.authority.begin());
  std::copy_n(all->begin() + code_size + start_size, start_size, out.sharer.begin());
  wipe(*all);
  return out;
}

result<share_link> link_to(const ticket& t, const identifier& sharer) {
  const auto& parts = t.where.authority_route.parts();
  if (t.where.authority.id() != t.where.node)
    return fail(errc::invalid,
                "the authority of project " + t.where.name
                    + " is another node than the project's, and a link leads to one node",
                "a ticket for whom it is to be: ockam ticket --help");
  const auto is_host = [](protocol p) {
    return p == protocol::dnsaddr || p == protocol::ip4 || p == protocol::ip6;
  };
  if (parts.size() != 3 || !is_host(parts[0].proto) || parts[1].proto != protocol::tcp
      || parts[2] != wire::multiaddr_part{protocol::service, "api"})
    return fail(errc::invalid, "project " + t.where.name + " is at "
                                   + to_string(t.where.authority_route)
                                   + ", and a link leads to a host and a port");
  return share_link{parts[0].value, wire::whole_number<std::uint16_t>(parts[1].value).value_or(0),
                    t.code.copy(), start_of(t.where.authority.id()), start_of(sharer)};
}

result<project> project_of(const share_link& link, std::string name, const std::string& id,
                           const identity& authority) {
  const auto where = link.route();
  auto parts = where.parts();
  parts.insert(parts.end() - 1, {protocol::service, id});
  const auto history = authority.to_hex();
  return make_project({id, std::move(name), "", "", to_string(wire::multiaddr{std::move(parts)}),
                       to_string(authority.id()), history, to_string(where), history},
                      {"project id", "name", "", "", "route", "identifier", "history",
                       "authority's route", "authority's history"});
}

std::string to_text(const share& s) {
  return to_string(s.sharer) + '/' + s.outlet + (s.person.empty() ? "" : "/" + s.person);
}

result<share> parse_share(std::string_view text) {
  const auto first = text.find('/');
  const auto rest = first == text.npos ? std::string_view() : text.substr(first + 1);
  const auto second = std::min(rest.find('/'), rest.size());
  const auto sharer = wire::identifier::parse(text.substr(0, first));
  if (!sharer || second == 0)
    return fail(errc::invalid, "the ticket does not say what is shared", "ask for a new link");
  return share{*sharer, std::string(rest.substr(0, second)),
               std::string(rest.substr(std::min(second + 1, rest.size())))};
}

} // namespace ockam::channels
