#include "actors/ways/inlet_routes.hpp"

#include "actors/routing/error_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::actors {

using phase = supervisor_state::phase;
using condition = supervisor_state::condition;

namespace {

/// What the outlet's node told the last client, in words.
std::string told_by(wire::portal_refusal why, const wire::multiaddr& to) {
  const auto& name = to.parts().back().value;
  if (why == wire::portal_refusal::no_outlet) return "no outlet " + name + " there";
  return "refused there: no outlet " + name + " that this node may use";
}

} // namespace

inlet_routes::inlet_routes(transports::named_worker& inlet, channels::context& node,
                           const std::vector<route_request>& to, transports::duration again,
                           managed_route::user& user, const channels::access_guard& guard,
                           const first_met& met)
    : node_(node),
      guard_(guard),
      met_(met),
      hurry_(inlet, [this] { retry_now(); }),
      question_(inlet, [this] { ask_for_outlets(); }) {
  for (const auto& each : to) {
    auto kept = std::make_unique<managed_route>(inlet, node, each, again, user);
    auto far = far_of(*kept);
    all_.push_back({std::move(kept), std::move(far)});
  }
}

std::shared_ptr<far_outlet> inlet_routes::far_of(managed_route& kept) {
  auto far = std::make_shared<far_outlet>();
  far->suspect = [&kept] { kept.suspect(); };
  far->route = wire::to_string(kept.wanted().to);
  return far;
}

void inlet_routes::start() {
  for (const auto& each : all_) each.kept->start();
}

void inlet_routes::end() {
  for (const auto& each : all_) {
    each.kept->end();
    each.far->suspect = nullptr; // streams may have it for longer
  }
}

void inlet_routes::hop_ended(const caf::actor_addr& gone) {
  for (const auto& each : all_) each.kept->hop_ended(gone);
}

bool inlet_routes::take(const transports::message& m) {
  return std::any_of(all_.begin(), all_.end(),
                     [&m](const route& each) { return each.kept->take(m); });
}

void inlet_routes::retry_now() {
  for (const auto& each : all_) each.kept->retry_now();
}

void inlet_routes::retry_soon() {
  if (!hurry_.armed()) hurry_.arm({});
}

std::size_t inlet_routes::index_of(const managed_route& kept) const {
  const auto at = std::find_if(all_.begin(), all_.end(),
                               [&](const route& each) { return each.kept.get() == &kept; });
  return static_cast<std::size_t>(at - all_.begin());
}

// -- which one ------------------------------------------------------------------------

const inlet_routes::route* inlet_routes::carrier() const {
  const route *refused = nullptr, *unproven = nullptr;
  for (const auto& each : all_) {
    const auto& peer = each.kept->way().peer();
    if (!each.kept->usable() || !guard_.admits(peer) || !met_.suits(peer)) continue;
    const auto is_up = each.kept->supervisor().status() == condition::up;
    if (is_up && !each.far->refusal) return &each;
    auto& other = is_up ? refused : unproven;
    if (!other) other = &each;
  }
  return refused && (!unproven || unproven->far->refusal) ? refused : unproven;
}

const route_handle& inlet_routes::way() const noexcept {
  static const route_handle none;
  const auto* const to = carrier();
  return to ? to->kept->way() : none;
}

std::string inlet_routes::why_denied() const {
  for (const auto& each : all_) {
    if (!each.kept->usable()) continue;
    const auto allowed = guard_.admits(each.kept->way().peer());
    return allowed ? std::string() : allowed.error().message;
  }
  return {};
}

bool inlet_routes::all_denied() const {
  return std::all_of(all_.begin(), all_.end(), [](const route& each) {
    return !each.kept->usable() && each.kept->supervisor().why().code == errc::denied;
  });
}

bool inlet_routes::tried_all() const {
  return std::all_of(all_.begin(), all_.end(), [](const route& each) {
    const auto& state = each.kept->supervisor().state();
    return state.usable() || state.now() == phase::pausing || state.attempt() > 1;
  });
}

std::optional<stream_ways::found>
inlet_routes::find_way(const std::optional<wire::identifier>& peer, const stream_ways::fars& but,
                       const far_outlet* last_choice) const {
  const route* last = nullptr;
  for (const auto& each : all_) {
    const auto& way = each.kept->way();
    if (!usable(each) || way.peer() != peer) continue;
    if (std::find(but.begin(), but.end(), each.far) != but.end() || !guard_.admits(peer)) continue;
    if (each.far.get() != last_choice) return stream_ways::found{way.onward(), each.far};
    last = &each;
  }
  if (!last) return {};
  return stream_ways::found{last->kept->way().onward(), last->far};
}

// -- what their outlets say -------------------------------------------------------------

/// The outlet may come, or go, or be for others from now on.
std::string inlet_routes::answered(const managed_route& kept, const wire::outlet_answer& said) {
  if (said.unsaid) return {};
  auto& known = all_[index_of(kept)].far->refusal;
  std::string news;
  if (said.refusal && said.refusal != known) news = told_by(*said.refusal, kept.wanted().to);
  known = said.refusal;
  if (said.refusal && !question_.armed()) question_.arm(config::session_pause_max);
  return news;
}

bool inlet_routes::began_anew(const managed_route& kept, const wire::outlet_answer& said) {
  if (!said.process) return false;
  const auto before = std::exchange(all_[index_of(kept)].far->process, said.process);
  return before && before != said.process;
}

/// As often as a route that is not there is tried.
void inlet_routes::ask_for_outlets() {
  for (const auto& each : all_)
    if (each.far->refusal) each.kept->renew();
}

// -- what commands see ------------------------------------------------------------------

nlohmann::json inlet_routes::describe() const {
  auto routes = nlohmann::json::array();
  const auto* const to = carrier();
  std::size_t carrying = all_.size();
  for (const auto& each : all_) {
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
    else if (met_.stranger())
      out["status"] = "down";
  } else if (const auto why = why_degraded(carrying); !why.empty()) {
    out["status"] = "degraded", out["reason"] = why;
  } else if (const auto why = why_no_node(to->kept->way()); !why.empty()) {
    out["reason"] = why;
  } else if (const auto why = why_refused(*to); !why.empty()) {
    out["status"] = "degraded", out["reason"] = why;
  }
  out["refusal"] = to ? why_refused(*to) : std::string();
  if (all_.size() > 1) out["routes"] = std::move(routes);
  return out;
}

/// What the node at the route's end says against its outlet; empty if it says nothing.
std::string inlet_routes::why_refused(const route& to) const {
  const auto& refusal = to.far->refusal;
  if (!refusal) return {};
  auto why = told_by(*refusal, to.kept->wanted().to);
  if (*refusal != wire::portal_refusal::not_allowed) return why;
  if (const auto own = own_fault(node_); !own.empty()) why += "; " + own;
  return why;
}

/// What is not as it should be with several routes, although clients are served.
std::string inlet_routes::why_degraded(std::size_t carrying) const {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    const auto& kept = *all_[i].kept;
    const auto is_up = kept.supervisor().status() == condition::up;
    if (i == carrying || (is_up && !all_[i].far->refusal)) continue;
    const auto role = i < carrying ? " does not carry" : ", a standby, is not up";
    const auto why = is_up ? why_refused(all_[i]) : kept.supervisor().why_degraded();
    return wire::to_string(kept.wanted().to) + role + (why.empty() ? "" : ": " + why);
  }
  return {};
}

} // namespace ockam::actors
