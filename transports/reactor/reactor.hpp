// A reactor is an event loop that runs timers and the actors pinned to it. Rule of this file: a
// pinned actor runs on its reactor's thread and nowhere else, whoever spawns it or sends to it. One
// round: a batch of descriptors, what was posted, due timers, a bounded batch of actors, then every
// writer that was dirtied flushes once.
#pragma once
#include "transports/io/clock.hpp"
#include "transports/reactor/event_loop.hpp"

#include <caf/actor_config.hpp>
#include <caf/actor_system.hpp>
#include <caf/execution_unit.hpp>
#include <caf/scheduled_actor.hpp>

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace ockam::transports {

class pinned_actor;
class timer;

class reactor : public event_loop,
                public caf::execution_unit,
                public std::enable_shared_from_this<reactor> {
public:
  /// Actors that run in a round, and messages that each of them takes; then sockets get their turn.
  static constexpr std::size_t jobs_per_round = 128, messages_per_job = 64;

  /// A reactor is made with std::make_shared, because every pinned actor holds a reference to it.
  /// `time` must outlive it.
  reactor(caf::actor_system&, const clock& time);
  ~reactor() override;

  /// Spawns from any thread. Inside a pinned actor, `self->spawn` does the same.
  template <class T, caf::spawn_options Os = caf::no_spawn_options, class... Ts>
  caf::actor spawn(Ts&&... xs) {
    caf::actor_config cfg{this};
    return system().spawn_class<T, Os>(cfg, std::forward<Ts>(xs)...);
  }

  time_point now() const { return time_.now(); }
  std::uint64_t rounds() const noexcept { return rounds_; } ///< so far, with the present one
  /// The time when somebody asked first in this round: cheap enough to be noted for each message.
  time_point lately() {
    if (!lately_) lately_ = now();
    return *lately_;
  }

  /// A round as that of the event loop, with timers and actors before the writers. After stop(),
  /// run() kills whatever is still pinned here; what was posted and has not run by then is dropped.
  std::size_t round(int timeout_ms) override;
  /// `call` is told how many actors have ended here, each time that `each` more have.
  void on_departures(std::size_t each, std::function<void(std::uint64_t)> call) {
    departures_noted_ = each;
    on_departures_ = std::move(call);
  }
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
  bool called() const noexcept override { return event_loop::called() || !ready_.empty(); }
  void close() override;
  void take_ready();
  std::size_t run_jobs();
  std::size_t run_timers();
  int wait_ms(int timeout_ms) const;
  static void kill(caf::scheduled_actor&);
  bool admit(caf::abstract_actor&);
  void leave(caf::abstract_actor&);

  const clock& time_;
  std::optional<time_point> lately_;
  std::uint64_t rounds_ = 0, departures_ = 0;
  std::size_t departures_noted_ = 1;
  std::function<void(std::uint64_t)> on_departures_;
  std::deque<caf::resumable*> jobs_; // ready actors
  inbox<caf::resumable*> ready_;     // actors that other threads made ready
  std::vector<caf::resumable*> taken_;
  timer_queue timers_;
  std::vector<caf::strong_actor_ptr> departed_; // ended in this round; a caller may be inside them
  std::mutex mutex_;                            // guards pinned_ and closed_
  std::map<caf::actor_id, caf::strong_actor_ptr> pinned_; // keeps each until it quits
  bool closed_ = false;
};

} // namespace ockam::transports
