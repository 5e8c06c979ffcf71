#include "simulation/simulated_stream.hpp"

#include "simulation/pattern.hpp"

#include <algorithm>

namespace ockam::simulation {

namespace {

using actors::path_order;
using actors::path_phase;
using arrival = actors::stream_positions::arrival;

constexpr std::uint32_t low(std::uint64_t position) { return static_cast<std::uint32_t>(position); }

/// Where the bytes of an end's source begin in the pattern.
constexpr std::size_t offset_of(side s) { return s == side::inlet ? 0 : source_max; }

} // namespace

simulated_stream::simulated_stream(surroundings& around, plan p)
    : around_(around),
      plan_(p),
      course_(p.role == side::inlet ? actors::stream_path::of_inlet()
                                    : actors::stream_path::of_outlet()) {
  start_at(p.begin);
}

/// Both directions have carried so much before.
void simulated_stream::start_at(std::uint64_t begin) {
  for (auto left = begin; left > 0;) {
    const auto n = std::min<std::uint64_t>(left, config::stream_credit_max);
    if (n > positions_.room())
      require(positions_.allow(low(positions_.sent() + n)), "credit to start with");
    auto data = pattern::of_all().filler(static_cast<std::size_t>(n));
    const auto position = positions_.send(data);
    require(positions_.ack(low(positions_.sent())), "an ack to start with");
    require(positions_.take(position, data.size()).what == arrival::fresh, "bytes to start with");
    left -= n;
  }
  if (begin > 0) require(positions_.allow(low(limit_in())), "the first credit");
}

std::uint64_t simulated_stream::limit_in() const {
  return positions_.received() - (positions_.far_ended() ? 1 : 0) + window_.granted();
}

void simulated_stream::attach(path& by, address mine, address theirs) {
  at_ = &by, mine_ = mine, theirs_ = theirs;
  course_.open();
}

// -- what it sends ------------------------------------------------------------------

void simulated_stream::tell(letter&& l) {
  l.to = theirs_;
  around_.send(*at_, plan_.role, std::move(l));
}

letter simulated_stream::placed(kind what, std::uint32_t position) {
  letter l;
  l.what = what, l.position = position, l.received = low(positions_.received());
  owes_ = false;
  return l;
}

void simulated_stream::tell_position() {
  auto l = placed(kind::position, 0);
  l.limit = low(limit_in());
  tell(std::move(l));
}

bool simulated_stream::send_on(std::size_t wanted) {
  if (over_) return false;
  if (!attached()) {
    // A local end is kept, and comes behind what is repeated.
    if (!course_.without_way() || given_ < plan_.gives || positions_.ended()) return false;
    positions_.send_end();
    return true;
  }
  if (positions_.repeats()) {
    const auto piece = positions_.next();
    auto l = placed(piece.data.empty() ? kind::end : kind::payload, piece.position);
    if (!piece.data.empty()) l.data = pattern::of_all().slice_of(piece.data);
    tell(std::move(l));
    return true;
  }
  if (given_ < plan_.gives) {
    const auto n =
        std::min({wanted, plan_.gives - given_, static_cast<std::size_t>(positions_.room())});
    if (n == 0) return false;
    auto data = pattern::of_all().part(offset_of(plan_.role) + given_, n);
    given_ += n;
    auto l = placed(kind::payload, positions_.send(data));
    l.data = std::move(data);
    tell(std::move(l));
    return true;
  }
  if (positions_.ended()) return false;
  tell(placed(kind::end, positions_.send_end()));
  return true;
}

bool simulated_stream::consume(std::size_t wanted) {
  if (over_ || window_.held() == 0) return false;
  if (window_.release(std::min(wanted, window_.held()), around_.now()) > 0) owes_ = true;
  settle();
  return true;
}

bool simulated_stream::acknowledge() {
  if (over_ || !attached() || !owes_) return false;
  tell_position();
  return true;
}

bool simulated_stream::probe() {
  if (over_ || !attached() || positions_.repeats()) return false;
  if (positions_.all_acked() && (positions_.ended() || positions_.room() > 0)) return false;
  tell(placed(kind::payload, low(positions_.sent())));
  return true;
}

/// Nothing is owed any more, and nothing is to come: the far end hears that, and it is over.
void simulated_stream::settle() {
  if (!complete() || (!positions_.all_acked() && !alone_)) return;
  if (attached() && owes_) tell_position();
  require(alone_ || positions_.kept() == 0, "it keeps bytes that were acked");
  over_ = true;
}

// -- paths ----------------------------------------------------------------------------

bool simulated_stream::lose() {
  if (over_ || course_.without_way()) return false;
  detach(true);
  return true;
}

/// Its address goes, so what comes late by the old way reaches nobody.
void simulated_stream::detach(bool tell_them) {
  const auto order = course_.lost();
  if (order == path_order::lose && tell_them) {
    letter l;
    l.what = kind::lost;
    tell(std::move(l));
  }
  if (order == path_order::try_again) asks_on_ = nullptr, asks_from_ = nowhere;
  if (order != path_order::nothing && !plan_.hears_old) mine_ = nowhere;
}

bool simulated_stream::say_lost() {
  if (over_ || course_.phase() != path_phase::detached) return false;
  letter l;
  l.what = kind::lost;
  tell(std::move(l));
  return true;
}

bool simulated_stream::hear_none() {
  if (over_ || course_.silent() != path_order::try_again) return false;
  asks_on_ = nullptr, asks_from_ = nowhere;
  if (!plan_.hears_old) mine_ = nowhere;
  return true;
}

bool simulated_stream::find_none() {
  if (over_ || course_.phase() != path_phase::resuming) return false;
  course_.no_way();
  return course_.phase() == path_phase::detached;
}

bool simulated_stream::resume(path& by) {
  if (over_ || course_.offered() != path_order::resume) return false;
  ask_by(by);
  return true;
}

bool simulated_stream::leave_for(path& by) {
  if (over_ || !attached() || course_.leave() != path_order::resume) return false;
  ask_by(by);
  return true;
}

void simulated_stream::ask_by(path& by) {
  ++resumes_;
  asks_on_ = &by, asks_from_ = around_.fresh_address();
  auto l = placed(kind::resume, 0);
  l.to = outlets_own, l.back = asks_from_, l.attempt = course_.attempt();
  l.whole_received = positions_.received(), l.whole_limit = limit_in();
  around_.send(by, plan_.role, std::move(l));
}

// -- what comes -------------------------------------------------------------------------

void simulated_stream::take(path& by, letter&& l) {
  if (over_) {
    if (l.what != kind::resume) return;
    letter gone;
    gone.what = kind::gone, gone.to = l.back, gone.attempt = l.attempt;
    return around_.send(by, plan_.role, std::move(gone));
  }
  if (l.what == kind::resume) return take_resume(by, l);
  if (l.what == kind::resumed) return take_resumed(l);
  if (l.what == kind::gone) return take_gone(l);
  if (course_.without_way() || (l.to != mine_ && !plan_.hears_old)) return;
  if (l.to == asks_from_) return; // it came before the Resumed that it was sent behind
  switch (l.what) {
  case kind::lost: return detach(false);
  case kind::position:
    require(positions_.ack(l.received), "an ack of what was not sent");
    require(positions_.allow(l.limit), "a limit out of reach");
    break;
  case kind::payload: take_payload(l); break;
  default: take_end(l); break;
  }
  settle();
}

void simulated_stream::take_payload(const letter& l) {
  require(positions_.ack(l.received), "an ack of what was not sent");
  const auto came = positions_.take(l.position, l.data.size());
  switch (came.what) {
  case arrival::fresh: {
    const auto fresh = l.data.view().subspan(came.skip);
    require(window_.take(fresh.size(), around_.now()), "payload beyond its credit");
    require(got_ + fresh.size() <= plan_.takes
                && pattern::of_all().is(fresh, offset_of(other(plan_.role)) + got_),
            "other bytes than the source gave");
    got_ += fresh.size();
    owes_ = true;
    break;
  }
  case arrival::known:
    owes_ = true;
    if (l.data.empty() && attached()) tell_position();
    break;
  case arrival::gap: ++gaps_; return detach(true);
  case arrival::violation: require(false, "payload where none can be");
  }
}

void simulated_stream::take_end(const letter& l) {
  require(positions_.ack(l.received), "an ack of what was not sent");
  switch (positions_.take_end(l.position)) {
  case arrival::fresh: require(got_ == plan_.takes, "an End before all bytes"); [[fallthrough]];
  case arrival::known: owes_ = true; break;
  case arrival::gap: ++gaps_; return detach(true);
  case arrival::violation: require(false, "an End where none can be");
  }
}

void simulated_stream::take_resume(path& by, const letter& l) {
  if (course_.take_resume(l.attempt) != path_order::attach) return;
  at_ = &by, theirs_ = l.back, mine_ = around_.fresh_address();
  go_on(l.whole_received, l.whole_limit);
  auto answer = placed(kind::resumed, 0);
  answer.attempt = l.attempt, answer.back = mine_;
  answer.whole_received = positions_.received(), answer.whole_limit = limit_in();
  tell(std::move(answer));
  settle();
}

void simulated_stream::take_resumed(const letter& l) {
  if (l.to != asks_from_ && !plan_.hears_old) return;
  const auto by = asks_on_;
  if (course_.take_resumed(l.attempt) != path_order::attach) return;
  at_ = by, mine_ = asks_from_, theirs_ = l.back;
  asks_on_ = nullptr, asks_from_ = nowhere;
  go_on(l.whole_received, l.whole_limit);
  owes_ = true;
  settle();
}

void simulated_stream::go_on(std::uint64_t received, std::uint64_t limit) {
  require(positions_.attach(received, limit), "a path that goes on where it cannot");
}

/// The outlet is over: it has got all, and this end has got all of it.
void simulated_stream::take_gone(const letter& l) {
  if (l.to != asks_from_ && !plan_.hears_old) return;
  const auto order = course_.take_gone(l.attempt, false);
  if (order == path_order::nothing) return;
  asks_on_ = nullptr, asks_from_ = nowhere;
  if (order != path_order::end) return;
  require(positions_.far_ended() && positions_.ended(), "an outlet that is gone too early");
  alone_ = true;
  settle();
}

// -- what it is ------------------------------------------------------------------------

void simulated_stream::require(bool holds, const char* what) const {
  if (!holds) throw violated(std::string(name_of(plan_.role)) + ": " + what);
}

std::string simulated_stream::describe() const {
  static constexpr const char* names[] = {"opening", "attached", "moving", "detached", "resuming"};
  const auto number = [](const char* name, std::uint64_t n) {
    return std::string(" ") + name + " " + std::to_string(n);
  };
  return std::string(name_of(plan_.role)) + ": "
         + (over_ ? "over" : names[static_cast<int>(course_.phase())])
         + number("sent", positions_.sent()) + number("acked", positions_.acked())
         + number("received", positions_.received()) + number("limit", limit_in())
         + number("held", window_.held()) + number("attempt", course_.attempt());
}

} // namespace ockam::simulation
