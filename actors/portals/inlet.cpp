#include "actors/portals/inlet.hpp"

#include "actors/portals/portal_stream.hpp"
#include "actors/routing/error_text.hpp"
#include "config/base/log.hpp"
#include "transports/links/link_table.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::actors {

using phase = supervisor_state::phase;

namespace {

/// Why streams ended that had waited: `: 3 no_way, 1 given_up`; empty if none had.
std::string why_lost(const stream_fates& now, const stream_fates& then) {
  std::string out;
  for (std::size_t i = 0; i < stream_end_names.size(); ++i)
    if (const auto n = now.lost_by[i] - then.lost_by[i]; n > 0)
      out +=
          (out.empty() ? ": " : ", ") + std::to_string(n) + ' ' + std::string(stream_end_names[i]);
  return out;
}

/// Whether the inlet keeps to the identity that it meets first, because nobody said who may be at its
/// end.
bool keeps_to_first(const inlet::settings& wanted) {
  const auto is_open = [](const route_request& each) { return each.authorized.everybody(); };
  return !wanted.any_peer && !wanted.allow
         && std::all_of(wanted.to.begin(), wanted.to.end(), is_open);
}

} // namespace

inlet::inlet(caf::actor_config& cfg, channels::context& node, std::string address, settings wanted,
             std::unique_ptr<transports::acceptor> listener, std::shared_ptr<stream_group> streams,
             std::function<void()> tried)
    : named_worker(cfg, node, std::move(address)),
      wanted_(std::move(wanted)),
      bound_(listener->bound()),
      guard_(node.access, channels::resource_types::inlet, wanted_.alias, wanted_.allow),
      clients_(*this, std::move(listener),
               [this](transports::connection client) { take_client(std::move(client)); }),
      streams_(std::move(streams)),
      tried_(std::move(tried)),
      met_(keeps_to_first(wanted_), wanted_.trusted_peer),
      routes_(*this, node, wanted_.to, wanted_.again, *this, guard_, met_),
      patience_(*this, [this] { let_go(); }),
      ways_(std::make_shared<lent_ways>(static_cast<stream_ways&>(*this))),
      offers_(*this, [this] { offer_ways(); }) {
  streams_->on_settled([this] { say_settled(); });
  if (wanted_.certificate)
    door_ = std::make_shared<tls_door>(
        *this, wanted_.alias, *wanted_.certificate,
        [this](inlet_client one) { let_in(std::move(one)); },
        [this](inlet_client one, std::string_view why) { refuse(std::move(one), " TLS", why); });
}

void inlet::on_start() {
  set_down_handler([this](const caf::down_msg& gone) { routes_.hop_ended(gone.source); });
  clients_.start();
  if (door_) door_->open();
  routes_.start();
}

void inlet::on_exit() {
  stop_listening();
  ways_->end();
  streams_->on_settled({});
  routes_.end();
  streams_->close();
  if (const auto call = std::exchange(tried_, nullptr)) call();
}

void inlet::stop_listening() {
  clients_.stop();
  if (door_) door_->close();
  for (auto& client : held_.take_all())
    transports::close_with_reset(std::move(client.who.socket.socket));
}

nlohmann::json inlet::describe_routes() const { return routes_.describe(); }

void inlet::close() {
  run([this] { quit(); });
}

void inlet::deliver(transports::message&& m) { static_cast<void>(routes_.take(m)); }

void inlet::ask_again(const std::optional<wire::identifier>& whose) {
  for (const auto& each : routes_.all())
    if (each.kept->usable()) static_cast<void>(knows(*each.kept));
  const auto why = streams_->close_denied(guard_, whose);
  if (!why.empty()) config::log(config::log_level::warn, "inlet " + wanted_.alias + ": " + why);
}

// -- clients --------------------------------------------------------------------------

void inlet::take_client(transports::connection client) {
  inlet_client one{std::move(client.socket), home().now(), to_string(client.peer)};
  if (door_)
    door_->take(std::move(one), transports::link_table::source_of(client.peer));
  else
    let_in(std::move(one));
}

void inlet::let_in(inlet_client client) {
  if (const auto allowed = streams_->admit(); !allowed)
    return refuse(std::move(client), "", allowed.error().message);
  if (const auto* const to = routes_.carrier()) return serve(std::move(client), *to);
  if (const auto denied = routes_.why_denied(); !denied.empty())
    return refuse(std::move(client), " denied", denied);
  hold(std::move(client));
}

void inlet::serve(inlet_client client, const inlet_routes::route& to) {
  const auto& way = to.kept->way();
  node_.home.spawn<portal_stream>(
      std::ref(node_), streams_,
      portal_stream::from_client{std::move(client.socket), way.onward(), way.peer(), to.far,
                                 wanted_.filter ? wanted_.filter() : nullptr, ways_,
                                 wanted_.resume_for, client.came, std::move(client.from)});
}

/// Most routes are back in a moment, and a client that is refused may not come again.
void inlet::hold(inlet_client client) {
  if (!keep(std::move(client))) return;
  routes_.retry_now();
}

/// Returns false if there is no place: then the client was refused.
bool inlet::keep(inlet_client client) {
  if (held_.full()) {
    refuse(std::move(client), " full", "too many wait for a route");
    return false;
  }
  held_.add(std::move(client), home().now());
  if (!patience_.armed()) patience_.arm(config::inlet_hold);
  return true;
}

void inlet::let_in() {
  if (held_.empty()) return;
  patience_.disarm();
  for (auto& client : held_.take_all()) let_in(std::move(client.who));
}

void inlet::let_go() {
  const auto now = home().now();
  while (auto gone = held_.take_overdue(now))
    refuse(std::move(*gone), " down", routes_.all().front().kept->supervisor().why().message);
  if (const auto due = held_.next_due()) patience_.arm(*due - now);
}

void inlet::refuse(inlet_client client, std::string_view kind, std::string_view why) const {
  transports::close_with_reset(std::move(client.socket.socket));
  note_refused(node_, entry_of(streams_->about(), std::move(client.from), {}, {}), why);
  ++node_.counted.inlets.refused;
  config::log_limited("inlet " + wanted_.alias + std::string(kind), config::log_level::warn,
                      "inlet " + wanted_.alias + ": client refused: " + std::string(why));
}

/// The client is offered a way in the next round, because its route may be in the middle of being lost.
void inlet::take_back(inlet_client client) {
  if (!keep(std::move(client))) return;
  hurry_ways();
  if (!offers_.armed()) offers_.arm({});
}

// -- who is at the end ----------------------------------------------------------------

/// Returns false, and gives the route up, if it leads to another identity than the one that the
/// inlet keeps to.
bool inlet::knows(managed_route& kept) {
  const auto peer = kept.way().peer();
  switch (met_.look(peer, [&] { return guard_.admits(peer); })) {
  case first_met::verdict::suits: return true;
  case first_met::verdict::met:
    config::log(config::log_level::info,
                "inlet " + wanted_.alias + " keeps to " + to_string(*peer) + ", whom it met first");
    if (wanted_.met) wanted_.met(*peer);
    return true;
  case first_met::verdict::stranger: break;
  }
  kept.give_up(fail(errc::denied, to_string(*peer) + " is at its end, and not "
                                      + to_string(*met_.trusted())
                                      + ", whom this inlet met first; ockam tcp-inlet trust "
                                      + wanted_.alias + " accepts it"));
  return false;
}

status inlet::trust(const wire::identifier& who) {
  if (!met_.keeps())
    return fail(errc::invalid, "inlet " + wanted_.alias + " is told who may be at its end");
  if (!met_.trust(who)) return ockam::done{};
  config::log(config::log_level::warn,
              "inlet " + wanted_.alias + " keeps to " + to_string(who) + " from now on");
  if (wanted_.met) wanted_.met(who);
  run([this] {
    for (const auto& each : routes_.all()) {
      if (each.kept->usable()) static_cast<void>(knows(*each.kept));
      each.kept->retry_now();
    }
  });
  return ockam::done{};
}

// -- routes -------------------------------------------------------------------------

void inlet::route_lost(managed_route& kept, const error& why) {
  const auto waiting = streams_->detached();
  std::size_t lost = 0;
  routes_.lose(kept, [&](const far_outlet& far) { lost = streams_->lose(far); });
  const auto wait = streams_->detached() > waiting;
  config::log_limited(
      "inlet " + wanted_.alias + " lost", config::log_level::warn,
      "inlet " + wanted_.alias + ": " + wire::to_string(kept.wanted().to) + ": " + why.message
          + "; " + std::to_string(lost)
          + (wait ? " streams look for another way, for up to " + to_text(wanted_.resume_for)
                  : " streams ended"));
}

void inlet::route_leaving(managed_route& kept) { streams_->leave(*routes_.of(kept).far); }

/// New streams take the new way at once; those that are open move there if their outlet knows them
/// there, and stay else.
void inlet::route_renewed(managed_route& kept) {
  const auto old = routes_.renew(kept);
  if (knows(kept)) streams_->leave(*old);
}

void inlet::route_changed(managed_route& kept) {
  if (kept.usable() && !knows(kept)) return; // and it comes here again, as lost
  if (kept.supervisor().state().now() == phase::up)
    config::log_limited("inlet " + wanted_.alias + " up", config::log_level::info,
                        "inlet " + wanted_.alias + ": " + wire::to_string(kept.wanted().to)
                            + " is up");
  if (routes_.carrier() || !routes_.why_denied().empty()) let_in();
  if (!kept.usable() && routes_.all_denied()) streams_->end_detached(stream_end::denied);
  if (kept.usable()) {
    tell_forgotten(kept.way());
    streams_->begin_offer();
    offer_ways();
  }
  if (tried_ && routes_.tried_all()) std::exchange(tried_, nullptr)();
}

std::uint64_t inlet::heard_on(const managed_route& kept) const {
  return routes_.of(kept).far->heard;
}

void inlet::outlet_answered(managed_route& kept, const wire::outlet_answer& said) {
  if (routes_.began_anew(kept, said)) streams_->doubt(*routes_.of(kept).far);
  const auto why = routes_.answered(kept, said);
  if (why.empty()) return;
  config::log_limited("inlet " + wanted_.alias + " refused", config::log_level::warn,
                      "inlet " + wanted_.alias + ": " + wire::to_string(kept.wanted().to) + ": "
                          + why);
}

// -- streams without a way --------------------------------------------------------------

std::optional<stream_ways::found> inlet::find_way(const std::optional<wire::identifier>& peer,
                                                  const fars& but, const far_outlet* last_choice) {
  return routes_.find_way(peer, but, last_choice);
}

void inlet::offer_ways() {
  if (routes_.carrier()) let_in();
  if (streams_->go_on_offering() && !offers_.armed()) offers_.arm(std::chrono::milliseconds{1});
}

void inlet::forget(const wire::stream_id& id, const std::optional<wire::identifier>& peer) {
  forgotten_.add(id, peer);
  for (const auto& each : routes_.all())
    if (routes_.usable(each)) tell_forgotten(each.kept->way());
}

void inlet::tell_forgotten(const route_handle& way) {
  for (const auto& id : forgotten_.take_of(way.peer()))
    write_to(way.onward(), transports::slice::copy_of(wire::encode_forget(id)));
}

/// One line for all that waited together.
void inlet::say_settled() {
  const auto& now = streams_->fates();
  const auto& then = settled_then_;
  const auto on = now.resumed - then.resumed, lost = now.lost - then.lost;
  auto text = "inlet " + wanted_.alias + ": " + std::to_string(on) + " streams went on over "
              + wire::to_string(way().onward()) + ", " + std::to_string(now.resent - then.resent)
              + " bytes sent again";
  if (lost > 0) text += "; " + std::to_string(lost) + " ended" + why_lost(now, then);
  settled_then_ = now;
  config::log_limited("inlet " + wanted_.alias + " settled", config::log_level::info, text);
}

} // namespace ockam::actors
