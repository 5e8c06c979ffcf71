#include "cli/home/resolution.hpp"

#include "config/home/node_files.hpp"
#include "config/spec/spelling.hpp"

namespace ockam::cli {

using wire::protocol;

result<std::string> node_name(std::string_view text) {
  std::string name(text);
  if (text.starts_with('/')) {
    auto parsed = wire::multiaddr::parse(text);
    if (!parsed) return parsed.error();
    name = parsed->parts().front().value;
  }
  if (auto ok = config::check_node_name(name); !ok) return ok.error();
  return name;
}

result<wire::multiaddr> resolve(std::string_view route, const port_lookup& port_of) {
  auto parsed = wire::multiaddr::parse(route);
  if (!parsed && !route.starts_with('/')) parsed.error().hint = config::meant_route(route);
  if (!parsed) return parsed.error();
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
    const auto port = port_of(part.value);
    if (!port) return port.error();
    parts.push_back({protocol::ip4, "127.0.0.1"});
    parts.push_back({protocol::tcp, std::to_string(*port)});
  }
  return wire::multiaddr(std::move(parts));
}

} // namespace ockam::cli
