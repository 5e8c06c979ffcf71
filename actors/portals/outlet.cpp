#include "actors/portals/outlet.hpp"

#include "actors/portals/portal_stream.hpp"
#include "config/base/log.hpp"

namespace ockam::actors {

outlet::outlet(caf::actor_config& cfg, transports::context& node, std::string address,
               transports::endpoint target, transports::duration patience,
               channels::trust authorized, channels::guard gate,
               std::shared_ptr<stream_group> streams, path_watch& paths)
    : named_worker(cfg, node, std::move(address)),
      target_(std::move(target)),
      patience_(patience),
      authorized_(std::move(authorized)),
      guard_(std::move(gate)),
      streams_(std::move(streams)),
      paths_(paths) {}

void outlet::on_exit() {
  streams_->close();
  early_->clear();
}

void outlet::close() {
  run([this] { quit(); });
}

void outlet::deliver(transports::message&& m) {
  const auto what = wire::decode_portal(m.payload);
  if (!what) return say("dropped what is no portal message", what.error().message);
  if (what->kind == wire::portal_kind::ping) return take_ping(*what, std::move(m));
  if (what->kind == wire::portal_kind::payload || what->kind == wire::portal_kind::end)
    if (const auto stream = early_->find(m); stream.open()) {
      stream.pass(std::move(m));
      return;
    }
  say("only a Ping is understood here; another portal message was dropped");
}

void outlet::take_ping(const wire::portal_message& ping, transports::message&& m) {
  if (m.onward.size() != 1 || m.return_route.empty())
    return say("a Ping that can not be answered was dropped");
  const auto accepted = accepted_capabilities(ping.capabilities);
  const auto extended = ping.capabilities.has_value();
  if (!authorized_.admits(m.peer)) {
    const auto who = m.peer ? to_string(*m.peer) : "somebody without a secure channel";
    return refuse(std::move(m), extended, "a client that is not authorized was refused", who);
  }
  if (const auto allowed = guard_.admits(m.peer); !allowed)
    return refuse(std::move(m), extended, "a client was refused", allowed.error().message);
  const auto source = m.entered ? m.entered->about().source : nullptr;
  if (const auto allowed = streams_->admit(source ? *source : std::string(), m.peer); !allowed) {
    if (allowed.error().code == errc::limit) node_.counted.refuse(config::limit::streams);
    return refuse(std::move(m), extended, allowed.error().message);
  }
  const auto early = (accepted & wire::portal_early_payload) != 0 ? early_ : nullptr;
  const auto stream = node_.home.spawn<portal_stream>(
      std::ref(node_), streams_,
      portal_stream::to_target{target_, patience_, m.return_route, accepted, m.peer, early, &paths_,
                               source});
  if (early) early->add(m.return_route, m.peer, stream);
}

/// A real inlet waits for ever for its Pong, and ignores a Disconnect before it (spec wire §11): one that a channel
/// proved gets both. Who proved nothing gets no Pong, as from a real outlet.
void outlet::refuse(transports::message&& ping, bool extended, std::string_view why,
                    std::string_view detail) {
  refusal_ = detail.empty() ? why : std::string(why) + ": " + std::string(detail);
  ++node_.counted.outlets.refused;
  say(why, detail);
  const auto disconnect = extended ? wire::encode_disconnect(wire::portal_refusal::not_allowed)
                                   : wire::encode_disconnect();
  if (!extended && !ping.peer) return;
  if (!extended) {
    auto again = transports::message{{}, ping.return_route, {}, ping.local_hops, {}};
    reply(again, transports::slice::copy_of(wire::encode_pong({})));
  }
  reply(ping, transports::slice::copy_of(disconnect));
}

void outlet::ask_again(const std::optional<wire::identifier>& whose) {
  auto why = streams_->close_denied(guard_, whose);
  if (why.empty()) return;
  refusal_ = std::move(why);
  config::log(config::log_level::warn, "outlet " + std::string(address().value) + ": " + refusal_);
}

void outlet::say(std::string_view why, std::string_view detail) const {
  const auto key = "outlet " + std::string(address().value) + ": " + std::string(why);
  config::log_limited(key, config::log_level::warn,
                      detail.empty() ? key : key + ": " + std::string(detail));
}

} // namespace ockam::actors
