#include "actors/sessions/path_proof.hpp"

#include <algorithm>
#include <utility>

namespace ockam::actors {

path_proof::verdict path_proof::look(time_point now, std::uint64_t heard) noexcept {
  if (now < next_) return verdict::nothing;
  if (!std::exchange(waiting_, false)) return verdict::ping;
  if (now - next_ > config::timer_late_max) return verdict::ping;
  if (!answers_) return verdict::unanswered;
  if (heard != heard_) {
    missed_ = 0;
    return now - known_ < config::proof_excused_max ? verdict::ping : verdict::unconfirmed;
  }
  return ++missed_ < config::pings_missed_max ? verdict::ping : verdict::dead;
}

void path_proof::pinged(time_point now, const ping_token& token, std::uint64_t heard) {
  constexpr std::size_t remembered = 4; // an answer that is so late tells nothing
  pings_.push_back({token, now});
  if (pings_.size() > remembered) pings_.pop_front();
  heard_ = heard;
  waiting_ = true;
  next_ = now + patience();
}

path_proof::duration path_proof::patience() const noexcept {
  if (!proven_at_) return patience_;
  if (!suspected_) return config::ping_timeout;
  return std::clamp<duration>(4 * round_trip_, config::doubt_timeout, config::ping_timeout);
}

void path_proof::suspect(time_point now) noexcept {
  if (suspected_ || !proven_at_ || now - *proven_at_ < config::pong_doubt) return;
  suspected_ = true;
  next_ = waiting_ ? std::min(next_, now + patience()) : now;
}

bool path_proof::answered(time_point now, wire::bytes_view payload) {
  const auto at = std::find_if(pings_.begin(), pings_.end(), [payload](const sent& one) {
    return std::equal(one.token.begin(), one.token.end(), payload.begin(), payload.end());
  });
  if (at == pings_.end()) return false;
  round_trip_ = now - at->at;
  proven_at_ = known_ = now;
  pings_.clear();
  answers_ = true;
  waiting_ = suspected_ = false;
  missed_ = 0;
  next_ = now + config::ping_period;
  return true;
}

} // namespace ockam::actors
