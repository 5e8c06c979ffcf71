#include "transports/reactor/resolver.hpp"

#include "config/defaults.hpp"
#include "transports/reactor/name_book.hpp"
#include "transports/reactor/reactor.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace ockam::transports {

namespace {

time_point now() { return std::chrono::steady_clock::now(); }

} // namespace

struct resolver::request {
  std::mutex mutex; ///< guards home: while it is set the asker lives, and its reactor with it
  reactor* home = nullptr;
  answer reply; ///< used on the reactor only
  std::uint16_t port = 0;

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
  name_book<std::shared_ptr<request>> names;
  std::size_t threads = 0, idle = 0;
  bool ending = false;
};

resolver::resolver(function look_up) : state_(std::make_shared<state>(std::move(look_up))) {}

resolver::~resolver() {
  std::lock_guard guard{state_->mutex};
  state_->ending = true;
  state_->changed.notify_all();
}

result<std::unique_ptr<resolver::query>> resolver::resolve(reactor& home, const endpoint& of,
                                                           answer reply) {
  struct held : query {
    explicit held(std::shared_ptr<request> r) : asked(std::move(r)) {}
    ~held() override { asked->cancel(); }
    std::shared_ptr<request> asked;
  };
  auto asked = std::make_shared<request>();
  asked->home = &home;
  asked->reply = std::move(reply);
  asked->port = of.port;
  std::lock_guard guard{state_->mutex};
  if (auto known = state_->names.ask(of.host, asked, now())) {
    if (!*known && known->error().code == errc::limit) return std::move(known->error());
    tell(asked, *known);
  } else if (state_->names.has_turn()) {
    if (state_->idle == 0 && state_->threads < config::resolver_threads_max) {
      ++state_->threads;
      std::thread{[s = state_] { work(s); }}.detach();
    }
    state_->changed.notify_one();
  }
  return std::unique_ptr<query>{std::make_unique<held>(std::move(asked))};
}

/// The answer with the asker's own port.
void resolver::tell(const std::shared_ptr<request>& asked, found what) {
  if (what)
    for (auto& each : *what) each.set_port(asked->port);
  std::lock_guard guard{asked->mutex};
  if (!asked->home) return;
  asked->home->post([asked, what = std::move(what)]() mutable {
    if (auto reply = std::exchange(asked->reply, nullptr)) reply(std::move(what));
  });
}

void resolver::work(const std::shared_ptr<state>& s) {
  std::unique_lock lock{s->mutex};
  for (;;) {
    ++s->idle;
    const auto called = s->changed.wait_for(lock, config::resolver_idle_max,
                                            [&] { return s->ending || s->names.has_turn(); });
    --s->idle;
    const auto host = called && !s->ending ? s->names.begin(now()) : std::nullopt;
    if (!host) {
      --s->threads;
      return;
    }
    lock.unlock();
    const auto what = s->look_up({*host, 0});
    lock.lock();
    const auto waiting = s->names.end(*host, what, now());
    if (s->names.has_turn()) s->changed.notify_one(); // a place is free for its kind
    lock.unlock();
    for (const auto& each : waiting) tell(each, what);
    lock.lock();
  }
}

} // namespace ockam::transports
