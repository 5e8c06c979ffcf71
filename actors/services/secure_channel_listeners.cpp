#include "actors/services/secure_channel_listeners.hpp"

#include "actors/control/values.hpp"

#include <caf/send.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::actors {

namespace {

error not_found(std::string_view address) {
  return ockam::not_found("secure channel listener", std::string(address),
                          "ockam secure-channel-listener list");
}

} // namespace

status secure_channel_listeners::start(const std::string& address,
                                       std::shared_ptr<const channels::own_identity> self,
                                       channels::allow_list authorized) {
  auto& node = who_.node();
  if (!self)
    return fail(errc::config, "a listener needs an identity, and this node has none",
                "ockam identity create");
  if (auto free = check_new_address(node.workers, address); !free) return free;
  auto actor = node.home.spawn<channels::channel_listener>(std::ref(node), address, std::move(self),
                                                           std::move(authorized));
  node.workers.add(wire::local(address), actor, "secure channel listener",
                   transports::reach::everybody());
  open_.push_back({address, transports::pinned_ref<channels::channel_listener>(std::move(actor))});
  return done{};
}

json secure_channel_listeners::describe(const entry& one) {
  return {{"address", one.address},
          {"identifier", to_string(one.worker.object->self().who().id())},
          {"authorized", describe_allowed(one.worker.object->authorized())}};
}

std::vector<secure_channel_listeners::entry>::const_iterator
secure_channel_listeners::find(std::string_view address) const {
  return std::find_if(open_.begin(), open_.end(),
                      [address](const entry& one) { return one.address == address; });
}

std::size_t secure_channel_listeners::handshakes(config::limit which) const {
  using enum config::limit;
  std::size_t out = 0;
  for (const auto& one : open_) {
    const auto& all = one.worker.object->admission();
    out = std::max(out, which == handshakes_waiting            ? all.waiting()
                        : which == handshakes_waiting_per_link ? all.waiting_of_busiest_link()
                        : which == handshakes_open             ? all.unfinished()
                                                               : all.unfinished_of_busiest_link());
  }
  return out;
}

result<json> secure_channel_listeners::list() const {
  auto out = json::array();
  for (const auto& one : open_) out.push_back(describe(one));
  return out;
}

result<json> secure_channel_listeners::show(std::string_view address) const {
  const auto at = find(address);
  if (at == open_.end()) return not_found(address);
  return describe(*at);
}

void secure_channel_listeners::create(const config::secure_channel_listener& wanted,
                                      const answer& to) {
  auto authorized = allow_list_of(wanted.authorized);
  if (!authorized) return to(authorized.error());
  who_.find(wanted.identity, [this, address = wanted.address, authorized = std::move(*authorized),
                              to](identities::found self) {
    if (!self) return to(self.error());
    if (const auto started = start(address, *self, authorized); !started)
      return to(started.error());
    to(describe(open_.back()));
  });
}

result<json> secure_channel_listeners::remove(std::string_view address) {
  const auto at = find(address);
  if (at == open_.end()) return not_found(address);
  auto gone = describe(*at);
  who_.node().workers.remove(wire::local(at->address));
  caf::anon_send_exit(at->worker.actor, caf::exit_reason::user_shutdown);
  open_.erase(at);
  return gone;
}

} // namespace ockam::actors
