#include "actors/sessions/supervisor_state.hpp"

#include "config/defaults.hpp"

#include <algorithm>
#include <utility>

namespace ockam::actors {

namespace {

/// Time after which a path by which nothing came is opened once more: longer than an answer takes,
/// so that where there is no echo but a stream, that is heard.
constexpr auto silent_for = 3 * config::ping_period;

} // namespace

transports::duration session_pause(unsigned failures, std::uint32_t dice) noexcept {
  using std::chrono::nanoseconds;
  const auto doubled = [](nanoseconds least, unsigned times, nanoseconds most) {
    constexpr unsigned doublings_max = 16; // far beyond session_pause_max
    return std::min<nanoseconds>(least * (1U << std::min(times, doublings_max)), most);
  };
  const auto longest =
      failures < config::session_quick_attempts
          ? doubled(config::session_pause_min, failures, config::session_pause_quick)
          : doubled(config::session_pause_quick, failures - config::session_quick_attempts + 1,
                    config::session_pause_max);
  constexpr auto sides = std::uint64_t{1} << 32;
  return longest / static_cast<std::int64_t>(sides / (1U << 16))
         * static_cast<std::int64_t>(dice >> 16); // longest * dice / sides without overflow
}

void supervisor_state::start(time_point now) {
  attempt_ = failures_ = 0;
  opened_again_ = false;
  begin(now);
}

void supervisor_state::begin(time_point now) noexcept {
  phase_ = phase::opening;
  ++attempt_;
  began_ = now;
}

void supervisor_state::opened(time_point now, duration patience) {
  phase_ = phase::proving;
  opened_ = now;
  heard_first_.reset();
  round_trip_ = proof_.proven() ? proof_.round_trip() : round_trip_;
  proof_ = path_proof(now, false, patience);
}

transports::duration supervisor_state::patience(duration longest) const noexcept {
  constexpr unsigned doublings_max = 8; // far beyond any time-out
  const auto round_trip = proof_.proven() ? proof_.round_trip() : round_trip_;
  const duration wanted =
      config::session_patience_min * (1U << std::min(timed_out_, doublings_max));
  if (!proven_at_) return std::min(wanted, longest);
  return std::min({std::max<duration>(wanted, 4 * round_trip),
                   std::max<duration>(config::session_patience_known, 8 * round_trip), longest});
}

supervisor_state::condition supervisor_state::status(time_point now) const noexcept {
  switch (phase_) {
  case phase::stopped: return condition::down;
  case phase::unproven: return condition::degraded;
  case phase::up:
    return proof_.fresh(now) && !proof_.missed() ? condition::up : condition::degraded;
  default: return condition::connecting;
  }
}

void supervisor_state::renew(time_point now) noexcept {
  if (phase_ == phase::up) proof_.renew(now);
}

void supervisor_state::suspect(time_point now) noexcept {
  if (phase_ == phase::up) proof_.suspect(now);
}

supervisor_state::step supervisor_state::look(time_point now, std::uint64_t heard) noexcept {
  switch (phase_) {
  case phase::pausing:
    if (now < resumes_) return step::nothing;
    begin(now);
    return step::open;
  case phase::proving:
  case phase::unproven:
  case phase::up: break;
  default: return step::nothing;
  }
  switch (proof_.look(now, heard)) {
  case path_proof::verdict::nothing: return step::nothing;
  case path_proof::verdict::ping: return step::ping;
  case path_proof::verdict::unconfirmed: return step::confirm;
  case path_proof::verdict::dead: return step::lose;
  case path_proof::verdict::unanswered: break;
  }
  if (!lenient_ || proven_at_) return step::lose;
  if (phase_ == phase::unproven && heard == heard_first_ && now - opened_ >= silent_for
      && !std::exchange(opened_again_, true))
    return step::lose;
  phase_ = phase::unproven;
  return step::ping;
}

void supervisor_state::pinged(time_point now, const ping_token& token, std::uint64_t heard) {
  if (!heard_first_) heard_first_ = heard;
  proof_.pinged(now, token, heard);
}

bool supervisor_state::answered(time_point now, wire::bytes_view payload) {
  if (phase_ != phase::up && phase_ != phase::proving && phase_ != phase::unproven) return false;
  if (!proof_.answered(now, payload)) return false;
  if (phase_ != phase::up) up_since_ = now;
  phase_ = phase::up;
  attempt_ = 0;
  proven_at_ = now;
  return true;
}

void supervisor_state::lost(time_point now, std::uint32_t dice, bool timed_out) noexcept {
  timed_out_ = timed_out && phase_ != phase::up ? timed_out_ + 1 : 0;
  if (phase_ == phase::up && now - up_since_ >= config::session_settled) failures_ = 0;
  phase_ = phase::pausing;
  resumes_ = now + session_pause(failures_++, dice);
}

void supervisor_state::retry_now(time_point now) noexcept {
  if (phase_ == phase::pausing)
    resumes_ = std::min(resumes_, std::max(now, began_ + config::session_pause_min));
}

std::optional<supervisor_state::time_point> supervisor_state::next() const noexcept {
  switch (phase_) {
  case phase::pausing: return resumes_;
  case phase::proving:
  case phase::unproven:
  case phase::up: return proof_.next();
  default: return {};
  }
}

} // namespace ockam::actors
