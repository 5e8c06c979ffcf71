// What must hold after each event.
#include "actors/portals/path_watch.hpp"
#include "actors/relays/relay_service.hpp"
#include "actors/routing/directory.hpp"
#include "channels/workers/channel_table.hpp"
#include "simulation/nodes/node_world.hpp"
#include "simulation/nodes/violated.hpp"
#include "transports/links/link_table.hpp"
#include "wire/messages/portal.hpp"

#include <algorithm>

namespace ockam::simulation::nodes {

using tests::json;

void node_world::check() {
  world_.settle();
  talks_.hear();
  look_at_ways();
  check_names();
  check_strangers();
  check_notes();
  check_bounds();
}

// -- nothing is called up without proof -----------------------------------------------------

bool node_world::reaches(const host& from, const host& to) {
  const auto is_there = [this](const host& name) {
    const auto at = places_.find(name);
    return !silent_.contains(name)
           && (at == places_.end() ? played_ != nullptr : at->second->runs());
  };
  return is_there(from) && is_there(to);
}

bool node_world::way_stands() {
  const auto has = [this](const host& at, std::string_view name) {
    return places_.at(at)->workers().find(wire::local(name)).open();
  };
  if (!reaches("a", "b")) return false;
  switch (shape_.by) {
  case way::direct: return true;
  case way::relay: return reaches("a", "r") && has("r", "forward_to_b");
  case way::chain: return reaches("q", "r") && has("q", "forward_to_r") && has("r", "forward_to_b");
  case way::two_routes:
    return (reaches("a", "r") && has("r", "forward_to_b"))
           || (reaches("a", "q") && has("q", "forward_to_b"));
  case way::played:
    return reaches("a", "r") && played_->behaves() != played_relay::manner::mute
           && played_->has("forward_to_b");
  }
  return false;
}

bool node_world::relays_stand() {
  const auto has = [this](const host& at) {
    return reaches("b", at) && places_.at(at)->workers().find(wire::local("forward_to_b")).open();
  };
  switch (shape_.by) {
  case way::direct: return true;
  case way::two_routes: return has("r") && has("q");
  case way::played:
    return reaches("b", "r") && played_->behaves() != played_relay::manner::mute
           && played_->has("forward_to_b");
  default: return has("r");
  }
}

void node_world::look_at_ways() {
  if (way_stands()) way_stood_ = world_.clock.now();
  if (relays_stand()) relays_stood_ = world_.clock.now();
}

void node_world::check_claims() {
  const auto oldest = config::proof_age_max + 10s; // and what may be under way
  const auto check = [&](place& at, const std::string& path, transports::time_point stood) {
    const auto said = at.ask("GET", path);
    if (said.status != 200 || said.body["status"] != "up") return;
    require(said.body["proven_ms_ago"].is_number(), path + " is called up, and was never proven");
    require(world_.clock.now() - stood <= oldest,
            path + " is called up, and can not have been proven");
  };
  auto& a = *places_.at("a");
  auto& b = *places_.at("b");
  if (a.runs()) check(a, "/v1/tcp-inlets/web", way_stood_);
  if (b.runs() && shape_.by != way::direct) check(b, "/v1/relays/b", relays_stood_);
}

// -- a name has one owner ---------------------------------------------------------------------

void node_world::check_names() {
  for (const auto* const name : {"r", "q"}) {
    const auto at = places_.find(name);
    if (at == places_.end() || !at->second->runs()) continue;
    const auto service = at->second->workers().find(wire::local("static_forwarding_service"));
    const auto* const relays = dynamic_cast<const actors::relay_service*>(service.here());
    const auto one = relays->relays().find("forward_to_b");
    if (one == relays->relays().end()) continue;
    const auto is_ours = shape_.owner_proven ? one->second.who.peer == tests::id_of(2)
                                             : one->second.who.source.starts_with("b:");
    const auto owned = owned_.find(name);
    // In clear somebody else gets it once its owner does not answer.
    if (owned != owned_.end() && world_.clock.now() - owned->second < config::name_reserved
        && (shape_.owner_proven || !disturbed_))
      require(is_ours, "the name of b's relay is a stranger's");
    if (is_ours) owned_[name] = world_.clock.now();
  }
}

// -- nothing crosses identities and flows -----------------------------------------------------

void node_world::check_strangers() {
  for (const auto& [name, one] : places_) {
    if (!one->runs()) continue;
    const auto& seen = one->witness().all;
    for (std::size_t i = 0; i < seen.size(); ++i) {
      const auto& payload = seen[i].payload;
      if (!payload.starts_with(stranger_mark)) continue;
      // By a relay to a proven owner it comes through the channel of the relay's host, and as its.
      const auto& peer = one->witness().peers[i];
      const auto is_of_host =
          shape_.owner_proven && (peer == tests::id_of(3) || peer == tests::id_of(4));
      require(!peer || is_of_host, "a stranger's message is taken for somebody's");
      require(payload.find(" private ") == std::string::npos,
              "what is not for everybody passes on to " + name + " what this says: " + payload);
    }
  }
  for (const auto& one : strangers_)
    for (const auto& heard : one->heard()) {
      const auto said = wire::decode_portal(wire::view_of(heard.payload));
      if (!said) continue;
      require(said->kind != wire::portal_kind::resumed, "a stranger resumes a stream");
      require(said->kind != wire::portal_kind::payload || said->payload.empty()
                  || wire::text_of(said->payload) == stranger_mark,
              "a stranger hears the bytes of a stream");
      // Who a channel has proven is told by a Pong and a Disconnect that it is refused.
      require(shape_.at == door::open || shape_.owner_proven
                  || said->kind != wire::portal_kind::pong
                  || said->incarnation == 7, // its own words
              "a stranger has a stream at an outlet that is not for it");
    }
}

void node_world::check_notes() {
  auto& b = *places_.at("b");
  if (!b.runs()) return;
  const auto& seen = b.witness().all;
  if (notes_read_ > seen.size()) notes_read_ = 0; // it has begun again
  for (; notes_read_ < seen.size(); ++notes_read_) {
    const auto& text = seen[notes_read_].payload;
    if (!text.starts_with("note ")) continue;
    require(b.witness().peers[notes_read_] == tests::id_of(1), "a note is not from a");
    require(heard_notes_.insert(std::stoull(text.substr(5))).second, "a note comes twice");
  }
}

// -- bounds -------------------------------------------------------------------------------------

void node_world::check_bounds() {
  auto& b = *places_.at("b");
  if (!b.runs()) return;
  const auto all = dynamic_cast<actors::directory&>(b.workers()).list();
  const auto at = std::find_if(all.begin(), all.end(),
                               [](const auto& row) { return row.kind == "path watch"; });
  const auto watch = b.workers().find(wire::local(at->address));
  const auto paths = dynamic_cast<const actors::path_watch*>(watch.here())->paths();
  auto& node = b.node().parts();
  // Streams of one way share its proof, and ways lead over links and channels.
  const auto ways = node.links.size() + node.channels.size();
  if (strangers_.empty() || shape_.at != door::open)
    require(paths <= ways, "more paths are watched than there are ways");
}

} // namespace ockam::simulation::nodes
