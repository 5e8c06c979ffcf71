#include "actors/portals/inlet.hpp"

#include "actors/portals/portal_stream.hpp"
#include "actors/routing/error_text.hpp"
#include "config/base/log.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::actors {

using phase = supervisor_state::phase;
using condition = supervisor_state::condition;

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

/// What the outlet's node told the last client, in words.
std::string told_by(wire::portal_refusal why, const wire::multiaddr& to) {
  const auto& name = to.parts().back().value;
  if (why == wire::portal_refusal::no_outlet) return "no outlet " + name + " there";
  return "refused there: no outlet " + name + " that this node may use";
}

} // namespace

inlet::inlet(caf::actor_config& cfg, channels::context& node, std::string address, settings wanted,
             std::unique_ptr<transports::acceptor> listener, std::shared_ptr<stream_group> streams,
             std::function<void()> tried)
    : named_worker(cfg, node, std::move(address)),
      channels_(node),
      wanted_(std::move(wanted)),
      bound_(listener->bound()),
      guard_(node.access, channels::resource_types::tcp_inlet, wanted_.alias, wanted_.allow),
      clients_(*this, std::move(listener),
               [this](transports::connection client) { take_client(std::move(client)); }),
      streams_(std::move(streams)),
      tried_(std::move(tried)),
      patience_(*this, [this] { let_go(); }),
      question_(*this, [this] { ask_for_outlets(); }),
      ways_(std::make_shared<lent_ways>(static_cast<stream_ways&>(*this))),
      hurry_(*this,
             [this] {
               for (const auto& each : routes_) each.kept->retry_now();
             }),
      offers_(*this, [this] { offer_ways(); }) {
  streams_->on_settled([this] { say_settled(); });
  if (keeps_to_first()) trusted_peer_ = wanted_.trusted_peer;
  managed_route::user& routes_user = *this;
  for (const auto& to : wanted_.to) {
    auto kept = std::make_unique<managed_route>(*this, node, to, wanted_.again, routes_user);
    auto far = far_of(*kept);
    routes_.push_back({std::move(kept), std::move(far)});
  }
}

std::shared_ptr<far_outlet> inlet::far_of(managed_route& kept) {
  auto far = std::make_shared<far_outlet>();
  far->suspect = [&kept] { kept.suspect(); };
  return far;
}

void inlet::on_start() {
  set_down_handler([this](const caf::down_msg& gone) {
    for (const auto& each : routes_) each.kept->hop_ended(gone.source);
  });
  clients_.start();
  for (const auto& each : routes_) each.kept->start();
}

void inlet::on_exit() {
  stop_listening();
  ways_->end();
  streams_->on_settled({});
  for (const auto& each : routes_) {
    each.kept->end();
    each.far->suspect = nullptr; // streams may have it for longer
  }
  streams_->close();
  if (const auto call = std::exchange(tried_, nullptr)) call();
}

void inlet::stop_listening() {
  clients_.stop();
  for (auto& client : std::exchange(held_, {}))
    transports::close_with_reset(std::move(client.socket));
}

void inlet::close() {
  run([this] { quit(); });
}

void inlet::deliver(transports::message&& m) {
  for (const auto& each : routes_)
    if (each.kept->take(m)) return;
}

void inlet::ask_again(const std::optional<wire::identifier>& whose) {
  for (const auto& each : routes_)
    if (each.kept->usable()) static_cast<void>(knows(*each.kept));
  const auto why = streams_->close_denied(guard_, whose);
  if (!why.empty()) config::log(config::log_level::warn, "inlet " + wanted_.alias + ": " + why);
}

// -- who is at the end ----------------------------------------------------------------

/// Nobody said who may be there.
bool inlet::keeps_to_first() const {
  const auto is_open = [](const route_request& each) { return each.authorized.everybody(); };
  return !wanted_.any_peer && !wanted_.allow
         && std::all_of(wanted_.to.begin(), wanted_.to.end(), is_open);
}

/// Returns false, and gives the route up, if it leads to another identity than the one that the
/// inlet keeps to. A route in clear leads to no identity.
bool inlet::knows(managed_route& kept) {
  const auto peer = kept.way().peer();
  if (!keeps_to_first() || !peer) return true;
  if (!trusted_peer_) {
    if (!guard_.admits(peer)) return true;
    trusted_peer_ = peer;
    config::log(config::log_level::info,
                "inlet " + wanted_.alias + " keeps to " + to_string(*peer) + ", whom it met first");
    if (wanted_.met) wanted_.met(*peer);
  }
  if (peer == trusted_peer_) {
    stranger_.reset();
    return true;
  }
  stranger_ = peer;
  kept.give_up(fail(errc::denied, to_string(*peer) + " is at its end, and not "
                                      + to_string(*trusted_peer_)
                                      + ", whom this inlet met first; ockam tcp-inlet trust "
                                      + wanted_.alias + " accepts it"));
  return false;
}

status inlet::trust(const wire::identifier& who) {
  if (!keeps_to_first())
    return fail(errc::invalid, "inlet " + wanted_.alias + " is told who may be at its end");
  if (trusted_peer_ == who) return ockam::done{};
  trusted_peer_ = who;
  stranger_.reset();
  config::log(config::log_level::warn,
              "inlet " + wanted_.alias + " keeps to " + to_string(who) + " from now on");
  if (wanted_.met) wanted_.met(who);
  run([this] {
    for (const auto& each : routes_) {
      if (each.kept->usable()) static_cast<void>(knows(*each.kept));
      each.kept->retry_now();
    }
  });
  return ockam::done{};
}

// -- routes -------------------------------------------------------------------------

/// The first route that is up and leads to an outlet; else the first that is up, or that carries.
const inlet::route* inlet::carrier() const {
  const route *refused = nullptr, *unproven = nullptr;
  for (const auto& each : routes_) {
    const auto& peer = each.kept->way().peer();
    if (!each.kept->usable() || !guard_.admits(peer)) continue;
    if (trusted_peer_ && peer && peer != trusted_peer_) continue;
    const auto is_up = each.kept->supervisor().status() == condition::up;
    if (is_up && !each.far->refusal) return &each;
    auto& other = is_up ? refused : unproven;
    if (!other) other = &each;
  }
  return refused && (!unproven || unproven->far->refusal) ? refused : unproven;
}

const route_handle& inlet::way() const noexcept {
  static const route_handle none;
  const auto* const to = carrier();
  return to ? to->kept->way() : none;
}

/// Why all routes are denied; empty while one may still come that is not.
std::string inlet::why_denied() const {
  for (const auto& each : routes_) {
    if (!each.kept->usable()) continue;
    const auto allowed = guard_.admits(each.kept->way().peer());
    return allowed ? std::string() : allowed.error().message;
  }
  return {};
}

void inlet::route_lost(managed_route& kept, const error& why) {
  auto& far = routes_[index_of(kept)].far;
  const auto waiting = streams_->detached();
  losing_ = &kept;
  const auto lost = streams_->lose(*far);
  losing_ = nullptr;
  far->suspect = nullptr;
  far = far_of(kept);
  const auto wait = streams_->detached() > waiting;
  config::log_limited(
      "inlet " + wanted_.alias + " lost", config::log_level::warn,
      "inlet " + wanted_.alias + ": " + wire::to_string(kept.wanted().to) + ": " + why.message
          + "; " + std::to_string(lost)
          + (wait ? " streams look for another way, for up to " + to_text(wanted_.resume_for)
                  : " streams ended"));
}

void inlet::route_leaving(managed_route& kept) { streams_->leave(*routes_[index_of(kept)].far); }

void inlet::route_changed(managed_route& kept) {
  if (kept.usable() && !knows(kept)) return; // and it comes here again, as lost
  if (kept.supervisor().state().now() == phase::up)
    config::log_limited("inlet " + wanted_.alias + " up", config::log_level::info,
                        "inlet " + wanted_.alias + ": " + wire::to_string(kept.wanted().to)
                            + " is up");
  if (carrier() || !why_denied().empty()) let_in();
  if (!kept.usable() && all_denied()) streams_->end_detached(stream_end::denied);
  if (kept.usable()) {
    tell_forgotten(kept.way());
    streams_->begin_offer();
    offer_ways();
  }
  if (tried_ && tried_all()) std::exchange(tried_, nullptr)();
}

bool inlet::tried_all() const {
  return std::all_of(routes_.begin(), routes_.end(), [](const route& each) {
    const auto& state = each.kept->supervisor().state();
    return state.usable() || state.now() == phase::pausing || state.attempt() > 1;
  });
}

std::uint64_t inlet::heard_on(const managed_route& kept) const {
  return routes_[index_of(kept)].far->heard;
}

std::size_t inlet::index_of(const managed_route& kept) const {
  const auto at = std::find_if(routes_.begin(), routes_.end(),
                               [&](const route& each) { return each.kept.get() == &kept; });
  return static_cast<std::size_t>(at - routes_.begin());
}

/// The outlet may come, or go, or be for others from now on.
void inlet::outlet_answered(managed_route& kept, const wire::outlet_answer& said) {
  auto& known = routes_[index_of(kept)].far->refusal;
  if (said.refusal && said.refusal != known)
    config::log_limited("inlet " + wanted_.alias + " refused", config::log_level::warn,
                        "inlet " + wanted_.alias + ": " + wire::to_string(kept.wanted().to) + ": "
                            + told_by(*said.refusal, kept.wanted().to));
  known = said.refusal;
  if (said.refusal && !question_.armed()) question_.arm(config::session_pause_max);
}

/// As often as a route that is not there is tried.
void inlet::ask_for_outlets() {
  for (const auto& each : routes_)
    if (each.far->refusal) each.kept->renew();
}

// -- streams without a way --------------------------------------------------------------

std::optional<stream_ways::found> inlet::find_way(const std::optional<wire::identifier>& peer,
                                                  const fars& but, const far_outlet* last_choice) {
  const route* last = nullptr;
  for (const auto& each : routes_) {
    const auto& way = each.kept->way();
    if (each.kept.get() == losing_ || !each.kept->usable() || way.peer() != peer) continue;
    if (std::find(but.begin(), but.end(), each.far) != but.end() || !guard_.admits(peer)) continue;
    if (each.far.get() != last_choice) return found{way.onward(), each.far};
    last = &each;
  }
  if (!last) return {};
  return found{last->kept->way().onward(), last->far};
}

/// Not at once: a route may be in the middle of being lost.
void inlet::hurry_ways() {
  if (!hurry_.armed()) hurry_.arm({});
}

/// Every route is refused to this node, as by a project that it is no member of any more.
bool inlet::all_denied() const {
  return std::all_of(routes_.begin(), routes_.end(), [](const route& each) {
    return !each.kept->usable() && each.kept->supervisor().why().code == errc::denied;
  });
}

void inlet::offer_ways() {
  if (carrier()) let_in();
  if (streams_->go_on_offering() && !offers_.armed()) offers_.arm(std::chrono::milliseconds{1});
}

void inlet::forget(const wire::stream_id& id, const std::optional<wire::identifier>& peer) {
  if (forgotten_.size() >= config::forgotten_max) forgotten_.pop_front();
  forgotten_.emplace_back(id, peer);
  for (const auto& each : routes_)
    if (each.kept.get() != losing_ && each.kept->usable()) tell_forgotten(each.kept->way());
}

void inlet::tell_forgotten(const route_handle& way) {
  const auto told = [&](const auto& one) {
    if (one.second != way.peer()) return false;
    write_to(way.onward(), transports::slice::copy_of(wire::encode_forget(one.first)));
    return true;
  };
  forgotten_.erase(std::remove_if(forgotten_.begin(), forgotten_.end(), told), forgotten_.end());
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

// -- what commands see ----------------------------------------------------------------

nlohmann::json inlet::describe_routes() const {
  auto routes = nlohmann::json::array();
  const auto* const to = carrier();
  std::size_t carrying = routes_.size();
  for (const auto& each : routes_) {
    if (&each == to) carrying = routes.size();
    routes.push_back(each.kept->supervisor().describe());
    routes.back()["to"] = wire::to_string(each.kept->wanted().to);
    routes.back()["route"] = wire::to_string(each.kept->way().onward());
  }
  auto out = routes[to ? carrying : 0];
  out.erase("to");
  out["route"] = wire::to_string(way().onward());
  if (!to) {
    if (const auto denied = why_denied(); !denied.empty())
      out["status"] = "down", out["reason"] = denied;
    else if (stranger_)
      out["status"] = "down";
  } else if (const auto why = why_degraded(carrying); !why.empty()) {
    out["status"] = "degraded", out["reason"] = why;
  } else if (const auto why = why_no_node(to->kept->way()); !why.empty()) {
    out["reason"] = why;
  } else if (const auto why = why_refused(*to); !why.empty()) {
    out["status"] = "degraded", out["reason"] = why;
  }
  out["refusal"] = to ? why_refused(*to) : std::string();
  if (routes_.size() > 1) out["routes"] = std::move(routes);
  return out;
}

/// What the node at the route's end says against its outlet; empty if it says nothing.
std::string inlet::why_refused(const route& to) const {
  const auto& refusal = to.far->refusal;
  if (!refusal) return {};
  auto why = told_by(*refusal, to.kept->wanted().to);
  if (*refusal != wire::portal_refusal::not_allowed) return why;
  if (const auto own = own_fault(channels_); !own.empty()) why += "; " + own;
  return why;
}

/// What is not as it should be with several routes, although clients are served.
std::string inlet::why_degraded(std::size_t carrying) const {
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    const auto& kept = *routes_[i].kept;
    const auto is_up = kept.supervisor().status() == condition::up;
    if (i == carrying || (is_up && !routes_[i].far->refusal)) continue;
    const auto role = i < carrying ? " does not carry" : ", a standby, is not up";
    const auto why = is_up ? why_refused(routes_[i]) : kept.supervisor().why_degraded();
    return wire::to_string(kept.wanted().to) + role + (why.empty() ? "" : ": " + why);
  }
  return {};
}

} // namespace ockam::actors
