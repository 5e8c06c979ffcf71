// Texts that people pass on: policies, tickets, project.json, addresses of sockets, words.
#include "channels/membership/ticket.hpp"
#include "channels/policy/policy.hpp"
#include "config/base/printable.hpp"
#include "config/text/name.hpp"
#include "config/text/spelling.hpp"
#include "person.hpp"
#include "transports/io/network.hpp"
#include "wire/http/host_rewriter.hpp"
#include "wire/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace ockam;
using namespace ockam::channels;
using fuzz::alice;
using fuzz::require;

namespace {

bool policy_text(bytes_view data) {
  const auto first = policy::parse(wire::text_of(data));
  if (!first) return false;
  static const std::map<std::string, std::string> attributes{{"a", "b"}, {"role", "server"}};
  static_cast<void>(first->allows({alice().who.id(), &attributes, "outlet"}));
  const auto again = policy::parse(to_string(*first));
  require(again ? *again == *first : again.error().code == errc::limit);
  return true;
}

bool ticket_text(bytes_view data) {
  const auto first = parse_ticket(wire::text_of(data));
  if (!first) return false;
  require(to_json(*parse_ticket(to_json(*first).dump())) == to_json(*first));
  require(parse_ticket(to_text(*first)));
  return true;
}

bool project_text(bytes_view data) {
  const auto first = parse_project(wire::text_of(data));
  if (!first) return false;
  const auto second = parse_project(to_json(*first).dump());
  require(second && to_json(*second) == to_json(*first));
  return true;
}

bool endpoint_text(bytes_view data) {
  const auto first = transports::endpoint::parse(wire::text_of(data));
  if (first) require(*transports::endpoint::parse(to_string(*first)) == *first);
  return static_cast<bool>(first);
}

/// Whatever somebody wrote is understood as something, or not, in no more time than it deserves.
bool spelling(bytes_view data) {
  const auto text = wire::text_of(data);
  const auto endpoint = config::endpoint_text(text);
  if (const auto route = config::route_of_endpoint(text))
    static_cast<void>(wire::multiaddr::parse(*route));
  static_cast<void>(config::meant_route(text));
  return static_cast<bool>(endpoint);
}

bool name(bytes_view data) {
  auto good = false;
  for (const auto what : {config::named::node, config::named::vault, config::named::identity,
                          config::named::relay, config::named::worker, config::named::alias})
    good = config::check_name(what, wire::text_of(data)) || good;
  return good;
}

/// What is shown of it moves no cursor, and stays as it is when it is shown again.
bool shown(bytes_view data) {
  const auto text = wire::text_of(data);
  const auto safe = config::printable(text);
  require(config::is_printable(safe) && config::printable(safe) == safe);
  require(config::is_printable(text) == (safe == text));
  return safe != text;
}

/// What a server gets of requests does not depend on where they were cut.
bool requests(bytes_view data) {
  if (data.empty()) return false;
  constexpr std::size_t head_max = 100;
  const auto piece = static_cast<std::size_t>(data.front()) + 1;
  const auto all = wire::text_of(data.subspan(1));
  wire::host_rewriter whole("a.example", head_max), cut("a.example", head_max);
  const auto said = whole.take_request(all);
  std::string parts;
  auto good = true;
  for (auto left = all; good && !left.empty(); left.remove_prefix(std::min(piece, left.size()))) {
    const auto part = left.substr(0, piece);
    const auto now = cut.passes(part.size()) ? std::string(part) : cut.take_request(part);
    good = static_cast<bool>(now);
    if (now) parts += *now;
  }
  require(good == static_cast<bool>(said) && (!good || parts == *said));
  return good && !parts.empty();
}

constexpr fuzz::parser all[] = {{"policy", policy_text},   {"ticket", ticket_text},
                                {"project", project_text}, {"endpoint", endpoint_text},
                                {"spelling", spelling},    {"name", name},
                                {"shown", shown},          {"requests", requests}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
