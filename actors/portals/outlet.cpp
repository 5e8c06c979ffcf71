#include "actors/portals/outlet.hpp"

#include "actors/portals/portal_stream.hpp"
#include "config/base/log.hpp"
#include "transports/links/link_table.hpp"

#include <caf/send.hpp>

#include <array>
#include <cstring>

namespace ockam::actors {

namespace {

/// The address of the link that it came by; empty if it came from this node.
std::string link_of(const callers::caller& one) { return one.from ? *one.from : std::string(); }

} // namespace

outlet::outlet(caf::actor_config& cfg, transports::context& node, std::string address,
               transports::endpoint target, transports::duration patience,
               channels::allow_list authorized, channels::access_guard gate,
               std::shared_ptr<stream_group> streams, path_watch& paths,
               transports::duration keep_for, transports::tls_context::shared tls,
               std::string http_host)
    : named_worker(cfg, node, std::move(address)),
      target_(std::move(target)),
      patience_(patience),
      authorized_(std::move(authorized)),
      guard_(std::move(gate)),
      streams_(std::move(streams)),
      paths_(paths),
      keep_for_(keep_for),
      tls_(std::move(tls)),
      http_host_(std::move(http_host)),
      callers_(node, {[this](const std::function<void()>& f) { run(f); },
                      [this](callers::caller&& one, callers::place dials) {
                        begin(std::move(one), std::move(dials));
                      },
                      [this](callers::caller&& one, std::optional<config::limit> why) {
                        turn_away(std::move(one), why);
                      }}) {}

void outlet::on_start() {
  std::array<std::uint8_t, sizeof incarnation_> bytes{};
  node_.random.fill(bytes);
  std::memcpy(&incarnation_, bytes.data(), bytes.size());
}

void outlet::on_exit() {
  callers_.clear();
  streams_->close();
  early_->clear();
  known_->clear();
}

void outlet::close() {
  run([this] { quit(); });
}

void outlet::deliver(transports::message&& m) {
  const auto what = wire::decode_portal(m.payload);
  if (!what) return say("dropped what is no portal message", what.error().message);
  if (what->kind == wire::portal_kind::ping) return take_ping(*what, std::move(m));
  if (what->kind == wire::portal_kind::payload || what->kind == wire::portal_kind::end) {
    if (const auto stream = early_->find(m); stream.open())
      return static_cast<void>(stream.pass(std::move(m)));
    if (take_early(m)) return;
  }
  if (what->kind == wire::portal_kind::resume) return take_resume(*what, std::move(m));
  if (what->kind == wire::portal_kind::forget) return take_forget(*what, std::move(m));
  say("only a Ping is understood here; another portal message was dropped");
}

void outlet::take_ping(const wire::portal_message& ping, transports::message&& m) {
  if (m.entered && !m.entered->is_heard()) return; // who asked has gone
  if (m.onward.size() != 1 || m.return_route.empty())
    return say("a Ping that can not be answered was dropped");
  if (was_denied(m.return_route))
    return say("a Ping came too late, for a stream that this outlet denied to know");
  callers::caller one{std::move(m.return_route), accepted_capabilities(ping.capabilities),
                      ping.capabilities.has_value(), m.peer};
  one.hops = m.local_hops;
  if (m.entered) {
    const auto& about = m.entered->about();
    one.source = about.source;
    one.from = about.from;
    one.stranger = about.accepted && about.source && !m.peer
                   && *about.source != transports::link_table::this_machine;
  }
  if (!authorized_.admits(one.peer)) {
    const auto who = one.peer ? to_string(*one.peer) : "somebody without a secure channel";
    return refuse(std::move(one), "a client that is not authorized was refused", who);
  }
  if (const auto allowed = guard_.admits(one.peer); !allowed)
    return refuse(std::move(one), "a client was refused", allowed.error().message);
  if (const auto allowed = admit(one); !allowed)
    return refuse(std::move(one), allowed.error().message);
  callers_.come(std::move(one));
}

status outlet::admit(const callers::caller& one) {
  std::optional<caf::actor_id> link;
  if (one.stranger)
    if (const auto hop = transports::leading_away(node_.workers, one.inlet); hop.open())
      link = hop.actor().id();
  auto why = config::limit::streams;
  auto allowed = streams_->admit(one.source ? *one.source : std::string(), one.peer, link, &why);
  if (!allowed && allowed.error().code == errc::limit) node_.counted.refuse(why);
  return allowed;
}

/// Starts the stream of a caller whose turn has come. What admitted it may have changed meanwhile, as
/// others had their turn before it.
void outlet::begin(callers::caller&& one, callers::place dials) {
  const auto early = std::move(one.early);
  if (early) early_->release(early->bytes);
  if (one.came != transports::time_point{}) {
    if (!admits(one.peer)) return refuse(std::move(one), "a client was refused");
    if (was_denied(one.inlet)) return; // its Ping was too slow
    if (const auto allowed = admit(one); !allowed)
      return refuse(std::move(one), allowed.error().message);
  }
  const auto known = (one.capabilities & wire::portal_early_payload) != 0 ? early_ : nullptr;
  const auto id = id_to_resume(one);
  if (!id) one.capabilities &= static_cast<std::uint16_t>(~wire::portal_resume);
  const auto stream = node_.home.spawn<portal_stream>(
      std::ref(node_), streams_,
      portal_stream::to_target{target_, patience_, one.inlet, one.capabilities, one.peer, known,
                               &paths_, one.source, id ? known_ : nullptr, incarnation_, keep_for_,
                               std::move(dials), link_of(one), tls_, http_host_});
  if (known) known->add(one.inlet, one.peer, stream);
  if (id) static_cast<void>(known_->add(*id, one.peer, stream));
  if (early)
    for (auto& m : early->all) deliver(std::move(m));
}

/// Only a stream that is called by 16 bytes of its own goes on over another path.
std::optional<wire::stream_id> outlet::id_to_resume(const callers::caller& one) const {
  if ((one.capabilities & wire::portal_resume) == 0 || keep_for_.count() == 0) return {};
  const auto id = wire::id_of(one.inlet.back());
  return id && !known_->has(*id) ? id : std::nullopt;
}

/// Whether the stream of that way back is one that this outlet denied to know of late.
bool outlet::was_denied(const wire::route& inlet) {
  const auto id = wire::id_of(inlet.back());
  return id && known_->was_denied(*id, home().now());
}

/// Who may not use the outlet learns as little as who asks for a stream that is not there.
void outlet::take_resume(const wire::portal_message& asked, transports::message&& m) {
  if (m.onward.size() != 1 || m.return_route.empty()) return;
  const auto admitted = admits(m.peer);
  if (const auto stream = known_->find(asked.id, m.peer); stream && admitted)
    return caf::anon_send(stream, std::move(m));
  const auto promise = admitted && known_->deny(asked.id, home().now());
  reply(m, transports::slice::copy_of(wire::encode_gone(asked.attempt, incarnation_, promise)));
}

void outlet::take_forget(const wire::portal_message& said, transports::message&& m) {
  if (m.onward.size() != 1) return;
  if (const auto stream = known_->find(said.id, m.peer)) caf::anon_send(stream, std::move(m));
}

void outlet::turn_away(callers::caller&& one, std::optional<config::limit> why) {
  if (one.early) early_->release(one.early->bytes);
  if (!why) return;
  node_.counted.refuse(*why);
  refuse(std::move(one), "too many wait for a stream");
}

/// Keeps payload of a caller that waits for its turn, as a copy: a small message that stays would hold
/// the whole block that it came in.
bool outlet::take_early(transports::message& m) {
  auto* const early = callers_.early_of(m);
  if (!early || !early_->hold(m.payload.size())) return false;
  early->bytes += m.payload.size();
  m.payload = transports::slice::copy_of(m.payload.view());
  early->all.push_back(std::move(m));
  return true;
}

/// A real inlet waits for ever for its Pong, and ignores a Disconnect before it (spec wire §11): one that a channel
/// proved gets both. Who proved nothing gets no Pong, as from a real outlet.
void outlet::refuse(callers::caller&& one, std::string_view why, std::string_view detail) {
  streams_->refused(detail.empty() ? std::string(why)
                                   : std::string(why) + ": " + std::string(detail));
  ++node_.counted.outlets.refused;
  say(why, detail);
  note_refused(node_, entry_of(streams_->about(), link_of(one), one.peer, one.inlet.back().value),
               streams_->refusal());
  const auto disconnect = one.extended ? wire::encode_disconnect(wire::portal_refusal::not_allowed)
                                       : wire::encode_disconnect();
  if (!one.extended && !one.peer) return;
  transports::message ping{{}, std::move(one.inlet), {}, one.hops, {}};
  if (!one.extended) {
    auto again = transports::message{{}, ping.return_route, {}, ping.local_hops, {}};
    reply(again, transports::slice::copy_of(wire::encode_pong({})));
  }
  reply(ping, transports::slice::copy_of(disconnect));
}

void outlet::ask_again(const std::optional<wire::identifier>& whose) {
  auto why = streams_->close_denied(guard_, whose);
  if (why.empty()) return;
  config::log(config::log_level::warn, "outlet " + std::string(address().value) + ": " + why);
  streams_->refused(std::move(why));
}

void outlet::bar(const wire::identifier& whose) {
  const auto ended = streams_->close_of(whose);
  if (ended > 0)
    say("streams ended with the standing of their peer",
        std::to_string(ended) + " of " + to_string(whose));
}

void outlet::say(std::string_view why, std::string_view detail) const {
  const auto key = "outlet " + std::string(address().value) + ": " + std::string(why);
  config::log_limited(key, config::log_level::warn,
                      detail.empty() ? key : key + ": " + std::string(detail));
}

} // namespace ockam::actors
