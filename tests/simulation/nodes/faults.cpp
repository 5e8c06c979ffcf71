// What goes wrong, and what strangers do.
#include "actors/routing/directory.hpp"
#include "simulation/nodes/node_world.hpp"
#include "simulation/nodes/violated.hpp"

#include <algorithm>
#include <iterator>

namespace ockam::simulation::nodes {

/// From now on streams may break.
void node_world::disturb() {
  fault_ = world_.clock.now();
  disturbed_ = true;
  for (auto& t : talks_.all()) t.disturbed = true;
}

place& node_world::any_place(std::uint32_t which) {
  auto at = places_.begin();
  std::advance(at, static_cast<std::ptrdiff_t>(which % places_.size()));
  return *at->second;
}

std::pair<node_world::host, node_world::host> node_world::any_two(std::uint32_t which) const {
  std::vector<host> all;
  for (const auto& [name, one] : places_) all.push_back(name);
  if (played_) all.emplace_back("r");
  const auto first = which % all.size(), more = 1 + which / 8 % (all.size() - 1);
  return {all[first], all[(first + more) % all.size()]};
}

void node_world::go_wrong(const event& e) {
  disturb();
  const auto [one, other] = any_two(e.which);
  switch (e.kind) {
  case what::cut: world_.net.cut(one, other); break;
  case what::slow:
    world_.net.delay(one, other, std::chrono::milliseconds(1 + e.size % 2000));
    slow_.emplace(one, other);
    break;
  case what::quick:
    for (const auto& [from, to] : std::exchange(slow_, {})) world_.net.delay(from, to, {});
    break;
  case what::silence:
    world_.net.black_hole(one);
    silent_.insert(one);
    break;
  case what::voice:
    for (const auto& name : std::exchange(silent_, {})) world_.net.black_hole(name, false);
    break;
  case what::refuse: refused_.insert(any_place(e.which).host()); [[fallthrough]];
  case what::crash:
    if (any_place(e.which).host() == "b") confirms_.reset();
    if (any_place(e.which).host() == "r" || any_place(e.which).host() == "q")
      owned_.erase(any_place(e.which).host());
    any_place(e.which).crash();
    break;
  case what::restart:
    refused_.clear();
    for (const auto& [name, node] : places_) node->start();
    break;
  case what::clock_jumps:
    day_.time = e.which % 2 == 0 ? day_.time + e.size % 100'000 : tests::now - e.size % 900;
    break;
  case what::expel:
    if (std::exchange(member_, false)) expelled_ = world_.clock.now();
    if (confirms_) confirms_->members.clear();
    if (shape_.at != door::member) expelled_.reset();
    break;
  case what::readmit:
    member_ = true;
    expelled_.reset();
    if (confirms_) confirms_->members.emplace(tests::id_of(1), 0);
    for (auto& t : talks_.all()) t.admitted = true;
    break;
  default: break;
  }
  world_.settle();
}

void node_world::lie(const event& e) {
  if (!played_) return;
  disturb();
  using enum played_relay::manner;
  switch (e.kind) {
  case what::lie: // in clear it may say what it likes, and only positions tell what is missing
    if (shape_.sealed && shape_.resumes) played_->behave(lies);
    break;
  case what::mute: played_->behave(mute); break;
  case what::honest: played_->behave(honest); break;
  default: played_->forget(); break;
  }
}

/// Whoever uses a relay is told of links by the answers, and shares the way behind it with others.
node_world::known_address node_world::any_address(place& at, std::uint32_t which,
                                                  bool shares_relays) {
  auto known = dynamic_cast<actors::directory&>(at.workers()).list();
  if (!shares_relays) std::erase_if(known, [](const auto& row) { return row.kind == "relay"; });
  const auto& one = known[which % known.size()];
  return {one.address, one.reach == "learnt" && (one.kind != "link" || !shares_relays)};
}

void node_world::act_strangely(const event& e) {
  if (strangers_.empty()) return;
  const auto number = e.which % strangers_.size();
  auto& who = *strangers_[number];
  auto& at = any_place(e.which / 4);
  if (!at.runs() || silent_.contains(at.host())) return;
  if (e.kind == what::register_name || (e.kind == what::steal && e.size % 2 == 0)) {
    if (played_ || shape_.by == way::direct || (at.host() != "r" && at.host() != "q")) return;
    who.register_name(at.host(), e.kind == what::steal ? "b" : "n" + std::to_string(e.size % 3),
                      e.size % 4 < 2);
    return pass(10ms);
  }
  auto& a = *places_.at("a");
  if (e.kind == what::steal && e.size % 4 == 3) {
    who.say("b", {"outlet"}, strange_words(0));
    return pass(10ms);
  }
  if (e.kind == what::steal) {
    if (!shape_.sealed || !a.runs()) return;
    for (const auto& row : dynamic_cast<actors::directory&>(a.workers()).list())
      if (const auto id = wire::id_of(wire::local(row.address)); id && row.kind == "stream")
        who.resume("b", {"outlet"}, *id, 1000 + e.size % 1000);
    return pass(10ms);
  }
  const auto shares_relays = shape_.sealed && number > 0;
  const auto first = any_address(at, e.size, shares_relays);
  auto& there = any_place(e.which / 64);
  const auto next = there.runs() ? any_address(there, e.size / 8, shares_relays).value : "w";
  std::vector<std::string> onward{first.value};
  const std::string behind[] = {"w", "outlet", next};
  if (e.size / 2 % 4 < 3) onward.push_back(behind[e.size / 2 % 4]);
  auto said = strange_words(e.size / 32);
  if (onward.back() == "w") { // a witness knows it by its words
    const auto text = std::string(stranger_mark) + " to " + at.host()
                      + (first.is_private ? " private " : " public ") + first.value;
    said.assign(text.begin(), text.end());
  }
  if (witness_) {
    std::string words = "  a stranger says to " + at.host() + ':';
    for (const auto& hop : onward) words += ' ' + hop;
    witness_(words);
  }
  who.say(at.host(), onward, said);
  pass(10ms);
}

} // namespace ockam::simulation::nodes
