#include "transports/reactor.hpp"

#include "transports/pinned_actor.hpp"

#include <caf/scheduler/abstract_coordinator.hpp>

#include <algorithm>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace ockam::transports {

reactor::reactor(caf::actor_system& sys, const clock& time)
    : execution_unit(&sys),
      time_(time),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      wakeup_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (epoll_ < 0 || wakeup_ < 0) throw std::system_error{errno, std::system_category(), "reactor"};
  control(EPOLL_CTL_ADD, wakeup_, nullptr, EPOLLIN);
}

reactor::~reactor() {
  ::close(wakeup_);
  ::close(epoll_);
}

void reactor::run() {
  while (!stopping_) round(-1);
  close();
}

void reactor::stop() {
  stopping_ = true;
  wake();
}

void reactor::control(int op, int fd, event_source* source, std::uint32_t events) {
  epoll_event e{};
  e.events = events;
  e.data.ptr = source;
  if (::epoll_ctl(epoll_, op, fd, &e) != 0)
    throw std::system_error{errno, std::system_category(), "epoll_ctl"};
}

void reactor::forget(writer& w) {
  std::replace(dirty_.begin(), dirty_.end(), &w, static_cast<writer*>(nullptr));
  std::replace(flushing_.begin(), flushing_.end(), &w, static_cast<writer*>(nullptr));
}

void reactor::post(std::function<void()> f) {
  std::lock_guard guard{mutex_};
  if (closed_) return;
  posted_.push_back(std::move(f));
  if (posted_.size() + inbox_.size() == 1) wake();
}

std::size_t reactor::round(int timeout_ms) {
  owner_ = std::this_thread::get_id();
  epoll_event ready[64];
  auto events = ::epoll_wait(epoll_, ready, 64, wait_ms(timeout_ms));
  for (int i = 0; i < events; ++i)
    if (auto source = static_cast<event_source*>(ready[i].data.ptr))
      source->on_ready(ready[i].events);
    else
      take_inbox();
  auto count = events > 0 ? static_cast<std::size_t>(events) : 0;
  count += run_timers();
  count += run_jobs();
  count += flush_writers();
  std::exchange(departed_, {});
  return count;
}

int reactor::wait_ms(int timeout_ms) const {
  if (!jobs_.empty() || !dirty_.empty() || stopping_) return 0;
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
  std::size_t count = 0;
  for (; count < jobs_per_round && !jobs_.empty(); ++count) {
    auto job = jobs_.front();
    jobs_.pop_front();
    if (job->resume(this, messages_per_job) == caf::resumable::resume_later)
      jobs_.push_back(job);
    else
      caf::intrusive_ptr_release(job);
  }
  return count;
}

std::size_t reactor::flush_writers() {
  flushing_.swap(dirty_);
  auto count = flushing_.size();
  for (std::size_t i = 0; i < flushing_.size(); ++i)
    if (auto w = flushing_[i]) w->flush();
  flushing_.clear();
  return count;
}

void reactor::exec_later(caf::resumable* job) {
  if (job->subtype() != caf::resumable::io_actor) return system().scheduler().enqueue(job);
  if (here()) return jobs_.push_back(job);
  std::unique_lock guard{mutex_};
  if (closed_) { // was killed; its last reference may take this reactor along
    guard.unlock();
    return caf::intrusive_ptr_release(job);
  }
  inbox_.push_back(job);
  if (posted_.size() + inbox_.size() == 1) wake(); // under the lock: close() can not overtake
}

void reactor::wake() { ::eventfd_write(wakeup_, 1); }

void reactor::take_inbox() {
  eventfd_t count = 0;
  ::eventfd_read(wakeup_, &count);
  std::vector<std::function<void()>> posted;
  {
    std::lock_guard guard{mutex_};
    jobs_.insert(jobs_.end(), inbox_.begin(), inbox_.end());
    inbox_.clear();
    posted.swap(posted_);
  }
  for (auto& f : posted) f();
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
    if ((closed_ = doomed.empty() && inbox_.empty() && jobs_.empty())) {
      posted_.clear();
      return;
    }
    guard.unlock();
    for (auto& [id, a] : doomed) kill(*static_cast<caf::scheduled_actor*>(a->get()));
  }
}

bool reactor::admit(caf::abstract_actor& a) {
  std::lock_guard guard{mutex_};
  return !closed_ && pinned_.emplace(a.id(), a.ctrl()).second;
}

void reactor::leave(caf::abstract_actor& a) {
  std::lock_guard guard{mutex_};
  if (auto gone = pinned_.extract(a.id())) departed_.push_back(std::move(gone.mapped()));
}

} // namespace ockam::transports
