#include "transports/reactor/reactor.hpp"

#include "config/defaults.hpp"
#include "transports/reactor/pinned_actor.hpp"

#include <caf/scheduler/abstract_coordinator.hpp>

#include <algorithm>
#include <utility>

namespace ockam::transports {

reactor::reactor(caf::actor_system& sys, const clock& time) : execution_unit(&sys), time_(time) {}

reactor::~reactor() = default;

std::size_t reactor::round(int timeout_ms) {
  ++rounds_;
  auto count = poll(wait_ms(timeout_ms));
  take_ready();
  count += run_timers();
  count += run_jobs();
  count += flush_writers();
  std::exchange(departed_, {});
  lately_.reset();
  return count;
}

int reactor::wait_ms(int timeout_ms) const {
  if (!jobs_.empty() || has_dirty() || stopping()) return 0;
  if (timers_.empty()) return timeout_ms;
  auto left = std::chrono::ceil<std::chrono::milliseconds>(timers_.begin()->first - now()).count();
  auto due = static_cast<int>(std::clamp<long long>(left, 0, 1'000'000));
  return timeout_ms < 0 ? due : std::min(due, timeout_ms);
}

std::size_t reactor::run_timers() {
  if (timers_.empty()) return 0;
  std::size_t count = 0;
  for (auto time = now(); !timers_.empty() && timers_.begin()->first <= time; ++count)
    timers_.begin()->second->expire();
  return count;
}

std::size_t reactor::run_jobs() {
  constexpr std::size_t jobs_timed = 16;
  std::size_t count = 0;
  time_point began{};
  for (; count < jobs_per_round && !jobs_.empty(); ++count) {
    if (count % jobs_timed == jobs_timed - 1) {
      const auto time = now();
      if (count < jobs_timed) began = time;
      if (time - began >= config::round_time_max) break;
    }
    auto job = jobs_.front();
    jobs_.pop_front();
    if (job->resume(this, messages_per_job) == caf::resumable::resume_later)
      jobs_.push_back(job);
    else
      caf::intrusive_ptr_release(job);
  }
  return count;
}

void reactor::exec_later(caf::resumable* job) {
  if (job->subtype() != caf::resumable::io_actor) return system().scheduler().enqueue(job);
  if (here()) return jobs_.push_back(job);
  if (ready_.push(static_cast<caf::resumable*>(job)))
    return wake();                 // the sender holds the actor, and it this reactor
  caf::intrusive_ptr_release(job); // was killed; its last reference may take this reactor along
}

void reactor::take_ready() {
  if (ready_.empty()) return;
  ready_.take(taken_);
  jobs_.insert(jobs_.end(), taken_.begin(), taken_.end());
  taken_.clear();
}

/// Not by message: an actor in `.await` skips even exit messages.
void reactor::kill(caf::scheduled_actor& a) {
  a.quit(caf::exit_reason::kill);
  a.finalize();
}

void reactor::close() {
  for (;;) {
    round(0);
    std::unique_lock guard{mutex_};
    auto doomed = pinned_;
    if ((closed_ = doomed.empty() && jobs_.empty() && ready_.close_if_empty())) break;
    guard.unlock();
    for (auto& [id, a] : doomed) kill(*static_cast<caf::scheduled_actor*>(a->get()));
  }
  drop_posts();
}

bool reactor::admit(caf::abstract_actor& a) {
  std::lock_guard guard{mutex_};
  return !closed_ && pinned_.emplace(a.id(), a.ctrl()).second;
}

void reactor::leave(caf::abstract_actor& a) {
  {
    std::lock_guard guard{mutex_};
    if (auto gone = pinned_.extract(a.id())) departed_.push_back(std::move(gone.mapped()));
  }
  if (++departures_ % departures_noted_ == 0 && on_departures_) on_departures_(departures_);
}

} // namespace ockam::transports
