#include "transports/reactor/resolver.hpp"

#include "config/defaults.hpp"
#include "transports/reactor/reactor.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace ockam::transports {

struct resolver::request {
  std::mutex mutex; ///< guards home: while it is set the asker lives, and its reactor with it
  reactor* home = nullptr;
  answer reply; ///< used on the reactor only
  endpoint host;
  std::chrono::steady_clock::time_point asked = std::chrono::steady_clock::now();

  void cancel() {
    {
      std::lock_guard guard{mutex};
      home = nullptr;
    }
    reply = nullptr;
  }
};

struct resolver::state {
  explicit state(function f) : look_up(std::move(f)) {}
  const function look_up;
  std::mutex mutex; ///< guards the rest
  std::condition_variable changed;
  std::deque<std::shared_ptr<request>> waiting;
  std::size_t threads = 0, idle = 0;
  bool ending = false;
};

resolver::resolver(function look_up) : state_(std::make_shared<state>(std::move(look_up))) {}

resolver::~resolver() {
  std::lock_guard guard{state_->mutex};
  state_->ending = true;
  state_->changed.notify_all();
}

result<std::unique_ptr<resolver::query>> resolver::resolve(reactor& home, endpoint host,
                                                           answer reply) {
  struct held : query {
    explicit held(std::shared_ptr<request> r) : asked(std::move(r)) {}
    ~held() override { asked->cancel(); }
    std::shared_ptr<request> asked;
  };
  auto asked = std::make_shared<request>();
  asked->home = &home;
  asked->reply = std::move(reply);
  asked->host = std::move(host);
  std::lock_guard guard{state_->mutex};
  if (state_->waiting.size() >= config::resolver_queue_max)
    return fail(errc::limit, "cannot resolve " + to_string(asked->host) + ": "
                                 + std::to_string(config::resolver_queue_max)
                                 + " names wait to be resolved");
  state_->waiting.push_back(asked);
  if (state_->waiting.size() > state_->idle && state_->threads < config::resolver_threads) {
    ++state_->threads;
    std::thread{[s = state_] { work(s); }}.detach();
  }
  state_->changed.notify_one();
  return std::unique_ptr<query>{std::make_unique<held>(std::move(asked))};
}

void resolver::work(const std::shared_ptr<state>& s) {
  std::unique_lock lock{s->mutex};
  for (;;) {
    ++s->idle;
    s->changed.wait(lock, [&] { return s->ending || !s->waiting.empty(); });
    --s->idle;
    if (s->ending) return;
    auto next = std::move(s->waiting.front());
    s->waiting.pop_front();
    lock.unlock();
    auto wanted = [&] {
      std::lock_guard guard{next->mutex};
      return next->home != nullptr;
    };
    auto late = std::chrono::steady_clock::now() - next->asked > config::resolve_timeout;
    if (!late && wanted()) {
      auto found = s->look_up(next->host);
      std::lock_guard guard{next->mutex};
      if (next->home)
        next->home->post([next, found = std::move(found)]() mutable {
          if (auto reply = std::exchange(next->reply, nullptr)) reply(std::move(found));
        });
    }
    next.reset();
    lock.lock();
  }
}

} // namespace ockam::transports
