// The path of a portal stream that can go on over another one, as a state machine, for both ends.
// It stands beside portal_state, which knows what the ends have said to each other. Pure. Source:
// docs/streams.md, after spec wire §11.
//
//   opening    inlet: the Ping is out; outlet: the target is being dialed
//   attached   messages go both ways
//   moving     inlet: a Resume is out by another way, and the old one is good
//   detached   there is no way
//   resuming   inlet: a Resume is out, or its next one is about to be, and there is no old way
//
//                opening  attached  moving     detached  resuming: asks  looks for a way
//   lost         -        detached¹ resuming²  -         -               -
//   offered      -        -         -          resuming³ -               resuming³
//   leave        -        moving³   -          resuming³ -               resuming³
//   silent       -        -         resuming²  -         resuming²       -
//   no_way       -        -         -          -         -               detached
//   Resume⁴      answer   attach                attach
//   Resumed⁵     -        -         attach     -         attach          -
//   Gone⁵        -        -         attached   -         resuming²       -
//   ¹ lose  ² try_again: it looks for a way now  ³ resume, of the next attempt  ⁴ outlet, newer than
//   all before it  ⁵ inlet, of the last attempt; Gone with no other way left: end
#pragma once
#include <cstdint>

namespace ockam::actors {

enum class path_phase : unsigned char { opening, attached, moving, detached, resuming };

/// What the stream has to do about an event.
enum class path_order : unsigned char {
  nothing,
  lose,      ///< the way that it is on is given up; say Lost there, if that way stands
  resume,    ///< inlet: send a Resume of attempt() by the way that was found, from a new address
  try_again, ///< inlet: look for a way again, another one first
  attach,    ///< go on by the way that this message came by, and give the old address up
  answer,    ///< outlet, while it dials: remember the way, and answer when the dial is done
  stay,      ///< inlet: the old way is still good; forget the other one
  end,       ///< it cannot go on: reset the local socket
};

class stream_path {
public:
  static stream_path of_inlet() noexcept { return stream_path{true}; }
  static stream_path of_outlet() noexcept { return stream_path{false}; }

  path_phase phase() const noexcept { return phase_; }
  bool attached() const noexcept { return phase_ == path_phase::attached; }
  /// Whether there is no way to the far end at the moment.
  bool without_way() const noexcept {
    return phase_ == path_phase::detached || phase_ == path_phase::resuming;
  }
  /// Number of the last Resume that was sent, or taken; 0: none yet.
  std::uint32_t attempt() const noexcept { return attempt_; }

  /// The Pong came, or went.
  void open() noexcept { phase_ = path_phase::attached; }

  /// The first hop ended, or pings found the path dead, or a message that came showed a gap, or the
  /// far end said Lost. While it opens, nothing: that is not resumed. -> lose: it is detached now;
  /// nothing: it was so already, or waits for another attempt; try_again: it resumes.
  [[nodiscard]] path_order lost() noexcept;
  /// Inlet: a route carries whose peer is the stream's. -> resume, if it has waited for that, or
  /// was told to try again.
  [[nodiscard]] path_order offered() noexcept;
  /// Inlet: this way is to be left, and another one carries. -> resume; the old way stays
  /// good until it is attached to the new one, but nothing new is sent by it.
  [[nodiscard]] path_order leave() noexcept;
  /// Inlet: no Resumed came in time, or the way that the Resume took is gone. -> try_again.
  [[nodiscard]] path_order silent() noexcept;
  /// Inlet: it was told to try again, and no way was found: it is detached now.
  void no_way() noexcept;
  /// Outlet: a Resume came. -> attach, if it is newer than all before it; answer, while it dials.
  [[nodiscard]] path_order take_resume(std::uint32_t attempt) noexcept;
  /// Inlet: a Resumed came. -> attach, if it answers the last Resume.
  [[nodiscard]] path_order take_resumed(std::uint32_t attempt) noexcept;
  /// Inlet: the outlet does not know the stream. -> stay, if it only moved; try_again, if
  /// `others_left`, which have not said so yet; else end.
  [[nodiscard]] path_order take_gone(std::uint32_t attempt, bool others_left) noexcept;

private:
  explicit stream_path(bool inlet) noexcept : inlet_(inlet) {}
  bool asks() const noexcept;
  path_order ask(path_phase as) noexcept;
  path_order look() noexcept;

  path_phase phase_ = path_phase::opening;
  bool inlet_;
  bool looks_ = false; ///< while it resumes: whether the next Resume has no way yet
  std::uint32_t attempt_ = 0;
};

} // namespace ockam::actors
