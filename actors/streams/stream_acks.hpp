// When one end of a stream with positions tells the other what it has, and when it asks what that
// has, because nothing was acknowledged for too long. Its owner says what has come and what waits.
//   owes    something came that the far end keeps until it is told: told with what leaves anyway, or
//           at the second look after it
//   probe   what was sent is overdue, or the far end has let nothing be sent for long: asked, and
//           asked again; a path by which others are heard, or the only one, has more of these
//   doubt   there is a reason to think that the far end is gone: asked at once
// Pure.
#pragma once
#include "config/defaults.hpp"
#include "transports/io/clock.hpp"

#include <cstdint>
#include <utility>

namespace ockam::actors {

class stream_acks {
public:
  using time_point = transports::time_point;

  // -- what this end has ----------------------------------------------------------------

  /// What leaves now says that so much is here.
  void tell(std::uint64_t received) noexcept {
    told_ = received;
    owes_ = owed_before_ = false;
  }
  void owe() noexcept { owes_ = true; }
  bool owes() const noexcept { return owes_; }
  /// How much more is here than the far end was told.
  std::uint64_t untold(std::uint64_t received) const noexcept { return received - told_; }
  /// A look: whether to tell now, because it is owed since the last one.
  bool owed_for_long() noexcept { return owes_ && std::exchange(owed_before_, true); }
  /// Whether a question of the far end is answered at once; else it is owed.
  bool may_answer(time_point now) noexcept {
    if (now - answered_at_ < config::probe_interval_min) return false;
    answered_at_ = now;
    return true;
  }

  // -- what the far end has ---------------------------------------------------------------

  /// It has everything, or begins anew: what is sent from now on is not overdue before its time.
  void rest(time_point now) noexcept { acked_at_ = now; }
  /// It said what it has; `news` if that is more than before.
  void take(bool news, time_point now) noexcept {
    if (!news && probes_ == 0) return;
    acked_at_ = now;
    probes_ = 0;
    doubted_ = false;
  }
  /// The path that was asked about is not used any more.
  void forget_probes() noexcept { probes_ = 0, doubted_ = false; }
  /// It may be gone, although its path carries. Until it has said something.
  void doubt() noexcept { doubted_ = true; }
  bool doubted() const noexcept { return doubted_; }
  /// It goes on by another path, and was told what is here.
  void begin(std::uint64_t received, time_point now) noexcept {
    told_ = received;
    probes_ = 0;
    doubted_ = false;
    acked_at_ = now;
  }
  enum class verdict : unsigned char { wait, probe, give_up };
  /// Something is not acknowledged, or, if `blocked`, nothing may be sent. `heard` changes whenever
  /// anything comes by the path; `elsewhere` says whether there is another one, and is asked only
  /// when that matters.
  template <class Elsewhere>
  verdict look(time_point now, bool blocked, std::uint64_t heard, Elsewhere&& elsewhere) const {
    if (probes_ == 0 && doubted_) return verdict::probe;
    if (probes_ == 0) {
      const auto due = blocked ? transports::duration{config::probe_blocked} : config::ack_overdue;
      return now - acked_at_ >= due ? verdict::probe : verdict::wait;
    }
    if (now - probed_at_ < config::probe_answer) return verdict::wait;
    const auto path_lives = heard != heard_then_;
    const auto other = elsewhere();
    const auto most = path_lives || !other ? config::probes_patient_max : config::probes_max;
    return probes_ >= most ? verdict::give_up : verdict::probe;
  }
  /// Whether nothing came by the path to anybody since the first question.
  bool path_silent(std::uint64_t heard) const noexcept {
    return probes_ > 0 && heard == heard_then_;
  }
  /// A question leaves. Returns whether it is the first.
  bool probe(time_point now, std::uint64_t heard) noexcept {
    probed_at_ = now;
    if (probes_++ > 0) return false;
    heard_then_ = heard;
    return true;
  }

private:
  std::uint64_t told_ = 0;       ///< as the far end was told last
  time_point acked_at_{};        ///< when the far end said something new, or had everything
  time_point probed_at_{};       ///< when it was asked the last time
  time_point answered_at_{};     ///< when a question of its was answered the last time
  std::uint8_t probes_ = 0;      ///< questions since acked_at_
  std::uint64_t heard_then_ = 0; ///< at the first of these questions
  bool doubted_ = false;         ///< whether the far end may be gone
  bool owes_ = false;            ///< whether something came since told_
  bool owed_before_ = false;     ///< whether the last look saw that
};

} // namespace ockam::actors
