#include "actors/portal_state.hpp"

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
  case portal_kind::end: return take_end();
  case portal_kind::disconnect: return take_disconnect();
  }
  return on_message::ignore;
}

on_message portal_state::take_pong(const wire::portal_message& m) noexcept {
  switch (phase_) {
  case stream_phase::opening:
    phase_ = stream_phase::open;
    extended_ = m.capabilities && (*m.capabilities & wire::portal_credit) != 0
                && (*m.capabilities & wire::portal_half_close) != 0;
    return on_message::start;
  case stream_phase::abandoned: phase_ = stream_phase::closed; return on_message::dismiss;
  default: return on_message::ignore;
  }
}

on_message portal_state::take_payload(const wire::portal_message& m) noexcept {
  switch (phase_) {
  case stream_phase::abandoned:
  case stream_phase::disconnecting: return on_message::ignore;
  case stream_phase::open:
  case stream_phase::local_ended:
    if (!m.counter) return on_message::write;
    if (*m.counter != counter_) return refuse();
    ++counter_;
    return on_message::write;
  default: return refuse();
  }
}

on_message portal_state::take_credit() noexcept {
  switch (phase_) {
  case stream_phase::opening: return refuse();
  case stream_phase::open: return extended_ ? on_message::grant : on_message::ignore;
  case stream_phase::remote_ended: return on_message::grant;
  default: return on_message::ignore;
  }
}

on_message portal_state::take_end() noexcept {
  switch (phase_) {
  case stream_phase::open:
  case stream_phase::local_ended:
    if (!extended_) return on_message::ignore;
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

tell_peer portal_state::end_local() noexcept {
  assert(sends());
  if (!extended_) {
    phase_ = stream_phase::disconnecting;
    return tell_peer::disconnect;
  }
  phase_ = phase_ == stream_phase::open ? stream_phase::local_ended : stream_phase::both_ended;
  return tell_peer::end;
}

tell_peer portal_state::fail() noexcept {
  switch (phase_) {
  case stream_phase::opening: phase_ = stream_phase::abandoned; return tell_peer::nothing;
  case stream_phase::abandoned: return tell_peer::nothing;
  case stream_phase::disconnecting:
  case stream_phase::closed: phase_ = stream_phase::closed; return tell_peer::nothing;
  default: phase_ = stream_phase::closed; return tell_peer::disconnect;
  }
}

} // namespace ockam::actors
