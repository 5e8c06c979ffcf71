#include "actors/sessions/secure_channels.hpp"

#include "actors/control/values.hpp"
#include "actors/routing/route_plan.hpp"

#include <caf/send.hpp>
#include <nlohmann/json.hpp>

namespace ockam::actors {

namespace {

error not_found(std::string_view address) {
  return ockam::not_found("channel with address", std::string(address),
                          "ockam secure-channel list");
}

constexpr auto initiator = "initiator", responder = "responder";

} // namespace

json secure_channels::describe(const channels::channel_info& c) const {
  const auto ours = kept_.find(c.encryptor);
  json out{{"address", c.encryptor},
           {"role", c.role == channels::channel_role::initiator ? initiator : responder},
           {"to", ours == kept_.end() ? "" : ours->second.object->to()},
           {"route", wire::to_string(c.way)},
           {"identifier", to_string(c.self)},
           {"peer_identifier", to_string(c.peer)},
           {"decryptor", c.decryptor},
           {"heard_ms_ago", nullptr}};
  if (const auto heard = who_.node().channels.heard_at(c.encryptor))
    out["heard_ms_ago"] =
        std::chrono::floor<std::chrono::milliseconds>(who_.node().home.now() - *heard).count();
  if (ours == kept_.end()) return out;
  const auto& route = ours->second.object->route();
  out["authorized"] = describe_allowed(route.wanted().authorized);
  out.update(route.supervisor().describe());
  return out;
}

json secure_channels::describe_lost(const managed_channel& channel) const {
  const auto& wanted = channel.route().wanted();
  const auto& self = wanted.self ? wanted.self : who_.node().self;
  const auto& peer = channel.peer();
  json out{{"address", wanted.encryptor},
           {"role", initiator},
           {"to", channel.to()},
           {"route", ""},
           {"identifier", self ? to_string(self->who().id()) : ""},
           {"peer_identifier", peer ? to_string(*peer) : ""},
           {"authorized", describe_allowed(wanted.authorized)},
           {"decryptor", ""}};
  out.update(channel.route().supervisor().describe());
  return out;
}

result<json> secure_channels::list() const {
  auto out = json::array();
  const auto& open = who_.node().channels;
  for (const auto& channel : open.list()) out.push_back(describe(channel));
  for (const auto& [address, channel] : kept_)
    if (!open.find(address)) out.push_back(describe_lost(*channel.object));
  return out;
}

result<json> secure_channels::show(std::string_view address) const {
  if (const auto channel = who_.node().channels.find(address)) return describe(*channel);
  const auto lost = kept_.find(address);
  if (lost == kept_.end()) return not_found(address);
  return describe_lost(*lost->second.object);
}

void secure_channels::create(const config::secure_channel& wanted, const answer& to) {
  const auto waits = !wanted.no_connection_wait;
  const auto first = waits ? transports::duration(config::route_timeout) : transports::duration{};
  auto read = route_of(wanted.to, time_or(wanted.timeout, first), wanted.authorized);
  if (!read) return to(read.error());
  auto& route = *read;
  auto given = wire::to_string(route.to);
  auto target = with_channel(route.to);
  if (!target) return to(target.error());
  route.to = std::move(*target);
  route.encryptor = wanted.address;
  if (route.encryptor.empty()) route.encryptor = who_.node().random.address();
  if (const auto free = check_new_address(who_.node().workers, route.encryptor); !free)
    return to(free.error());
  if (kept_.contains(route.encryptor)) return to(already_exists("channel", route.encryptor));
  const auto again = time_or(wanted.timeout, config::session_attempt_timeout);
  who_.find(wanted.identity,
            [this, given, route, again, waits, to](identities::found self) mutable {
              if (!self) return to(self.error());
              route.self = std::move(*self);
              start({std::move(given), std::move(route), again}, waits, to);
            });
}

void secure_channels::start(managed_channel::request wanted, bool waits, const answer& to) {
  auto& node = who_.node();
  const auto encryptor = wanted.route.encryptor;
  const auto address = node.random.address();
  managed_channel::answer tell;
  if (waits)
    tell = [this, encryptor, to](const status& made) {
      if (made) return to(show(encryptor));
      kept_.erase(encryptor);
      to(made.error());
    };
  auto& channel = kept_[encryptor];
  channel = kept(node.home.spawn<managed_channel>(std::ref(node), address, std::move(wanted),
                                                  std::move(tell)));
  node.workers.add(wire::local(address), channel.actor, "channel session",
                   transports::reach::who_learnt_it());
  if (!waits) to(show(encryptor));
}

result<json> secure_channels::remove(std::string_view address) {
  const auto channel = who_.node().channels.find(address);
  auto gone = show(address);
  if (!gone) return gone;
  const auto ours = kept_.find(channel ? std::string_view(channel->encryptor) : address);
  if (ours != kept_.end()) {
    caf::anon_send_exit(ours->second.actor, caf::exit_reason::user_shutdown);
    kept_.erase(ours);
  } else {
    caf::anon_send_exit(channel->actor, caf::exit_reason::user_shutdown);
  }
  return gone;
}

} // namespace ockam::actors
