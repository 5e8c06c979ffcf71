#include "actors/sessions/supervisor.hpp"

#include "actors/routing/error_text.hpp"
#include "config/defaults.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace ockam::actors {

namespace {

using phase = supervisor_state::phase;

std::uint32_t throw_dice(transports::randomness& random) {
  std::array<std::uint8_t, 4> sides{};
  random.fill(sides);
  std::uint32_t out = 0;
  for (const auto byte : sides) out = out << 8 | byte;
  return out;
}

template <class Unit>
std::int64_t count(transports::duration time) {
  return std::chrono::duration_cast<Unit>(std::max(time, transports::duration::zero())).count();
}

} // namespace

supervisor::supervisor(transports::named_worker& owner, transports::randomness& random,
                       subject& kept, bool lenient)
    : owner_(owner), random_(random), subject_(kept), state_(lenient), timer_(owner, [this] {
        look();
      }) {}

void supervisor::start() {
  state_.start(owner_.home().now());
  subject_.open();
  wait();
}

void supervisor::opened(bool patient) {
  state_.opened(owner_.home().now(),
                patient ? config::ping_timeout : patience(config::ping_timeout));
  look();
}

void supervisor::lost(error why) {
  why_ = std::move(why);
  leaves_ = false;
  subject_.close(why_);
  state_.lost(owner_.home().now(), throw_dice(random_), why_.code == errc::timed_out);
  wait();
  subject_.changed();
}

void supervisor::retry_now() {
  state_.retry_now(owner_.home().now());
  wait();
}

void supervisor::suspect() {
  state_.suspect(owner_.home().now());
  wait();
}

void supervisor::renew() {
  state_.renew(owner_.home().now());
  look();
}

void supervisor::stop(error why) {
  why_ = std::move(why);
  leaves_ = false;
  subject_.close(why_);
  state_.stop();
  wait();
  subject_.changed();
}

void supervisor::look() {
  const auto before = state_.now();
  const auto asked_for = state_.proof().patience();
  switch (state_.look(owner_.home().now(), subject_.heard())) {
  case supervisor_state::step::nothing: break;
  case supervisor_state::step::open: subject_.open(); break;
  case supervisor_state::step::ping: ping(); break;
  case supervisor_state::step::confirm:
    ping();
    subject_.confirm();
    break;
  case supervisor_state::step::lose: {
    const auto waited = before == phase::up ? asked_for * config::pings_missed_max : asked_for;
    return lost(
        fail(errc::timed_out, "nothing that was sent there came back within " + to_text(waited)));
  }
  }
  wait();
  if (state_.now() != phase::unproven || before == phase::unproven) return;
  why_ = fail(errc::timed_out, "no echo answers at its end, so that it works is not proven");
  subject_.changed();
}

void supervisor::ping() {
  ping_token token{};
  random_.fill(token);
  state_.pinged(owner_.home().now(), token, subject_.heard());
  auto asked = subject_.question();
  asked.insert(asked.begin(), token.begin(), token.end());
  owner_.write_to(subject_.proof(), transports::slice::copy_of(asked));
}

bool supervisor::take(const transports::message& m) {
  if (!subject_.answers(m.peer)) return false;
  const auto before = state_.now();
  const auto said = m.payload.view();
  const auto token = said.first(std::min(said.size(), ping_token{}.size()));
  if (!state_.answered(owner_.home().now(), token)) return false;
  subject_.told(said.subspan(token.size()));
  why_ = {};
  wait();
  if (before != phase::up) subject_.changed();
  return true;
}

void supervisor::wait() {
  if (const auto next = state_.next())
    timer_.arm(std::max(*next - owner_.home().now(), transports::duration::zero()));
  else
    timer_.disarm();
}

namespace {

const char* name_of(supervisor_state::condition what) {
  using enum supervisor_state::condition;
  switch (what) {
  case up: return "up";
  case degraded: return "degraded";
  case down: return "down";
  default: return "connecting";
  }
}

} // namespace

/// What is about to end is used only if there is nothing else.
supervisor_state::condition supervisor::status() const {
  const auto now = state_.status(owner_.home().now());
  return leaves_ && now == supervisor_state::condition::up ? supervisor_state::condition::degraded
                                                           : now;
}

std::string supervisor::why_degraded() const {
  if (state_.now() != phase::up) return why_.message;
  if (leaves_) return "the node that its link leads to goes";
  if (state_.proof().missed()) return "the last ping was not answered in time";
  return "other messages came, but no ping was answered for longer than "
         + actors::to_text(config::proof_age_max);
}

nlohmann::json supervisor::describe() const {
  const auto now = owner_.home().now();
  const auto& proven = state_.proven_at();
  const auto round_trip = state_.proof().proven();
  const auto condition = status();
  const auto degraded = condition == supervisor_state::condition::degraded;
  nlohmann::json out{
      {"status", name_of(condition)}, {"reason", degraded ? why_degraded() : why_.message},
      {"proven_ms_ago", nullptr},     {"round_trip_us", nullptr},
      {"attempt", state_.attempt()},  {"next_attempt_ms", nullptr},
  };
  if (proven) out["proven_ms_ago"] = count<std::chrono::milliseconds>(now - *proven);
  if (round_trip)
    out["round_trip_us"] = count<std::chrono::microseconds>(state_.proof().round_trip());
  if (state_.now() == phase::pausing)
    out["next_attempt_ms"] = count<std::chrono::milliseconds>(*state_.next() - now);
  return out;
}

} // namespace ockam::actors
