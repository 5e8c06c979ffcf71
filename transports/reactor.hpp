// A reactor is one thread that runs epoll, timers and the actors pinned to it. Rule of this file: a
// pinned actor runs on its reactor's thread and nowhere else, whoever spawns it or sends to it. One
// round: epoll batch, due timers, a bounded batch of actors, then every writer that was dirtied
// flushes once.
#pragma once
#include "transports/clock.hpp"

#include <caf/actor_config.hpp>
#include <caf/actor_system.hpp>
#include <caf/execution_unit.hpp>
#include <caf/scheduled_actor.hpp>

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace ockam::transports {

class pinned_actor;
class timer;

class reactor : public caf::execution_unit, public std::enable_shared_from_this<reactor> {
public:
  /// Owns a descriptor: a base or member of a pinned actor. May be called once more after its
  /// removal.
  struct event_source {
    virtual void on_ready(std::uint32_t events) = 0;

  protected:
    ~event_source() = default;
  };
  /// Has output that should leave once per round: a base or member of a pinned actor.
  struct writer {
    virtual void flush() = 0;

  protected:
    ~writer() = default;
  };
  static constexpr std::size_t jobs_per_round = 128,
                               messages_per_job = 64; // then sockets get their turn

  /// Make it with std::make_shared: every pinned actor holds a reference. `time` must outlive it.
  reactor(caf::actor_system&, const clock& time);
  ~reactor() override;

  /// Spawns from any thread. Inside a pinned actor, `self->spawn` does the same.
  template <class T, caf::spawn_options Os = caf::no_spawn_options, class... Ts>
  caf::actor spawn(Ts&&... xs) {
    caf::actor_config cfg{this};
    return system().spawn_class<T, Os>(cfg, std::forward<Ts>(xs)...);
  }

  /// Runs until stop(), then kills whatever is still pinned here, and returns.
  void run();
  void stop(); ///< from any thread
  bool here() const noexcept {
    return owner_.load(std::memory_order_relaxed) == std::this_thread::get_id();
  }
  time_point now() const { return time_.now(); }

  /// epoll_ctl. Errors throw: they are our own mistakes (or no memory).
  void control(int op, int fd, event_source* source, std::uint32_t events);
  /// Asks for one flush() at the end of this round. REQUIRES: here(); call at most once per round
  /// and writer.
  void flush_later(writer& w) { dirty_.push_back(&w); }
  /// Takes back a flush_later() of this round, for a writer that goes.
  void forget(writer& w);
  /// Runs `f` on the reactor's thread, soon; from any thread. Dropped if the reactor ends before.
  void post(std::function<void()> f);

  /// One round; returns how much happened. The caller becomes the reactor's thread: tests drive it
  /// by hand.
  std::size_t round(int timeout_ms);
  /// When the next timer is due, if any.
  const time_point* next_timer() const {
    return timers_.empty() ? nullptr : &timers_.begin()->first;
  }

  /// Called for all that a pinned actor sends to or spawns; scheduled actors among it belong on the
  /// scheduler.
  void exec_later(caf::resumable*) override;

private:
  friend class pinned_actor;
  friend class timer;
  using timer_queue = std::multimap<time_point, timer*>;
  void wake();
  void take_inbox();
  std::size_t run_jobs();
  std::size_t run_timers();
  std::size_t flush_writers();
  int wait_ms(int timeout_ms) const;
  static void kill(caf::scheduled_actor&);
  void close();
  bool admit(caf::abstract_actor&);
  void leave(caf::abstract_actor&);

  const clock& time_;
  int epoll_, wakeup_;
  std::atomic<std::thread::id> owner_{};
  std::atomic<bool> stopping_ = false;
  std::deque<caf::resumable*> jobs_; // ready actors
  std::vector<writer*> dirty_,
      flushing_; // writers with output; a slot is null once its writer went
  timer_queue timers_;
  std::vector<caf::strong_actor_ptr> departed_; // died in this round; a caller may be inside
  std::mutex mutex_;                            // guards what other threads touch:
  std::vector<caf::resumable*> inbox_;          // actors they made ready
  std::vector<std::function<void()>> posted_;
  std::map<caf::actor_id, caf::strong_actor_ptr> pinned_; // a pinned actor lives until it quits
  bool closed_ = false;
};

} // namespace ockam::transports
