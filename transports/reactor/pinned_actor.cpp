#include "transports/reactor/pinned_actor.hpp"

#include <caf/detail/sync_request_bouncer.hpp>

namespace ockam::transports {

pinned_actor::pinned_actor(caf::actor_config& cfg)
    : event_based_actor(cfg), home_(dynamic_cast<reactor&>(*cfg.host).shared_from_this()) {
  set_default_handler(caf::drop); // CAF's own prints to stdout
  set_exception_handler([](caf::scheduled_actor*, std::exception_ptr& why) -> caf::error {
    try {
      std::rethrow_exception(why);
    } catch (const std::exception& e) {
      return make_error(caf::sec::runtime_error, std::string{e.what()});
    }
    return caf::sec::runtime_error;
  });
}

void pinned_actor::enqueue(caf::mailbox_element_ptr what, caf::execution_unit*) {
  event_based_actor::enqueue(std::move(what), home_.get());
}

void pinned_actor::launch(caf::execution_unit*, bool lazy, bool hide) {
  if (!hide) register_at_system(); // before admit(): close() may kill us at once
  if (home_->admit(*this))
    event_based_actor::launch(home_.get(), lazy, true);
  else
    reactor::kill(*this); // too late: a dead actor at least answers so
}

bool pinned_actor::cleanup(caf::error&& why, caf::execution_unit* unit) {
  for (auto t = timers_; t; t = t->next_)
    t->disarm(); // members may be destroyed later, on another thread
  for (const auto& whom : std::exchange(watched_, {})) demonitor(whom);
  home_->leave(*this);
  // CAF would wake its clock's thread to forget what an actor never told it.
  if (used_clock()) return event_based_actor::cleanup(std::move(why), unit);
  close_mailbox(why);
  unregister_from_system();
  // What event_based_actor does between here and there is done above.
  // NOLINTNEXTLINE(bugprone-parent-virtual-call)
  return monitorable_actor::cleanup(std::move(why), unit);
}

/// Closes the mailbox as CAF's actors do: whoever still asks for something hears that nobody will
/// answer.
void pinned_actor::close_mailbox(const caf::error& why) {
  if (mailbox_.closed()) return;
  mailbox_.close();
  get_normal_queue().flush_cache();
  get_urgent_queue().flush_cache();
  caf::detail::sync_request_bouncer bounce{why};
  constexpr std::size_t quantum = 1000;
  while (mailbox_.queue().new_round(quantum, bounce).consumed_items > 0) {
  }
}

void pinned_actor::watch(const caf::actor& whom) {
  monitor(whom);
  watched_.push_back(whom.address());
}

void pinned_actor::unwatch(const caf::actor& whom) {
  demonitor(whom);
  std::erase(watched_, whom.address());
}

caf::resumable::resume_result pinned_actor::resume(caf::execution_unit* unit,
                                                   std::size_t messages_max) {
  return ended() ? done : event_based_actor::resume(unit, messages_max);
}

void pinned_actor::enter_call() {
  // CAF leaves the last message's element behind, and it dangles.
  static thread_local auto nothing =
      caf::make_mailbox_element(nullptr, caf::make_message_id(), {}, caf::unit);
  current_mailbox_element(nothing.get());
  called_ = true;
}

void pinned_actor::fail_call(std::exception_ptr why) {
  auto reason = call_handler(exception_handler_, static_cast<caf::scheduled_actor*>(this), why);
  quit(std::move(reason));
}

void pinned_actor::leave_call() {
  called_ = false;
  finalize(); // in case it quit
}

timer::timer(pinned_actor& owner, std::function<void()> on_expiry)
    : owner_(owner), on_expiry_(std::move(on_expiry)), next_(std::exchange(owner.timers_, this)) {}

timer::~timer() {
  if (owner_.ended()) return; // disarmed already, and this may be another thread
  disarm();
  auto at = &owner_.timers_;
  while (*at != this) at = &(*at)->next_;
  *at = next_;
}

void timer::arm(duration delay) {
  disarm();
  if (owner_.ended()) return;
  at_ = owner_.home().timers_.emplace(owner_.home().now() + delay, this);
  armed_ = true;
}

void timer::disarm() noexcept {
  if (std::exchange(armed_, false)) owner_.home().timers_.erase(at_);
}

void timer::expire() {
  disarm();
  owner_.run([this] { on_expiry_(); });
}

} // namespace ockam::transports
