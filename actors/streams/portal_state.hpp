// One end of a portal stream as a state machine: what each message means in each state, and what
// the end of local input means. Pure. Sources: spec wire §5.2-§5.3 (plain protocol), §11 (ours).
//
//   inlet's end    opening --Pong--> open          outlet's end starts open
//   inlet's end    early --Pong--> open            as opening, but it may send before the Pong
//   early          --local end--> early_ended      --Pong--> local_ended
//   before a Pong  --local failure--> abandoned    the Pong, if it comes, is answered by Disconnect
//   open           --local end--> local_ended      --End--> both_ended      ours: End is half-close
//   open           --End--> remote_ended           --local end--> both_ended
//   open           --local end--> disconnecting    plain: the end of one side is the end of both
//   any            --Disconnect, failure, violation--> closed
//
//                  Ping   Pong     Payload  Credit   End      Disconnect
//   opening        ignore start    refuse   refuse   refuse   close
//   early          ignore start²   refuse   refuse   refuse   close
//   early_ended    ignore start²   refuse   refuse   refuse   close
//   abandoned      ignore dismiss  ignore   ignore   ignore   close
//   open           ignore ignore   write    grant¹   finish¹  close
//   local_ended    ignore ignore   write    ignore   finish¹  close
//   remote_ended   ignore ignore   refuse   grant    refuse   close
//   both_ended     ignore ignore   refuse   ignore   refuse   close
//   disconnecting  ignore ignore   ignore   ignore   ignore   close
//   closed         ignore everything
//   ¹ from a plain peer: ignore, as a real node does with kinds it does not know
//   ² dismiss, if what was sent early is lost: the Pong does not accept early payload, or not the
//     positions that it came with
// A Payload or End whose counter is out of order is refused wherever it would count (§5.1). A
// stream that sends early counts all of them: what goes to the outlet takes another way than what
// goes to its worker later, and whoever finds a gap there must not go on.
#pragma once
#include "wire/messages/portal.hpp"

namespace ockam::actors {

enum class stream_phase : unsigned char {
  opening,
  early,
  early_ended,
  abandoned,
  open,
  local_ended,
  remote_ended,
  both_ended,
  disconnecting,
  closed,
};

/// Whether it is an inlet's end whose client still waits for the outlet.
constexpr bool waits_for_pong(stream_phase p) noexcept {
  return p == stream_phase::opening || p == stream_phase::early || p == stream_phase::early_ended;
}

/// What is to be done about a message.
enum class on_message : unsigned char {
  ignore,
  start,   ///< the far end is there: send what comes in
  dismiss, ///< tell the sender of this Pong that nobody waits for it any more
  write,   ///< hand the payload to the local socket
  grant,   ///< more may be sent
  finish,  ///< no more payload comes: end the local socket's output behind what is queued
  close,   ///< the far end has closed: end the local socket behind what is queued
  refuse,  ///< the peer broke the protocol: say Disconnect, drop the local socket
};

/// What is to be told to the far end.
enum class tell_peer : unsigned char { nothing, end, disconnect };

/// What our Ping offers at least; and portal_resume, if the stream may do without a way for a time.
inline constexpr std::uint16_t portal_capabilities =
    wire::portal_credit | wire::portal_half_close | wire::portal_early_payload;
/// What our Pong accepts of it: credit and half-close together, and the others only with them.
constexpr std::uint16_t accepted_capabilities(std::optional<std::uint16_t> offered) noexcept {
  constexpr std::uint16_t both = wire::portal_credit | wire::portal_half_close;
  constexpr auto known = portal_capabilities | wire::portal_resume;
  const auto ours = static_cast<std::uint16_t>(offered.value_or(0) & known);
  return (ours & both) == both ? ours : 0;
}

class portal_state {
public:
  /// The inlet's end, which waits for a Pong; with `early` it sends before the Pong comes, and with
  /// `resumes` it says positions already.
  static portal_state of_inlet(bool early, bool resumes = false) {
    return {early ? stream_phase::early : stream_phase::opening, early, early && resumes};
  }
  /// The outlet's end, and what its Pong accepts; 0: the Ping did not offer our extension.
  static portal_state of_outlet(std::uint16_t accepted) {
    return {stream_phase::open, accepted != 0, (accepted & wire::portal_resume) != 0};
  }

  stream_phase phase() const noexcept { return phase_; }
  bool waits() const noexcept { return waits_for_pong(phase_); }
  /// Whether the peer speaks our extension: credit and half-close.
  bool extended() const noexcept { return extended_; }
  /// Whether the peer counts positions, and can go on with the stream over another path.
  bool resumes() const noexcept { return resumes_; }
  /// Whether something went to the outlet before its Pong came.
  bool sent_early() const noexcept { return counts_; }
  /// Whether both ends know each other, and nobody has given the stream up.
  bool established() const noexcept {
    return receives() || phase_ == stream_phase::remote_ended || phase_ == stream_phase::both_ended;
  }
  /// Whether local input has somewhere to go.
  bool sends() const noexcept {
    return phase_ == stream_phase::open || phase_ == stream_phase::remote_ended
           || phase_ == stream_phase::early;
  }
  /// Whether payload may still come.
  bool receives() const noexcept {
    return phase_ == stream_phase::open || phase_ == stream_phase::local_ended;
  }

  [[nodiscard]] on_message take(const wire::portal_message&) noexcept;
  /// The counter of the Payload or End that is sent now; none if the stream does not count.
  [[nodiscard]] std::optional<std::uint16_t> count() noexcept;
  /// A Payload or End is sent now that says its position instead.
  void note_sent() noexcept { counts_ |= waits(); }
  /// The local socket has no more input. REQUIRES: sends().
  [[nodiscard]] tell_peer end_local() noexcept;
  /// The stream fails or is given up on this side.
  [[nodiscard]] tell_peer fail() noexcept;
  /// All is said and written.
  void close() noexcept { phase_ = stream_phase::closed; }

private:
  portal_state(stream_phase p, bool extended, bool resumes)
      : phase_(p), extended_(extended), resumes_(resumes) {}
  on_message take_pong(const wire::portal_message&) noexcept;
  on_message take_payload(const wire::portal_message&) noexcept;
  on_message take_credit() noexcept;
  on_message take_end(const wire::portal_message&) noexcept;
  on_message take_disconnect() noexcept;
  bool in_order(const wire::portal_message&) noexcept;
  on_message refuse() noexcept;

  stream_phase phase_;
  bool extended_, resumes_;
  bool counts_ = false;       // set once something was sent early
  std::uint16_t counter_ = 0; // counter of the next Payload or End that comes, if it has one
  std::uint16_t sent_ = 0;    // counter of the next Payload or End that is sent
};

} // namespace ockam::actors
