#include "actors/portals/callers.hpp"

#include <algorithm>

namespace ockam::actors {

namespace {

/// Streams that a source which was away may start at once. A page has a few.
constexpr std::uint64_t starts_credit = 8;
/// Callers that serve() looks at in a round: one whose way has ended costs a look, but no turn.
constexpr std::size_t looks_per_round = 1024;

std::size_t share_of(std::size_t dials) {
  constexpr auto part = config::outlet_dials_max / config::outlet_dials_per_source_max;
  return std::max<std::size_t>(1, dials / part);
}

} // namespace

struct callers::given_place {
  given_place(std::shared_ptr<callers*> giver, line::source_ptr who, bool of_stranger)
      : from(std::move(giver)), whose(std::move(who)), stranger(of_stranger) {}
  given_place(const given_place&) = delete;
  given_place& operator=(const given_place&) = delete;
  ~given_place() {
    if (*from) (*from)->dialed(whose, stranger);
  }
  const std::shared_ptr<callers*> from;
  const line::source_ptr whose;
  const bool stranger;
};

callers::callers(transports::context& node, calls to)
    : node_(node),
      calls_(std::move(to)),
      dials_max_(node.limits[config::limit::targets_dialed]),
      dials_per_source_max_(share_of(dials_max_)),
      known_(starts_credit),
      strangers_(starts_credit),
      alive_(std::make_shared<callers*>(this)) {}

callers::~callers() { clear(); }

/// Who has proven who it is has turns of its own.
std::string callers::name_of(const caller& one) {
  return one.peer ? *one.source + " proven" : *one.source;
}

void callers::clear() {
  *alive_ = nullptr;
  known_.clear();
  strangers_.clear();
  early_.clear();
  if (std::exchange(asked_, false)) node_.home.forget(*this);
}

bool callers::may_go(const caller& one, const line::source& who) const {
  return one.stranger ? known_.empty() && strangers_.may_go(who) : known_.may_go(who);
}

void callers::come(caller&& one) {
  if (!one.source) return calls_.start(std::move(one), {});
  const auto who = line_of(one).of(name_of(one));
  if (has_room() && may_go(one, *who)) return start(who, std::move(one));
  if (const auto why = why_not_wait(one, *who)) return calls_.turn_away(std::move(one), why);
  wait(who, std::move(one));
  go_on();
}

/// Makes place for a stranger, if one has more of them waiting.
std::optional<config::limit> callers::why_not_wait(const caller& one, const line::source& who) {
  using enum config::limit;
  if (!one.stranger) {
    if (known_.waiting() < node_.limits[streams]) return {};
    return streams;
  }
  if (who.waiting() >= config::outlet_waiting_per_source_max) return pings_waiting;
  if (strangers_.waiting() < config::outlet_waiting_max) return {};
  auto gone = strangers_.make_way(who);
  if (!gone) return pings_waiting;
  calls_.turn_away(out_of_line(std::move(gone->what)), pings_waiting);
  return {};
}

void callers::wait(const line::source_ptr& who, caller&& one) {
  one.came = node_.home.lately();
  if ((one.capabilities & wire::portal_early_payload) != 0) {
    auto& [from, early] = early_[std::string(wire::text_of(one.inlet.items()))];
    if (!early) { // else an older one has that way
      from = one.peer;
      one.early = early = std::make_shared<caller::early_messages>();
    }
  }
  auto& line = line_of(one);
  line.wait(who, std::move(one));
}

callers::caller callers::out_of_line(caller&& one) {
  if (one.early) early_.erase(std::string(wire::text_of(one.inlet.items())));
  return std::move(one);
}

callers::caller::early_messages* callers::early_of(const transports::message& m) const {
  if (early_.empty()) return nullptr;
  const auto at = early_.find(std::string(wire::text_of(m.return_route.items())));
  return at == early_.end() || at->second.first != m.peer ? nullptr : at->second.second.get();
}

bool callers::has_room() {
  if (round_ != node_.home.rounds()) {
    round_ = node_.home.rounds();
    started_ = 0;
  }
  return started_ < config::outlet_starts_per_round && dialing_ < dials_max_;
}

void callers::start(const line::source_ptr& who, caller&& one) {
  ++started_;
  ++dialing_;
  auto& line = line_of(one);
  line.charge(*who, 1);
  if (++who->at_work >= dials_per_source_max_ && one.stranger) line.block(who);
  auto place = std::make_shared<given_place>(alive_, who, one.stranger);
  calls_.start(std::move(one), std::move(place));
}

void callers::dialed(const line::source_ptr& who, bool stranger) {
  --dialing_;
  --who->at_work;
  if (stranger && who->blocked()) strangers_.unblock(who);
  go_on();
}

void callers::go_on() {
  if (known_.empty() && strangers_.empty()) return;
  if (dialing_ >= dials_max_) return; // somebody's place is given back
  if (!std::exchange(asked_, true)) node_.home.flush_later(*this);
}

std::optional<callers::line::turn> callers::next() {
  constexpr std::size_t strangers_turn = 4;
  const auto strangers = known_.empty() || (turns_++ % strangers_turn == 0 && !strangers_.empty());
  return strangers ? strangers_.next() : known_.next();
}

void callers::flush() {
  asked_ = false;
  calls_.run([this] { serve(); });
}

/// At the end of a round. Whose link has ended, or whose inlet has given up, asks no more.
void callers::serve() {
  const auto now = node_.home.lately();
  for (std::size_t looks = 0; looks < looks_per_round && has_room(); ++looks) {
    auto turn = next();
    if (!turn) return;
    auto one = out_of_line(std::move(turn->what));
    if (now - one.came < config::pong_timeout && node_.workers.find(one.inlet.front()).open())
      start(turn->whose, std::move(one));
    else
      calls_.turn_away(std::move(one), {});
  }
  go_on();
}

} // namespace ockam::actors
