#include "channels/workers/channel_listener.hpp"

#include "channels/workers/channel_table.hpp"
#include "channels/workers/secure_channel.hpp"
#include "config/base/log.hpp"
#include "transports/links/link_table.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

namespace ockam::channels {

channel_listener::channel_listener(caf::actor_config& cfg, channels::context& node,
                                   std::string address, std::shared_ptr<const own_identity> self,
                                   allow_list authorized)
    : named_worker(cfg, node, std::move(address)),
      channels_(node),
      self_(std::move(self)),
      authorized_(std::move(authorized)) {}

void channel_listener::on_start() {
  set_down_handler([this](const caf::down_msg& gone) {
    if (const auto at = numbers_.find(gone.source.id()); at != numbers_.end()) end(at->second);
  });
}

void channel_listener::on_exit() {
  home().forget(*this);
  for (const auto& [number, actor] : responders_)
    caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
}

void channel_listener::deliver(transports::message&& m) {
  if (m.entered && !m.entered->is_heard()) return; // who asked has gone
  if (m.onward.size() != 1 || m.return_route.empty())
    return say("a handshake that can not be answered was dropped");
  if (m.payload.size() < sizeof(x25519_public_key)
      || m.payload.size() > config::handshake_m1_size_max)
    return say("dropped what begins no handshake");
  auto link = channels_.channels.link_below(m.return_route);
  auto source = node_.links.paced_as(link, m.return_route);
  if (!node_.paced.handshakes.allows(source, home().now()))
    return say("one source begins too many handshakes; some were dropped");
  const auto m1 = m.payload.view();
  using enum handshake_admission::outcome;
  const auto how = admission_.wait(
      {std::move(m.return_route), bytes(m1.begin(), m1.end()), std::move(link), std::move(source)});
  if (how == too_many_of_link)
    return refuse(config::limit::handshakes_waiting_per_link,
                  "too many handshakes of one link wait; some were dropped");
  if (how == too_many)
    return refuse(config::limit::handshakes_waiting, "too many handshakes wait; some were dropped");
  go_on();
}

void channel_listener::refuse(config::limit why, std::string_view what) {
  node_.counted.refuse(why);
  say(what);
}

void channel_listener::go_on() {
  if (admission_.waiting() > 0 && !std::exchange(flush_comes_, true)) home().flush_later(*this);
}

void channel_listener::flush() {
  flush_comes_ = false;
  run([this] { answer(admission_.next()); });
  go_on();
}

void channel_listener::answer(handshake_admission::first_message first) {
  const auto [number, gives_way, why] = admission_.begin(first.link, first.source);
  if (gives_way) {
    refuse(why, "too many handshakes are unfinished; the oldest gave way");
    caf::anon_send_exit(responders_.at(*gives_way), caf::exit_reason::user_shutdown);
    end(*gives_way);
  }
  const auto me = caf::actor_cast<caf::weak_actor_ptr>(this);
  auto source = first.source;
  const auto started = home().spawn<secure_channel>(
      std::ref(channels_), node_.random.address(), std::move(first), self_, authorized_,
      [this, me, n = number, source = std::move(source)](const result<channel_info>& made) {
        if (!me.lock()) return;
        if (made) node_.paced.handshakes.ended_well(source, home().now());
        end(n); // complete, and no longer ours
      });
  responders_.emplace(number, started);
  numbers_.emplace(started.id(), number);
  monitor(started);
}

void channel_listener::end(handshake_admission::number handshake) {
  const auto gone = responders_.extract(handshake);
  if (!gone) return;
  admission_.end(handshake);
  numbers_.erase(gone.mapped().id());
  demonitor(gone.mapped());
}

void channel_listener::say(std::string_view why) const {
  config::log_limited("listener " + std::string(why), config::log_level::warn,
                      "channel listener " + std::string(address().value) + ": " + std::string(why));
}

} // namespace ockam::channels
