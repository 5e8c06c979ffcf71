#include "actors/streams/portal_state.hpp"

#include <cassert>

namespace ockam::actors {

using wire::portal_kind;

on_message portal_state::take(const wire::portal_message& m) noexcept {
  if (phase_ == stream_phase::closed) return on_message::ignore;
  switch (m.kind) {
  case portal_kind::ping: return on_message::ignore;
  case portal_kind::pong: return take_pong(m);
  case portal_kind::payload: return take_payload(m);
  case portal_kind::credit: return take_credit();
  case portal_kind::end: return take_end(m);
  case portal_kind::disconnect: return take_disconnect();
  case portal_kind::position:
  case portal_kind::resume:
  case portal_kind::resumed:
  case portal_kind::lost:
  case portal_kind::gone:
  case portal_kind::forget: return on_message::ignore;
  }
  return on_message::ignore;
}

on_message portal_state::take_pong(const wire::portal_message& m) noexcept {
  const auto accepted = accepted_capabilities(m.capabilities);
  switch (phase_) {
  case stream_phase::opening: phase_ = stream_phase::open; break;
  case stream_phase::early:
  case stream_phase::early_ended:
    if (const auto needed = wire::portal_early_payload | (resumes_ ? wire::portal_resume : 0);
        counts_ && (accepted & needed) != needed) {
      phase_ = stream_phase::closed;
      return on_message::dismiss;
    }
    phase_ = phase_ == stream_phase::early ? stream_phase::open : stream_phase::local_ended;
    break;
  case stream_phase::abandoned: phase_ = stream_phase::closed; return on_message::dismiss;
  default: return on_message::ignore;
  }
  extended_ = accepted != 0;
  resumes_ = (accepted & wire::portal_resume) != 0;
  return on_message::start;
}

on_message portal_state::take_payload(const wire::portal_message& m) noexcept {
  switch (phase_) {
  case stream_phase::abandoned:
  case stream_phase::disconnecting: return on_message::ignore;
  case stream_phase::open:
  case stream_phase::local_ended: return in_order(m) ? on_message::write : refuse();
  default: return refuse();
  }
}

bool portal_state::in_order(const wire::portal_message& m) noexcept {
  return !m.counter || *m.counter == counter_++;
}

on_message portal_state::take_credit() noexcept {
  switch (phase_) {
  case stream_phase::opening:
  case stream_phase::early:
  case stream_phase::early_ended: return refuse();
  case stream_phase::open: return extended_ ? on_message::grant : on_message::ignore;
  case stream_phase::remote_ended: return on_message::grant;
  default: return on_message::ignore;
  }
}

on_message portal_state::take_end(const wire::portal_message& m) noexcept {
  switch (phase_) {
  case stream_phase::open:
  case stream_phase::local_ended:
    if (!extended_) return on_message::ignore;
    if (!in_order(m)) return refuse();
    phase_ = phase_ == stream_phase::open ? stream_phase::remote_ended : stream_phase::both_ended;
    return on_message::finish;
  case stream_phase::abandoned:
  case stream_phase::disconnecting: return on_message::ignore;
  default: return refuse();
  }
}

on_message portal_state::take_disconnect() noexcept {
  phase_ = stream_phase::closed;
  return on_message::close;
}

on_message portal_state::refuse() noexcept {
  phase_ = stream_phase::closed;
  return on_message::refuse;
}

std::optional<std::uint16_t> portal_state::count() noexcept {
  if (waits()) counts_ = true;
  return counts_ ? std::optional{sent_++} : std::nullopt;
}

tell_peer portal_state::end_local() noexcept {
  assert(sends());
  if (!extended_) {
    phase_ = stream_phase::disconnecting;
    return tell_peer::disconnect;
  }
  switch (phase_) {
  case stream_phase::early:
    counts_ = true;
    phase_ = stream_phase::early_ended;
    break;
  case stream_phase::open: phase_ = stream_phase::local_ended; break;
  default: phase_ = stream_phase::both_ended;
  }
  return tell_peer::end;
}

tell_peer portal_state::fail() noexcept {
  switch (phase_) {
  case stream_phase::opening:
  case stream_phase::early:
  case stream_phase::early_ended: phase_ = stream_phase::abandoned; return tell_peer::nothing;
  case stream_phase::abandoned: return tell_peer::nothing;
  case stream_phase::disconnecting:
  case stream_phase::closed: phase_ = stream_phase::closed; return tell_peer::nothing;
  default: phase_ = stream_phase::closed; return tell_peer::disconnect;
  }
}

} // namespace ockam::actors
