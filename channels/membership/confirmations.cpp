#include "channels/membership/confirmations.hpp"

#include "config/defaults.hpp"

#include <algorithm>
#include <array>

namespace ockam::channels {

namespace {

constexpr std::array<std::pair<std::string_view, when_silent>, 3> names{
    {{"keep-10m", when_silent::keep_10m},
     {"refuse", when_silent::refuse},
     {"keep-until-expiry", when_silent::keep_until_expiry}}};

} // namespace

std::string_view name_of(when_silent what) { return names[static_cast<std::size_t>(what)].first; }

std::optional<when_silent> when_silent_called(std::string_view name) {
  for (const auto& [known, what] : names)
    if (known == name) return what;
  return {};
}

confirmations::verdict confirmations::judge(const identifier& who, const claim& shown,
                                            time_point now, when_silent mode) {
  using enum verdict;
  const auto at = known(who, now);
  const auto& r = at->second;
  const auto quiet = silent(now);
  const auto age = now - r.asked;
  const auto followed = r.connected && age <= config::standing_life_connected;
  const auto current =
      exact_ ? age <= config::standing_life || followed : followed && r.asked >= shown.shown_at;
  const auto ask_unless_silent = [&](verdict meanwhile) {
    want(at);
    return quiet ? meanwhile : waits;
  };
  const auto unknown = mode == when_silent::keep_until_expiry ? counts : refused;
  if (!r.heard) return ask_unless_silent(unknown);
  if (!r.said) return current ? refused : ask_unless_silent(refused);
  if (exact_ && shown.of > *r.said && r.asked < shown.shown_at) // newer than what it said
    return ask_unless_silent(unknown);
  const auto matches = !exact_ || shown.of == *r.said;
  const auto kept = r.before == shown.of && now < r.before_until;
  if (current) return matches || kept ? counts : refused;
  if (!matches) return ask_unless_silent(refused);
  const auto lasts = mode == when_silent::keep_until_expiry
                     || (mode == when_silent::keep_10m && age <= config::standing_kept);
  return ask_unless_silent(lasts ? counts : refused);
}

bool confirmations::silent(time_point now) const {
  return failed_at_ && now - *failed_at_ <= 3 * config::standing_timeout;
}

// -- peers ------------------------------------------------------------------------------

confirmations::records::iterator confirmations::known(const identifier& who, time_point now) {
  if (const auto at = records_.find(who); at != records_.end()) return at;
  make_room(now);
  const auto at = records_.emplace(who, record{}).first;
  place(at, now);
  return at;
}

/// Those that left are forgotten once nothing depends on them any more, or when there are too many.
void confirmations::make_room(time_point now) {
  while (!left_.empty()
         && (records_.size() >= config::standings_max
             || now - left_.begin()->first > config::standing_kept)) {
    const auto oldest = records_.find(left_.begin()->second);
    displace(oldest);
    records_.erase(oldest);
  }
}

void confirmations::place(records::iterator at, time_point when) {
  at->second.due = when;
  (at->second.connected ? due_ : left_).emplace(when, at->first);
}

void confirmations::displace(records::iterator at) {
  (at->second.connected ? due_ : left_).erase({at->second.due, at->first});
}

void confirmations::move(records::iterator at, time_point when) {
  displace(at);
  place(at, when);
}

void confirmations::connect(const identifier& who, time_point now) {
  const auto at = known(who, now);
  if (at->second.connected) return;
  displace(at);
  at->second.connected = true;
  const auto next = at->second.asked + config::standing_ask_after;
  place(at, at->second.heard ? std::max(next, now) : now + config::standing_ask_after);
}

void confirmations::disconnect(const identifier& who) {
  const auto at = records_.find(who);
  if (at == records_.end() || !at->second.connected) return;
  displace(at);
  at->second.connected = false;
  place(at, std::max(at->second.asked, at->second.due));
}

void confirmations::want(records::iterator at) {
  auto& r = at->second;
  if (r.asking || r.wanted || wanted_.size() >= config::standings_max) return;
  r.wanted = true;
  wanted_.push_back(at->first);
}

// -- questions --------------------------------------------------------------------------

std::optional<confirmations::question> confirmations::next(time_point now) {
  if (under_way_.size() >= config::standing_questions_max || now < retry_at()) return {};
  question out;
  const auto take = [&](records::iterator at) {
    auto& r = at->second;
    r.wanted = false;
    if (std::exchange(r.asking, true)) return;
    if (r.connected) move(at, now + config::standing_ask_after);
    out.whom.push_back(at->first);
  };
  while (!wanted_.empty() && out.whom.size() < config::standings_asked_max) {
    const auto at = records_.find(wanted_.front());
    wanted_.pop_front();
    if (at != records_.end() && at->second.wanted) take(at);
  }
  while (!due_.empty() && due_.begin()->first <= now
         && out.whom.size() < config::standings_asked_max) {
    const auto at = records_.find(due_.begin()->second);
    if (!at->second.asking) {
      take(at);
      continue;
    }
    move(at, now + config::standing_ask_after);
  }
  if (out.whom.empty()) return {};
  out.number = ++last_number_;
  under_way_.emplace(out.number, under_way{out.whom, now});
  return out;
}

confirmations::time_point confirmations::retry_at() const {
  return failed_at_ ? *failed_at_ + config::standing_retry : time_point{};
}

std::optional<confirmations::time_point> confirmations::next_due() const {
  if (!wanted_.empty()) return retry_at();
  if (due_.empty()) return {};
  return std::max(due_.begin()->first, retry_at());
}

void confirmations::hear(record& r, std::optional<version> said, time_point asked, time_point now) {
  if (r.heard && asked < r.asked) return; // overtaken by a later word
  if (exact_ && r.heard && r.said && said && *said != *r.said) {
    // The change is younger than the last word. A word of long ago says nothing of when it was.
    r.before = r.said;
    r.before_until =
        std::min(now + config::standing_change, r.asked + config::standing_life_connected);
    changing_until_ = std::max(changing_until_, r.before_until + config::standing_ask_after);
  } else if (!said) {
    r.before.reset();
  }
  r.heard = true;
  r.said = said;
  r.asked = asked;
}

std::vector<identifier> confirmations::answered(std::uint64_t number, const words& said,
                                                time_point now) {
  const auto asked = under_way_.extract(number);
  if (!asked) return {};
  failed_at_.reset();
  auto& whom = asked.mapped().whom;
  for (const auto& who : whom) {
    const auto at = records_.find(who);
    if (at == records_.end()) continue;
    at->second.asking = false;
    const auto word = said.find(who);
    hear(at->second, word != said.end() ? std::optional(word->second) : std::nullopt,
         asked.mapped().asked, now);
    if (at->second.connected) continue;
    move(at, at->second.asked);
  }
  return std::move(whom);
}

void confirmations::unanswered(std::uint64_t number, time_point now) {
  const auto asked = under_way_.extract(number);
  if (!asked) return;
  failed_at_ = now;
  for (const auto& who : asked.mapped().whom)
    if (const auto at = records_.find(who); at != records_.end()) {
      at->second.asking = false;
      if (at->second.connected) move(at, now + config::standing_timeout);
    }
}

void confirmations::told(const identifier& who, std::optional<version> said, time_point now) {
  const auto at = records_.find(who);
  if (at != records_.end()) hear(at->second, said, now, now);
}

} // namespace ockam::channels
