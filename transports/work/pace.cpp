#include "transports/work/pace.hpp"

#include "config/defaults.hpp"

#include <algorithm>

namespace ockam::transports {

pace::pace(rule what) noexcept : rule_(what) {}

double pace::tokens_of(const source& one, time_point now) const {
  if (now <= one.at) return one.tokens;
  const auto passed = std::chrono::duration<double>(now - one.at).count();
  return std::min(burst(), one.tokens + passed * static_cast<double>(rule_.per_second));
}

void pace::settle(source& one, time_point now) const {
  one.tokens = tokens_of(one, now);
  one.at = std::max(one.at, now);
}

/// Offences that are long ago count no more.
bool pace::owes(source& one, time_point now) const {
  settle(one, now);
  if (one.offences > 0 && now > one.paused_until) {
    const auto quiet = (now - one.paused_until) / config::source_pause_forgotten;
    const auto forgotten = static_cast<unsigned>(std::min<std::int64_t>(quiet, one.offences));
    one.offences -= forgotten;
    one.paused_until += forgotten * config::source_pause_forgotten;
  }
  return one.offences > 0 || one.tokens < burst();
}

/// Before one more is remembered. One of the oldest goes if need be, and those that owe least.
void pace::forget_some(time_point now) {
  constexpr int looks_max = 2;
  for (int n = 0; n < looks_max && !sources_.empty(); ++n) {
    ++looks_;
    const auto oldest = sources_.begin();
    if (!owes(*oldest, now) || sources_.size() >= config::sources_paced_max) {
      by_name_.erase(oldest->name);
      sources_.erase(oldest);
    } else {
      sources_.splice(sources_.end(), sources_, oldest);
    }
  }
}

pace::source& pace::known(const std::string& name, time_point now) {
  if (const auto at = by_name_.find(name); at != by_name_.end()) return *at->second;
  forget_some(now);
  sources_.push_back({name, burst(), now});
  by_name_.emplace(name, std::prev(sources_.end()));
  return sources_.back();
}

bool pace::allows(const std::string& name, time_point now) {
  auto& one = known(name, now);
  if (now < one.paused_until) return ++refused_, false;
  settle(one, now);
  if (one.tokens >= 1) {
    one.tokens -= 1;
    return true;
  }
  owes(one, now);
  transports::duration pause = config::source_pause_min;
  for (unsigned n = 0; n < one.offences && pause < config::source_pause_max; ++n) pause *= 2;
  pause = std::min<transports::duration>(pause, config::source_pause_max);
  ++one.offences;
  one.paused_until = now + pause;
  // When the pause is over, there is as much as comes back in a second.
  one.tokens = 0;
  one.at = one.paused_until - std::chrono::seconds(1);
  return ++refused_, false;
}

void pace::ended_well(const std::string& name, time_point now) {
  const auto at = by_name_.find(name);
  if (at == by_name_.end()) return;
  auto& one = *at->second;
  settle(one, now);
  constexpr auto given_back = 1 - 1.0 / config::good_end_divisor;
  one.tokens = std::min(burst(), one.tokens + given_back);
}

std::size_t pace::most_used(time_point now) const {
  double out = 0;
  for (const auto& one : sources_) out = std::max(out, burst() - tokens_of(one, now));
  return static_cast<std::size_t>(out);
}

paces::paces(const config::limits& most) noexcept
    : handshakes({most[config::limit::handshake_burst], most[config::limit::handshake_rate]}),
      registrations(
          {most[config::limit::registration_burst], most[config::limit::registration_rate]}) {}

} // namespace ockam::transports
