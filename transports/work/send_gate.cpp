#include "transports/work/send_gate.hpp"

#include "config/defaults.hpp"

#include <algorithm>
#include <utility>

namespace ockam::transports {

void send_gate::waiter::leave() noexcept {
  turn_ = false;
  if (gate_) gate_->remove(*this);
}

bool send_gate::try_acquire(waiter& w) {
  if (std::exchange(w.turn_, false)) return true;
  if (w.gate_) return false;
  if (room_ > 0 && !first_) {
    use_chunk();
    return true;
  }
  wait(w);
  return false;
}

void send_gate::set_room(std::size_t bytes) {
  room_ = bytes;
  if (serving_) return; // a chunk that was let in arrived below: the loop goes by the new room
  serving_ = true;
  while (room_ > 0 && first_) {
    auto w = pop();
    use_chunk();
    w->turn_ = true;
    w->on_ready(false);
  }
  serving_ = false;
}

void send_gate::use_chunk() noexcept { room_ -= std::min(room_, config::portal_chunk); }

void send_gate::close() {
  room_ = 0;
  while (first_) pop()->on_ready(true);
}

void send_gate::wait(waiter& w) {
  auto alone = !first_;
  w.gate_ = this;
  w.previous_ = last_;
  w.next_ = nullptr;
  (last_ ? last_->next_ : first_) = &w;
  last_ = &w;
  if (alone && !serving_) on_crowd_();
}

send_gate::waiter* send_gate::pop() noexcept {
  auto w = first_;
  remove(*w);
  return w;
}

void send_gate::remove(waiter& w) noexcept {
  (w.previous_ ? w.previous_->next_ : first_) = w.next_;
  (w.next_ ? w.next_->previous_ : last_) = w.previous_;
  w.gate_ = nullptr;
  w.next_ = w.previous_ = nullptr;
}

} // namespace ockam::transports
