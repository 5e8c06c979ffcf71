// An event-based actor that stays on the reactor it was spawned on, and the timers it owns.
#pragma once
#include "transports/reactor/reactor.hpp"

#include <caf/event_based_actor.hpp>

#include <vector>

namespace ockam::transports {

class pinned_actor : public caf::event_based_actor {
public:
  /// Throws std::bad_cast when it is not spawned by a reactor or a pinned actor.
  explicit pinned_actor(caf::actor_config&);

  reactor& home() const noexcept { return *home_; }
  /// Whether a direct call is as good as a message: right thread, alive and initialised, not busy,
  /// and no earlier message that it would overtake. CAF's "blocked" = the actor ran and found
  /// nothing more.
  bool callable() noexcept {
    return home_->here() && !called_ && mailbox_.blocked() && awaited_responses_.empty()
           && get_normal_queue().cache().empty();
  }
  /// Runs `f` as if it handled an anonymous message: exceptions and quit() hit this actor, not the
  /// caller. Sources, timers and data ports call an actor by this. Does nothing once the actor has
  /// ended. REQUIRES: the reactor's thread; the actor has been initialised and is not in a call.
  template <class F>
  void run(F&& f) {
    if (ended()) return;
    enter_call();
    try {
      f();
    } catch (...) {
      fail_call(std::current_exception());
    }
    leave_call();
  }
  bool ended() const noexcept { return getf(is_cleaned_up_flag); }

  /// Monitors an actor that may live for long, until unwatch() or this actor's end. With monitor()
  /// alone CAF keeps what is left of a watcher that has ended for as long as the watched one lives.
  void watch(const caf::actor& whom);
  void unwatch(const caf::actor& whom);

  // -- what CAF asks an actor for; the answer is always our own reactor ---------------

  using caf::event_based_actor::enqueue;
  void enqueue(caf::mailbox_element_ptr what, caf::execution_unit*) override;
  void launch(caf::execution_unit*, bool lazy, bool hide) override;
  bool cleanup(caf::error&& why, caf::execution_unit*) override;
  subtype_t subtype() const override { return io_actor; }
  resume_result resume(caf::execution_unit*, std::size_t) override;

private:
  friend class timer;
  void enter_call();
  void fail_call(std::exception_ptr);
  void leave_call();
  /// Whether it ever waited for an answer or for a time-out by CAF's means.
  bool used_clock() const noexcept {
    return timeout_id_ != 0 || last_request_id_ != caf::make_message_id();
  }
  void close_mailbox(const caf::error& why);
  std::shared_ptr<reactor> home_; // kept, as a sender may be inside enqueue() when the loop ends
  timer* timers_ = nullptr;       // a list of all timers of this actor, armed or not
  std::vector<caf::actor_addr> watched_;
  bool called_ = false; // while run() is in a call
};

/// Calls a function of its owner when time has passed; silent once disarmed or once its owner has
/// quit. REQUIRES: owned by its owner, used on its reactor's thread, armed in make_behavior() or
/// later. Costs one map node; no message, no thread.
class timer {
public:
  timer(pinned_actor& owner, std::function<void()> on_expiry);
  timer(const timer&) = delete;
  timer& operator=(const timer&) = delete;
  ~timer();
  /// The deadline is `delay` from now; one that was set before is moved.
  void arm(duration delay);
  void disarm() noexcept;
  bool armed() const noexcept { return armed_; }

private:
  friend class reactor;
  friend class pinned_actor;
  void expire();
  pinned_actor& owner_;
  std::function<void()> on_expiry_;
  timer* next_;                       ///< of the same owner
  bool armed_ = false;                ///< from arm() until it expires or is disarmed
  reactor::timer_queue::iterator at_; ///< valid while armed_
};

} // namespace ockam::transports
