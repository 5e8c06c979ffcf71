#include "cli/send_from_home.hpp"

#include "actors/send_once.hpp"
#include "channels/aead.hpp"
#include "cli/home_identity.hpp"
#include "cli/home_project.hpp"
#include "config/environment.hpp"

#include <algorithm>

namespace ockam::cli {

namespace {

bool has_channel(const wire::multiaddr& route) {
  const auto& parts = route.parts();
  return std::any_of(parts.begin(), parts.end(), [](const auto& part) {
    return part.proto == wire::protocol::secure || part.proto == wire::protocol::project;
  });
}

result<actors::node_in_memory> sender_of(const std::optional<std::string>& identity) {
  const auto home = config::home();
  if (!home) return home.error();
  auto who = asked_identity(*home, identity);
  if (!who) return who.error();
  auto self = load(*home, *who);
  if (!self) return self.error();
  return actors::node_in_memory{std::move(*self), files_of_projects(*home)};
}

} // namespace

result<wire::bytes> send_from_home(const wire::multiaddr& to, const wire::bytes& payload,
                                   std::chrono::milliseconds timeout,
                                   const std::optional<std::string>& identity) {
  if (!has_channel(to)) return actors::send_once(to, payload, timeout);
  if (auto engine = channels::wanted_engine(); !engine) return engine.error();
  const auto sender = sender_of(identity);
  if (!sender) return sender.error();
  return actors::send_once(to, payload, timeout, *sender);
}

} // namespace ockam::cli
