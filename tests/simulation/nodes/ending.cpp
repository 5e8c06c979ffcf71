// The end of a simulation: nothing goes wrong any more, all that can come back does, and when it is
// taken away nothing is left.
#include "actors/portals/path_watch.hpp"
#include "actors/routing/directory.hpp"
#include "simulation/nodes/node_world.hpp"
#include "simulation/nodes/violated.hpp"

#include <algorithm>

namespace ockam::simulation::nodes {

namespace {

constexpr auto notice = 40s;       ///< in which everybody finds out what has ended
constexpr auto farewell = 30s;     ///< in which what is deleted is gone
constexpr auto recovery = 120s;    ///< in which all is up again
constexpr auto service_time = 30s; ///< in which a client is served from end to end
constexpr auto ending_patience = config::stream_keep + 60s; ///< in which a stream goes on or ends

} // namespace

void node_world::finish() {
  if (witness_) witness_("from here on nothing goes wrong");
  heal();
  serve_a_client();
  hear_the_rest();
  part();
  take_away();
}

bool node_world::is_up() {
  auto& a = *places_.at("a");
  auto& b = *places_.at("b");
  const auto up = [](place& at, const std::string& path) {
    const auto said = at.ask("GET", path);
    return said.status == 200 && said.body["status"] == "up";
  };
  return up(a, "/v1/tcp-inlets/web") && (shape_.by == way::direct || up(b, "/v1/relays/b"));
}

void node_world::heal() {
  for (const auto& one : strangers_) one->leave();
  if (played_) played_->behave(played_relay::manner::honest);
  for (const auto kind : {what::quick, what::voice, what::restart, what::readmit})
    go_wrong({kind, 0, 0});
  day_.time = tests::now + 1000;
  if (disturbed_) pass(notice); // what is called up was proven before
  for (auto left = recovery; !is_up() && left > 0s; left -= 2s) pass(2s);
  require(is_up(), "what can come back does not");
  check();
  check_claims();
}

void node_world::serve_a_client() {
  auto& t = talks_.open({"a", 6000});
  t.disturbed = true;
  require(t.dialed, "the inlet takes no client any more");
  talks_.speak(t, true, 500);
  const auto goes = [&](auto done) {
    for (auto left = service_time; !done() && left > 0s; left -= 1s) pass(1s);
    require(done(), "a client that comes at the end is not served");
  };
  goes([&] { return t.served && t.up.got == t.up.given; });
  talks_.speak(t, false, 500);
  goes([&] { return t.down.got == t.down.given; });
}

/// Whoever is there still gets all that was said. A stream that is not resumed does not hear that the
/// outlet's process began again as long as the route to it is proven in time: its client waits until
/// it has had enough.
void node_world::hear_the_rest() {
  for (auto& t : talks_.all()) {
    if (!shape_.resumes && t.disturbed && t.dialed && !t.done()) talks_.reset(t, true);
  }
  const auto has_all = [](const talk& t) {
    return t.done() || !t.dialed || (t.up.got == t.up.given && t.down.got == t.down.given);
  };
  const auto all_have = [&] { return std::ranges::all_of(talks_.all(), has_all); };
  for (auto left = ending_patience; !all_have() && left > 0s; left -= 5s) pass(5s);
  require(all_have(), "a stream does not go on, and does not end");
}

void node_world::part() {
  for (auto& t : talks_.all()) {
    if (!t.dialed || t.done()) continue;
    talks_.finish(t, true);
    if (t.served)
      talks_.finish(t, false);
    else
      talks_.reset(t, true);
  }
  const auto all_done = [this] {
    return std::ranges::all_of(talks_.all(), [](const talk& t) { return !t.dialed || t.done(); });
  };
  for (auto left = ending_patience; !all_done() && left > 0s; left -= 5s) pass(5s);
  require(all_done(), "a stream does not end when both sides have");
  talks_.close(!shape_.resumes);
  // A socket pair does not tell of a reset behind an end: those streams go with what made them.
  const auto untold = std::ranges::count_if(
      talks_.all(), [](const talk& t) { return t.left && (t.up.finished || t.down.finished); });
  const auto with_streams = [&] { // ends that wait for another way are left for a while
    return std::ranges::find_if(places_, [&](const auto& each) {
      const auto is_stream = [](const auto& row) { return row.starts_with("stream "); };
      return std::ranges::count_if(each.second->rows(), is_stream) > untold;
    });
  };
  for (auto left = ending_patience; with_streams() != places_.end() && left > 0s; left -= 15s)
    pass(15s);
  const auto at = with_streams();
  require(at == places_.end(),
          "a stream is left" + (at == places_.end() ? "" : " at " + at->first));
}

void node_world::take_away() {
  const auto away = [this](const host& at, const std::string& path) {
    const auto gone = places_.at(at)->ask("DELETE", "/v1/" + path);
    require(gone.status == 200, path + " can not be deleted: " + gone.error());
  };
  away("a", "tcp-inlets/web");
  if (shape_.sealed) away("a", "secure-channels/feed0000000000000000000000000000");
  away("b", "tcp-outlets/outlet");
  if (shape_.by != way::direct) away("b", "relays/b");
  if (shape_.by == way::chain) away("r", "relays/r");
  const auto what_is_left = [](place& at) {
    std::string out;
    for (const auto& row : at.rows())
      if (!row.starts_with("path watch ")
          && std::ranges::find(at.first_rows(), row) == at.first_rows().end())
        out += ' ' + row;
    return out;
  };
  const auto all_gone = [&] {
    return std::ranges::all_of(places_,
                               [&](auto& each) { return what_is_left(*each.second).empty(); });
  };
  for (auto left = farewell; !all_gone() && left > 0s; left -= 3s) pass(3s);
  for (const auto& [name, one] : places_) {
    const auto left = what_is_left(*one);
    require(left.empty(), "at " + name + " is left:" + left);
    require(one->node().parts().memory->held() == 0, "bytes are counted as waiting at " + name);
  }
  for (const auto& row : dynamic_cast<actors::directory&>(places_.at("b")->workers()).list())
    if (row.kind == "path watch") {
      const auto watch = places_.at("b")->workers().find(wire::local(row.address));
      require(dynamic_cast<const actors::path_watch*>(watch.here())->paths() == 0,
              "a path is watched that nobody uses");
    }
  confirms_.reset();
  for (const auto& [name, one] : places_) {
    const auto left = one->end();
    require(left.empty(), left);
  }
  played_.reset();
  strangers_.clear();
  world_.settle();
  require(world_.net.connections() == 0, "a connection is left");
  require(world_.system.registry().running() == actors_before_, "an actor is left");
}

} // namespace ockam::simulation::nodes
