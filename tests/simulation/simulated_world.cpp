#include "simulation/simulated_world.hpp"

#include "simulation/pattern.hpp"

#include <algorithm>
#include <iterator>

namespace ockam::simulation {

using namespace std::chrono_literals;
using actors::path_phase;

namespace {

constexpr std::size_t paths_in_use = 3; ///< older ones are left alone, but for what comes late
constexpr int rounds_max = 60;          ///< in which a stream must be done once its paths hold

simulated_stream::plan plan_of(const setting& s, side role) {
  const auto mine = role == side::inlet ? 0 : 1;
  return {role, s.gives[mine], s.gives[1 - mine], s.begin, s.hears_old};
}

void require(bool holds, const char* what) {
  if (!holds) throw violated(what);
}

} // namespace

simulated_world::simulated_world(const setting& s, witness w)
    : witness_(std::move(w)),
      inlet_(*this, plan_of(s, side::inlet)),
      outlet_(*this, plan_of(s, side::outlet)) {
  auto& first = new_path();
  const auto mine = fresh_address(), theirs = fresh_address();
  inlet_.attach(first, mine, theirs);
  outlet_.attach(first, theirs, mine);
}

void simulated_world::run(const schedule& all) {
  for (const auto& one : all) {
    now_ += std::chrono::microseconds{one.size % 512};
    if (!happen(one)) continue;
    check();
    if (done()) return;
  }
  finish();
}

path& simulated_world::new_path() {
  auto& made = paths_.emplace_back();
  made.number = static_cast<unsigned>(paths_.size());
  return made;
}

void simulated_world::send(path& by, side from, letter&& l) {
  if (witness_)
    witness_(std::string(name_of(from)) + " > " + to_string(l) + " by path "
             + std::to_string(by.number) + (by.stands ? "" : ", which is dead"));
  if (by.stands) by.to(other(from)).push_back(std::move(l));
}

// -- what happens -----------------------------------------------------------------------

bool simulated_world::happen(const step& s) {
  auto& at = end(s.which);
  switch (s.what) {
  case act::deliver: {
    const auto first = s.which / 2 % paths_.size();
    auto one = std::next(paths_.begin(), static_cast<std::ptrdiff_t>(first));
    for (std::size_t i = 0; i < paths_.size(); ++i) {
      if (!one->idle()) return deliver(*one, at.role()) || deliver(*one, other(at.role()));
      if (++one == paths_.end()) one = paths_.begin();
    }
    return false;
  }
  case act::send: return at.send_on(s.size);
  case act::consume: return at.consume(s.size);
  case act::acknowledge: return at.acknowledge();
  case act::probe: return at.probe();
  case act::resume:
  case act::resume_by_last_path: {
    const auto may = inlet_.course();
    if (auto asks = may; asks.offered() != actors::path_order::resume) return false;
    return inlet_.resume(s.what == act::resume || !paths_.back().stands ? new_path()
                                                                        : paths_.back());
  }
  case act::hear_none: return inlet_.hear_none();
  case act::find_none: return inlet_.find_none();
  case act::find_dead:
    if (inlet_.asked_on_dead_path()) inlet_.hear_none();
    return at.on_dead_path() && at.lose();
  case act::say_lost: return at.say_lost();
  case act::end_errs: return at.lose();
  case act::leave: return inlet_.attached() && inlet_.leave_for(new_path());
  default: {
    const auto last = std::min(paths_.size(), paths_in_use);
    return go_wrong(s.what, *std::next(paths_.rbegin(), s.which / 2 % last), s.which);
  }
  }
}

bool simulated_world::deliver(path& by, side to) {
  auto& waiting = by.to(to);
  if (waiting.empty()) return false;
  auto l = std::move(waiting.front());
  waiting.pop_front();
  if (witness_)
    witness_(std::string(name_of(to)) + " < " + to_string(l) + " by path "
             + std::to_string(by.number));
  (to == side::inlet ? inlet_ : outlet_).take(by, std::move(l));
  return true;
}

bool simulated_world::go_wrong(act what, path& p, std::uint32_t which) {
  auto& waiting = p.to(which % 2 == 0 ? side::inlet : side::outlet);
  const auto n = waiting.size();
  const auto one = n == 0 ? waiting.begin() : waiting.begin() + which / 8 % n;
  switch (what) {
  case act::path_dies:
    for (auto& each : p.under_way) each.clear();
    [[fallthrough]];
  case act::path_dies_late: return std::exchange(p.stands, false);
  case act::path_loses_first:
    if (n > 0) waiting.erase(waiting.begin(), one + 1);
    return n > 0;
  case act::path_loses_one:
    if (n > 0) waiting.erase(one);
    return n > 0;
  case act::path_repeats_one:
    if (n > 0) waiting.push_back(letter{*one});
    return n > 0;
  default:
    if (n > 1) std::swap(waiting.front(), waiting.back());
    return n > 1;
  }
}

// -- what must hold ---------------------------------------------------------------------

void simulated_world::check(const simulated_stream& from, const simulated_stream& to) const {
  const auto& out = from.positions();
  require(out.acked() <= to.positions().received(), "acked, and not received");
  require(out.sent() - (out.ended() ? 1 : 0) <= to.limit_in(), "sent beyond the other end's limit");
  require(out.sent() - out.acked() <= to.window() + 1, "more is kept than the window");
  if (from.over())
    require(out.sent() == to.positions().received(), "over before the other end had all");
}

void simulated_world::check() const {
  check(inlet_, outlet_);
  check(outlet_, inlet_);
}

bool simulated_world::done() const {
  return (inlet_.over() || (outlet_.over() && inlet_.complete()))
         && (outlet_.over() || (inlet_.over() && outlet_.complete()));
}

/// Nothing goes wrong any more: what is under way comes, and both find out where they stand.
void simulated_world::finish() {
  if (witness_) witness_("from here on nothing goes wrong");
  for (int round = 0; round < rounds_max && !done(); ++round) {
    now_ += 1ms;
    for (auto& each : paths_)
      while (deliver(each, side::inlet) || deliver(each, side::outlet)) check();
    settle_paths();
    for (const auto each : {&inlet_, &outlet_}) {
      each->acknowledge();
      each->probe();
      while (each->send_on(config::portal_chunk)) check();
      while (each->consume(SIZE_MAX)) check();
    }
  }
  require(done(), "it does not come to its end");
}

void simulated_world::settle_paths() {
  for (const auto each : {&inlet_, &outlet_}) {
    if (each->on_dead_path()) each->lose();
    each->say_lost();
  }
  inlet_.hear_none(); // all that was under way has come
  inlet_.resume(new_path());
}

// -- where it comes from ----------------------------------------------------------------

setting setting::of_seed(std::uint64_t seed) {
  dice random{seed};
  setting s;
  for (auto& gives : s.gives) switch (random.below(8)) {
    case 0: gives = 0; break;
    case 1:
    case 2: gives = random.below(600); break;
    default: gives = random.below(source_max); break;
    }
  if (random.one_in(4)) s.begin = (std::uint64_t{1} << 32) - random.below(config::mib);
  s.hears_old = random.one_in(3);
  return s;
}

void fill(schedule& all, std::uint64_t seed) {
  using enum act;
  static constexpr act usual[] = {deliver, deliver, deliver, deliver, deliver,     deliver,
                                  deliver, send,    send,    send,    send,        consume,
                                  consume, probe,   resume,  resume,  acknowledge, acknowledge};
  static constexpr act seldom[] = {hear_none, find_none, find_dead,
                                   find_dead, say_lost,  resume_by_last_path};
  static constexpr act faulty[] = {
      path_dies, path_dies_late, path_loses_first, path_loses_one,   end_errs,      leave,
      leave,     leave,          hear_none,        path_repeats_one, path_swaps_two};
  dice random{seed ^ 0x5eed};
  all.clear();
  auto faults = random.below(25);
  const auto apart = 1 + random.below(24);      // steps from fault to fault, about
  const auto kinds = random.one_in(4) ? 11 : 9; // of which paths of some repeat and turn round
  for (auto left = 30 + random.below(500); left > 0; --left) {
    auto what = usual[random.below(std::size(usual))];
    if (random.one_in(10)) what = seldom[random.below(std::size(seldom))];
    if (faults > 0 && random.one_in(apart)) --faults, what = faulty[random.below(kinds)];
    std::size_t size = 0;
    switch (const auto r = random.next(); r % 8) {
    case 0: size = 1 + (r >> 32) % 300; break;
    case 1: size = 1 + (r >> 32) % config::portal_chunk; break;
    case 2: size = config::resend_copied_max - 1; break;
    case 3: size = config::resend_copied_max; break;
    case 4: size = 256 * config::kib; break;
    default: size = config::portal_chunk; break;
    }
    all.push_back(
        {what, static_cast<std::uint32_t>(random.next()), static_cast<std::uint32_t>(size)});
  }
}

} // namespace ockam::simulation
