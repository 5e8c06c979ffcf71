#include "actors/routing/route_plan.hpp"

#include "config/defaults.hpp"
#include "wire/text.hpp"

#include <algorithm>

namespace ockam::actors {

namespace {

using wire::protocol;
using kind = leg::kind;

bool is_host(protocol p) {
  return p == protocol::ip4 || p == protocol::ip6 || p == protocol::ip6zone
         || p == protocol::dnsaddr;
}

std::string_view why_not(protocol p) {
  switch (p) {
  case protocol::tcp: return "a host must come before it";
  case protocol::udp: return "UDP is not available in this version";
  case protocol::space: return "spaces are no part of a route";
  default: return "a node does not know other nodes by name, only by host and port";
  }
}

bool connects(const leg& l) { return l.what == kind::link || l.what == kind::project; }

bool has(const std::vector<leg>& legs, kind what) {
  return std::any_of(legs.begin(), legs.end(), [what](const leg& l) { return l.what == what; });
}

/// Whether a connection may be opened behind these.
status check_first_connection(const wire::multiaddr& whole, std::size_t segment,
                              const std::vector<leg>& before) {
  const auto refuse = [&](std::string_view why) {
    return fail(errc::invalid, at_segment(whole, segment, why));
  };
  if (std::any_of(before.begin(), before.end(), connects))
    return refuse("a route can open one connection, this would be another");
  if (has(before, kind::channel))
    return refuse("a route can not open a connection behind a secure channel");
  return done{};
}

/// The host at `segment`, moved to its last one, and the port behind it.
result<leg> read_link(const wire::multiaddr& whole, std::size_t& segment) {
  const auto refuse = [&](std::string_view why) {
    return fail(errc::invalid, at_segment(whole, segment, why));
  };
  const auto& parts = whole.parts();
  const auto first = segment;
  std::string zone;
  if (parts[segment].proto == protocol::ip6zone) {
    if (segment + 1 == parts.size() || parts[segment + 1].proto != protocol::ip6)
      return refuse("an IPv6 address must follow, like /ip6/fe80::1");
    zone = '%' + parts[segment++].value;
    if (parts[segment].value.find('%') != std::string::npos) return refuse("it has two zones");
  }
  if (segment + 1 == parts.size() || parts[segment + 1].proto != protocol::tcp)
    return refuse("a port must follow, like /tcp/4000");
  const auto port = wire::whole_number<std::uint16_t>(parts[segment + 1].value);
  return leg{kind::link, {}, {parts[segment].value + zone, port.value_or(0)}, first};
}

} // namespace

std::string at_segment(const wire::multiaddr& whole, std::size_t segment, std::string_view why) {
  const auto& part = whole.parts()[segment];
  return wire::to_string(whole) + ": segment " + std::to_string(segment + 1) + ", /"
         + std::string(wire::name_of(part.proto)) + '/' + part.value + ": " + std::string(why);
}

result<std::vector<leg>> read_route_plan(const wire::multiaddr& whole) {
  const auto& parts = whole.parts();
  std::vector<leg> out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto& part = parts[i];
    if (part.proto == protocol::service || part.proto == protocol::worker) {
      out.push_back({kind::worker, part.value, {}, i});
    } else if (part.proto == protocol::secure) {
      out.push_back({kind::channel, part.value, {}, i});
    } else if (part.proto == protocol::project) {
      if (auto first = check_first_connection(whole, i, out); !first) return first.error();
      out.push_back({kind::project, part.value, {}, i});
    } else if (is_host(part.proto)) {
      if (auto first = check_first_connection(whole, i, out); !first) return first.error();
      OCKAM_TRY(link, read_link(whole, i));
      out.push_back(std::move(link));
      ++i; // its port
    } else {
      return fail(errc::invalid, at_segment(whole, i, why_not(part.proto)));
    }
  }
  if (out.size() > config::route_hops_max)
    return fail(errc::limit, wire::to_string(whole) + ": a route has at most "
                                 + std::to_string(config::route_hops_max) + " hops");
  return out;
}

bool has_channel(const wire::multiaddr& route) {
  const auto& parts = route.parts();
  return std::any_of(parts.begin(), parts.end(), [](const auto& part) {
    return part.proto == protocol::secure || part.proto == protocol::project;
  });
}

result<wire::multiaddr> with_channel(const wire::multiaddr& to) {
  auto parts = to.parts();
  auto& last = parts.back();
  if (last.proto != protocol::service && last.proto != protocol::worker)
    return fail(errc::invalid, wire::to_string(to) + " does not end with a listener",
                "put /service/api at its end");
  last.proto = protocol::secure;
  return wire::multiaddr(std::move(parts));
}

result<std::vector<leg>> read_route_plan(const channels::project& project, std::size_t segment) {
  OCKAM_TRY(route, with_channel(project.route));
  auto legs = read_route_plan(route);
  if (!legs) return legs;
  if (!has(*legs, kind::link))
    return fail(errc::invalid, "project " + project.name + ": its route "
                                   + wire::to_string(project.route) + " names no host");
  for (auto& each : *legs) each.segment = segment;
  legs->back().peer = project.node;
  return legs;
}

} // namespace ockam::actors
