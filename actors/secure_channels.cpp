#include "actors/secure_channels.hpp"

#include "actors/fields.hpp"
#include "actors/itinerary.hpp"

#include <caf/send.hpp>
#include <nlohmann/json.hpp>

namespace ockam::actors {

namespace {

error not_found(std::string_view address) {
  return fail(errc::not_found, "channel with address " + std::string(address) + " not found",
              "ockam secure-channel list");
}

} // namespace

json secure_channels::describe(const channels::channel_info& c) const {
  const auto ours = made_->find(c.encryptor);
  const auto initiator = c.role == channels::channel_role::initiator;
  return {{"address", c.encryptor},
          {"role", initiator ? "initiator" : "responder"},
          {"to", ours == made_->end() ? "" : ours->second.to},
          {"route", wire::to_string(c.way)},
          {"identifier", to_string(c.self)},
          {"peer_identifier", to_string(c.peer)},
          {"decryptor", c.decryptor}};
}

result<json> secure_channels::list() const {
  auto out = json::array();
  for (const auto& channel : who_.node().channels.list()) out.push_back(describe(channel));
  return out;
}

result<json> secure_channels::show(std::string_view address) const {
  const auto channel = who_.node().channels.find(address);
  if (!channel) return not_found(address);
  return describe(*channel);
}

void secure_channels::create(const json& fields, answer to) {
  field_reader in{fields};
  auto route = in.route("to", config::route_timeout);
  const auto identity = in.text("identity", "");
  if (!in.ok()) return to(in.failure());
  auto given = wire::to_string(route.to);
  auto target = with_channel(route.to);
  if (!target) return to(target.error());
  route.to = std::move(*target);
  who_.find(identity, [this, given, route, to](identities::found self) mutable {
    if (!self) return to(self.error());
    route.self = std::move(*self);
    open(std::move(given), std::move(route), std::move(to));
  });
}

void secure_channels::open(std::string given, route_request wanted, answer to) {
  const auto number = next_++;
  openings_[number] = open_route(who_.node(), std::move(wanted),
                                 [this, number, given = std::move(given),
                                  to = std::move(to)](result<opened_route> way) mutable {
                                   const auto over = openings_.extract(number);
                                   if (!way) return to(way.error());
                                   to(keep(std::move(given), std::move(*way)));
                                 });
}

json secure_channels::keep(std::string given, opened_route way) {
  const auto channel = *way.channel();
  made_->emplace(channel.encryptor, made{std::move(given), std::move(way)});
  channel.actor->attach_functor([all = std::weak_ptr(made_), key = channel.encryptor,
                                 home = who_.node().home.weak_from_this()] {
    if (const auto loop = home.lock())
      loop->post([all, key] {
        if (const auto known = all.lock()) known->erase(key);
      });
  });
  return describe(channel);
}

result<json> secure_channels::remove(std::string_view address) {
  const auto channel = who_.node().channels.find(address);
  if (!channel) return not_found(address);
  auto gone = describe(*channel);
  if (made_->erase(channel->encryptor) == 0)
    caf::anon_send_exit(channel->actor, caf::exit_reason::user_shutdown);
  return gone;
}

} // namespace ockam::actors
