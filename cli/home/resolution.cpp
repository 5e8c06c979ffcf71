#include "cli/home/resolution.hpp"

#include "config/home/node_files.hpp"
#include "config/text/spelling.hpp"

namespace ockam::cli {

using wire::protocol;

namespace {

bool is_host(protocol what) {
  using enum protocol;
  return what == ip4 || what == ip6 || what == dnsaddr;
}

} // namespace

result<std::string> node_name(std::string_view text) {
  std::string name(text);
  if (text.starts_with('/')) {
    OCKAM_TRY(parsed, wire::multiaddr::parse(text));
    const auto& first = parsed.parts().front();
    if (is_host(first.proto))
      return fail(errc::invalid,
                  std::string(text)
                      + " leads to another machine, and here belongs a node of this home",
                  "its NAME, or /node/NAME");
    name = first.value;
  }
  if (auto ok = config::check_node_name(name); !ok) return ok.error();
  return name;
}

namespace {

/// Nothing comes of a host without a port, however often it is tried.
status check_ports(std::string_view route, const wire::multiaddr& parsed) {
  const auto& parts = parsed.parts();
  const auto refuse = [route](std::size_t number, const auto& part, const std::string& why) {
    return fail(errc::invalid, std::string(route) + ": segment " + std::to_string(number) + ", /"
                                   + std::string(wire::name_of(part.proto)) + "/" + part.value
                                   + ": " + why);
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    using enum protocol;
    const auto& part = parts[i];
    const auto follows = i + 1 < parts.size() ? parts[i + 1].proto : service;
    const auto at_host = is_host(part.proto);
    if (at_host && follows != tcp && follows != udp)
      return refuse(i + 1, part, "a port must follow, like /tcp/4000");
    if (part.proto == tcp && part.value == "0")
      return refuse(i + 1, part, "nobody listens at port 0");
  }
  return done{};
}

} // namespace

result<wire::multiaddr> resolve(std::string_view route, const port_lookup& port_of) {
  auto parsed = wire::multiaddr::parse(route);
  if (!parsed) {
    if (auto meant = config::meant_route(route); !meant.empty() && meant != route)
      parsed.error().hint = std::move(meant);
    return parsed.error();
  }
  if (auto complete = check_ports(route, *parsed); !complete) return complete.error();
  std::vector<wire::multiaddr_part> parts;
  std::size_t connections = 0, number = 0;
  for (const auto& part : parsed->parts()) {
    ++number;
    const bool connects = part.proto == protocol::tcp || part.proto == protocol::node;
    if (connects && ++connections > 1)
      return fail(errc::invalid, std::string(route) + ": segment " + std::to_string(number) + ", /"
                                     + std::string(wire::name_of(part.proto)) + "/" + part.value
                                     + " is a second TCP connection; a route opens one at most");
    if (part.proto != protocol::node) {
      parts.push_back(part);
      continue;
    }
    OCKAM_TRY(port, port_of(part.value));
    parts.push_back({protocol::ip4, "127.0.0.1"});
    parts.push_back({protocol::tcp, std::to_string(port)});
  }
  return wire::multiaddr(std::move(parts));
}

} // namespace ockam::cli
