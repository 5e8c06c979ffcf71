#include "transports/reactor/event_loop.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace ockam::transports {

namespace {

int made(int fd, const char* what) {
  if (fd < 0) throw std::system_error{errno, std::system_category(), what};
  return fd;
}

struct posted_function final : event_loop::task {
  explicit posted_function(std::function<void()> g) : f(std::move(g)) {}
  void run() override { f(); }
  std::function<void()> f;
};

} // namespace

sleeper::sleeper() : wakeup_(made(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd")) {}

sleeper::~sleeper() { ::close(wakeup_); }

void sleeper::wake() noexcept {
  if (asleep_.exchange(false)) ::eventfd_write(wakeup_, 1);
}

event_loop::event_loop() : epoll_(made(::epoll_create1(EPOLL_CLOEXEC), "epoll")) {
  control(EPOLL_CTL_ADD, sleeper_.fd(), nullptr, EPOLLIN | EPOLLET);
}

event_loop::~event_loop() { ::close(epoll_); }

void event_loop::run() {
  while (!stopping_) round(-1);
  close();
}

void event_loop::stop() {
  stopping_ = true;
  wake();
}

void event_loop::close() {
  do {
    round(0);
  } while (!posted_.close_if_empty());
}

std::size_t event_loop::round(int timeout_ms) {
  auto count = poll(has_dirty() ? 0 : timeout_ms);
  return count + flush_writers();
}

void event_loop::control(int op, int fd, event_source* source, std::uint32_t events) {
  epoll_event e{};
  e.events = events;
  e.data.ptr = source;
  if (::epoll_ctl(epoll_, op, fd, &e) != 0)
    throw std::system_error{errno, std::system_category(), "epoll_ctl"};
}

void event_loop::forget(writer& w) {
  std::replace(dirty_.begin(), dirty_.end(), &w, static_cast<writer*>(nullptr));
  std::replace(flushing_.begin(), flushing_.end(), &w, static_cast<writer*>(nullptr));
}

void event_loop::post(std::shared_ptr<task> t) {
  if (posted_.push(std::move(t))) wake();
}

void event_loop::post(std::function<void()> f) {
  post(std::make_shared<posted_function>(std::move(f)));
}

std::size_t event_loop::poll(int timeout_ms) {
  owner_ = std::this_thread::get_id();
  if (timeout_ms != 0) {
    sleeper_.lie_down();
    if (called()) timeout_ms = 0;
  }
  epoll_event ready[64];
  auto events = ::epoll_wait(epoll_, ready, 64, timeout_ms);
  sleeper_.get_up();
  std::size_t count = 0;
  for (int i = 0; i < events; ++i) {
    auto source = static_cast<event_source*>(ready[i].data.ptr);
    if (!source) continue; // only woken
    source->on_ready(ready[i].events);
    ++count;
  }
  return count + run_posts();
}

std::size_t event_loop::run_posts() {
  if (posted_.empty()) return 0;
  posted_.take(running_);
  auto count = running_.size();
  for (auto& t : running_) std::exchange(t, nullptr)->run();
  running_.clear();
  return count;
}

std::size_t event_loop::flush_writers() {
  flushing_.swap(dirty_);
  auto count = flushing_.size();
  for (std::size_t i = 0; i < flushing_.size(); ++i)
    if (auto w = flushing_[i]) w->flush();
  flushing_.clear();
  return count;
}

} // namespace ockam::transports
