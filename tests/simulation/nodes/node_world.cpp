#include "simulation/nodes/node_world.hpp"

#include "actors/test_identities.hpp"
#include "simulation/nodes/violated.hpp"

#include <algorithm>

namespace ockam::simulation::nodes {

using tests::json;

namespace {

constexpr std::uint16_t inlet_port = 6000;
constexpr auto first_time = 20s; ///< in which all is up at the beginning
constexpr auto look_period = 5s; ///< between two looks while time passes

/// The address of a's encryptor for notes.
const std::string feed = "feed0000000000000000000000000000";

} // namespace

node_world::node_world(const shape& s, std::uint64_t seed, witness w)
    : shape_(s),
      witness_(std::move(w)),
      random_(seed ^ 0x3011d),
      outside_(world_.make_reactor()),
      talks_(world_, *outside_, s.at == door::open) {
  world_.random.engine.seed(seed);
  actors_before_ = world_.system.registry().running();
  world_.net.on_loopback(false);
  world_.net.show_resets(tests::watch_socket);
  const auto add = [this](const host& name, std::uint8_t person) {
    places_[name] = std::make_unique<place>(
        world_, name, [this, name, person] { return options_of(name, person); });
  };
  if (shape_.by == way::played) played_ = std::make_unique<played_relay>(world_, "r", seed);
  if (shape_.by != way::direct && !played_) add("r", 3);
  if (shape_.by == way::two_routes || shape_.by == way::chain) add("q", 4);
  add("b", 2);
  add("a", 1);
  declare();
}

node_world::~node_world() { confirms_.reset(); }

void node_world::start() {
  for (const auto* const name : {"q", "r", "b", "a"})
    if (const auto at = places_.find(name); at != places_.end()) at->second->start();
  for (unsigned i = 0; i < shape_.strangers; ++i)
    strangers_.push_back(std::make_unique<stranger>(world_, i == 0 ? "x" : "y"));
  require(world_.advance_until([this] { return is_up(); }, first_time),
          "it does not come up at the beginning");
  look_at_ways();
}

// -- what there is ------------------------------------------------------------------------

actors::node_options node_world::options_of(const host& name, std::uint8_t person) const {
  auto out = tests::options_of(name, person);
  out.time = &day_;
  out.offered.relays = name == "r" || name == "q";
  out.offered.everything = name == "b" && shape_.at == door::open;
  return out;
}

std::string node_world::route_by(const host& name, bool through_channel) const {
  return "/dnsaddr/" + name + "/tcp/" + std::to_string(node_port)
         + (through_channel ? "/secure/api" : "");
}

json node_world::routes_to_outlet() const {
  const std::string end = shape_.sealed ? "/secure/api/service/outlet" : "/service/outlet";
  const auto by = [&](const host& name) {
    return route_by(name, false) + "/service/forward_to_b" + end;
  };
  switch (shape_.by) {
  case way::direct: return route_by("b", false) + end;
  case way::two_routes: return json::array({by("r"), by("q")});
  case way::chain: return route_by("q", false) + "/service/forward_to_r/service/forward_to_b" + end;
  default: return by("r");
  }
}

void node_world::declare() {
  auto& a = *places_.at("a");
  auto& b = *places_.at("b");
  json outlet{{"address", "outlet"}, {"to", "s:5000"}};
  if (shape_.at == door::identity) outlet["allow"] = tests::name_of(1);
  b.declare("tcp-outlets", outlet);
  if (shape_.at == door::member) {
    b.on_start([this](place& at) { trust(at); });
    a.on_start([this](place& at) {
      at.node().parts().credentials.present({authority_.issue(authority_.member(tests::id_of(1)))});
    });
  }
  const auto register_at = [](place& owner, const std::string& name, const json& at) {
    owner.declare("relays", {{"name", name}, {"at", at}, {"no_connection_wait", true}});
  };
  if (shape_.by == way::two_routes)
    register_at(
        b, "b",
        json::array({route_by("r", shape_.owner_proven), route_by("q", shape_.owner_proven)}));
  else if (shape_.by != way::direct)
    register_at(b, "b", route_by("r", shape_.owner_proven));
  if (shape_.by == way::chain)
    register_at(*places_.at("r"), "r", route_by("q", shape_.owner_proven));
  json inlet{{"alias", "web"},
             {"from", "127.0.0.1:" + std::to_string(inlet_port)},
             {"to", routes_to_outlet()},
             {"no_connection_wait", true}};
  if (!shape_.resumes) inlet["resume_for_ms"] = 0;
  a.declare("tcp-inlets", inlet);
  if (!shape_.sealed) return;
  const auto routes = routes_to_outlet();
  auto to_b = (routes.is_array() ? routes[0] : routes).get<std::string>();
  to_b = to_b.substr(0, to_b.rfind("/secure/api")) + "/service/api";
  a.declare("secure-channels", {{"to", to_b}, {"address", feed}, {"no_connection_wait", true}});
}

/// b believes an authority, which it can ask about members.
void node_world::trust(place& at) {
  auto& table = at.node().parts().credentials;
  table.trust(authority_.who);
  confirms_.emplace(table, authority_.who.id());
  if (member_) confirms_->members.emplace(tests::id_of(1), 0);
}

// -- what happens -------------------------------------------------------------------------

void node_world::run(const schedule& all) {
  start();
  check();
  for (const auto& one : all) {
    if (witness_) witness_(to_string(one));
    happen(one);
    check();
    if (one.kind == what::pass_time) check_claims();
  }
  finish();
}

void node_world::happen(const event& e) {
  if (e.kind == what::pass_time) {
    static constexpr std::chrono::milliseconds most[] = {100ms, 2s, 12s, 40s};
    for (const auto& [name, one] : places_)
      if (!refused_.contains(name)) one->start();
    return pass(std::chrono::milliseconds(e.size % most[e.which % 4].count()));
  }
  if (e.kind < what::cut) return traffic(e);
  if (e.kind < what::lie) return go_wrong(e);
  if (e.kind < what::knock) return lie(e);
  act_strangely(e);
}

void node_world::pass(transports::duration span) {
  for (; span > transports::duration::zero(); span -= look_period) {
    world_.advance(std::min<transports::duration>(span, look_period));
    day_.time += static_cast<std::uint64_t>(
        std::chrono::floor<std::chrono::seconds>(std::min<transports::duration>(span, look_period))
            .count());
    talks_.hear();
    look_at_ways();
  }
}

void node_world::traffic(const event& e) {
  static constexpr std::size_t sizes[] = {10, 300, 5'000, 70'000};
  const auto size = 1 + e.size % sizes[e.size / 7 % 4];
  if (e.kind == what::open) {
    auto& t = talks_.open({"a", inlet_port});
    const auto now = world_.clock.now();
    t.disturbed = disturbed_ && now - fault_ < 90s;
    t.admitted = !expelled_ || now - *expelled_ < config::standing_life_connected + 2s;
    if (!t.dialed && t.disturbed) t.left = true; // a is not there
    return;
  }
  if (e.kind == what::note) return say_note();
  auto* const t = talks_.one(e.which);
  if (!t) return;
  switch (e.kind) {
  case what::client_speaks: talks_.speak(*t, true, size); break;
  case what::server_speaks: talks_.speak(*t, false, size); break;
  case what::client_finishes: talks_.finish(*t, true); break;
  case what::server_finishes: talks_.finish(*t, false); break;
  case what::client_resets: talks_.reset(*t, true); break;
  case what::server_resets: talks_.reset(*t, false); break;
  default: break;
  }
  world_.settle();
}

void node_world::say_note() {
  auto& a = *places_.at("a");
  if (!shape_.sealed || !a.runs()) return;
  const auto text = "note " + std::to_string(++notes_);
  a.workers().route({{wire::local(feed), wire::local("w")},
                     {},
                     transports::slice::copy_of(wire::view_of(text)),
                     0,
                     {}});
  world_.settle();
}

std::string node_world::describe() {
  std::string out;
  const auto in_words = [](const half& way) {
    return std::to_string(way.got) + " of " + std::to_string(way.given)
           + (way.finished ? ", finished" : "") + (way.ended ? ", and the end" : "");
  };
  for (auto& t : talks_.all())
    out += "stream " + std::to_string(t.number) + ": up " + in_words(t.up) + "; down "
           + in_words(t.down) + (t.served ? "; served" : "") + (t.left ? "; left" : "")
           + (t.client.broken() ? "; broken at the client" : "")
           + (t.server.broken() ? "; broken at the server" : "") + '\n';
  for (const auto& [name, one] : places_) {
    out += name + (one->runs() ? ":" : " has ended");
    if (one->runs())
      for (const auto& row : one->rows()) out += ' ' + row + ',';
    out += '\n';
  }
  return out;
}

} // namespace ockam::simulation::nodes
