#include "actors/open_route.hpp"

#include "transports/link_table.hpp"

#include <caf/send.hpp>

#include <charconv>
#include <optional>

namespace ockam::actors {

// -- opened_route -----------------------------------------------------------------

opened_route::opened_route(wire::route onward, caf::actor first_hop, caf::actor link,
                           std::string peer)
    : onward_(std::move(onward)),
      first_hop_(std::move(first_hop)),
      link_(std::move(link)),
      peer_(std::move(peer)) {}

opened_route::opened_route(opened_route&& other) noexcept { *this = std::move(other); }

opened_route& opened_route::operator=(opened_route&& other) noexcept {
  if (this == &other) return *this;
  close();
  onward_ = std::move(other.onward_);
  first_hop_ = std::move(other.first_hop_);
  link_ = std::move(other.link_);
  peer_ = std::move(other.peer_);
  return *this;
}

opened_route::~opened_route() { close(); }

void opened_route::close() {
  if (const auto link = std::exchange(link_, {}))
    caf::anon_send_exit(link, caf::exit_reason::user_shutdown);
}

// -- reading the address ------------------------------------------------------------

namespace {

using wire::protocol;

/// An address taken apart: workers of this node, where to dial, workers behind that.
struct path {
  wire::route before, behind;
  std::optional<transports::endpoint> dial;
};

bool is_host(protocol p) {
  return p == protocol::ip4 || p == protocol::ip6 || p == protocol::dnsaddr;
}

error refuse(const wire::multiaddr& whole, std::size_t index, std::string_view why) {
  const auto& part = whole.parts()[index];
  return fail(errc::invalid, wire::to_string(whole) + ": segment " + std::to_string(index + 1)
                                 + ", /" + std::string(wire::name_of(part.proto)) + '/' + part.value
                                 + ": " + std::string(why));
}

std::string_view why_not(protocol p) {
  switch (p) {
  case protocol::tcp: return "a host must come before it";
  case protocol::secure:
  case protocol::project: return "secure channels are not available in this version";
  case protocol::udp: return "UDP is not available in this version";
  case protocol::space: return "spaces are no part of a route";
  default: return "a node does not know other nodes by name, only by host and port";
  }
}

result<path> read(const wire::multiaddr& whole) {
  const auto& parts = whole.parts();
  path out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto& part = parts[i];
    if (part.proto == protocol::service || part.proto == protocol::worker) {
      (out.dial ? out.behind : out.before).push_back(wire::local(part.value));
    } else if (is_host(part.proto)) {
      if (out.dial)
        return refuse(whole, i, "a route can open one connection, this would be another");
      if (i + 1 == parts.size() || parts[i + 1].proto != protocol::tcp)
        return refuse(whole, i, "a port must follow, like /tcp/4000");
      out.dial.emplace(transports::endpoint{part.value, 0});
      const auto& port = parts[++i].value;
      std::from_chars(port.data(), port.data() + port.size(), out.dial->port);
    } else {
      return refuse(whole, i, why_not(part.proto));
    }
  }
  if (out.before.size() + out.behind.size() + 1 > config::route_hops_max)
    return fail(errc::limit, wire::to_string(whole) + ": a route has at most "
                                 + std::to_string(config::route_hops_max) + " hops");
  return out;
}

/// Lives in the callbacks that wait for an answer: whoever cancels takes `answer` away.
struct asked {
  std::function<void(result<opened_route>)> answer;
  void say(result<opened_route> what) {
    if (const auto to = std::exchange(answer, nullptr)) to(std::move(what));
  }
};

struct opening final : route_opening {
  explicit opening(std::shared_ptr<asked> q) : question(std::move(q)) {}
  ~opening() override { question->answer = nullptr; }
  std::shared_ptr<asked> question;
};

/// The route by way of a link that was just opened, which goes again if nobody wants it any more.
opened_route by_link(path way, const transports::link_info& link) {
  auto onward = std::move(way.before);
  onward.push_back(wire::local(link.address));
  onward.append(way.behind);
  return {std::move(onward), link.actor, link.actor, transports::to_string(link.peer)};
}

} // namespace

// -- opening ------------------------------------------------------------------------

std::unique_ptr<route_opening> open_route(transports::context& node, const wire::multiaddr& to,
                                          transports::duration timeout,
                                          std::function<void(result<opened_route>)> answer) {
  auto question = std::make_shared<asked>(asked{std::move(answer)});
  auto out = std::make_unique<opening>(question);
  auto way = read(to);
  if (!way) {
    node.home.post([question, why = way.error()] { question->say(why); });
    return out;
  }
  if (way->dial) {
    const auto where = *way->dial;
    node.links.open(node, where, timeout,
                    [question, way = std::move(*way)](result<transports::link_info> link) mutable {
                      if (!link) return question->say(link.error());
                      question->say(by_link(std::move(way), *link));
                    });
    return out;
  }
  node.home.post([question, &node, way = std::move(*way)]() mutable {
    const auto hop = wire::address{way.before.front()};
    const auto first = node.workers.find(hop);
    if (!first.open())
      return question->say(fail(errc::not_found, "worker " + hop.value + " not found on this node",
                                "ockam worker list"));
    question->say(opened_route{std::move(way.before), first.actor(), {}, {}});
  });
  return out;
}

} // namespace ockam::actors
