#include "transports/gate.hpp"

#include <utility>

namespace ockam::transports {

void gate::waiter::leave() noexcept {
  if (gate_) gate_->remove(*this);
}

void gate::wait(waiter& w) {
  if (w.gate_) return;
  w.gate_ = this;
  w.previous_ = last_;
  w.next_ = nullptr;
  (last_ ? last_->next_ : first_) = &w;
  last_ = &w;
}

void gate::set_room(bool room) {
  room_ = room;
  if (serving_) return; // a source's chunk came back here: the loop below looks at room_ again
  serving_ = true;
  while (room_ && first_) pop()->on_turn(false);
  serving_ = false;
}

void gate::close() {
  room_ = false;
  while (first_) pop()->on_turn(true);
}

gate::waiter* gate::pop() noexcept {
  auto w = first_;
  remove(*w);
  return w;
}

void gate::remove(waiter& w) noexcept {
  (w.previous_ ? w.previous_->next_ : first_) = w.next_;
  (w.next_ ? w.next_->previous_ : last_) = w.previous_;
  w.gate_ = nullptr;
  w.next_ = w.previous_ = nullptr;
}

} // namespace ockam::transports
