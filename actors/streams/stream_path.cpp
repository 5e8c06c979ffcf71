#include "actors/streams/stream_path.hpp"

namespace ockam::actors {

path_order stream_path::lost() noexcept {
  switch (phase_) {
  case path_phase::attached: phase_ = path_phase::detached; return path_order::lose;
  case path_phase::moving: return look(); // the outlet may have moved already
  default: return path_order::nothing;
  }
}

path_order stream_path::offered() noexcept {
  const auto waits = phase_ == path_phase::detached || (phase_ == path_phase::resuming && looks_);
  return waits && inlet_ ? ask(path_phase::resuming) : path_order::nothing;
}

path_order stream_path::leave() noexcept {
  return attached() && inlet_ ? ask(path_phase::moving) : offered();
}

path_order stream_path::silent() noexcept { return asks() ? look() : path_order::nothing; }

void stream_path::no_way() noexcept {
  if (phase_ == path_phase::resuming && looks_) phase_ = path_phase::detached;
}

path_order stream_path::take_resume(std::uint32_t attempt) noexcept {
  if (inlet_ || attempt <= attempt_) return path_order::nothing;
  attempt_ = attempt;
  if (phase_ == path_phase::opening) return path_order::answer;
  phase_ = path_phase::attached;
  return path_order::attach;
}

path_order stream_path::take_resumed(std::uint32_t attempt) noexcept {
  if (!asks() || attempt != attempt_) return path_order::nothing;
  phase_ = path_phase::attached;
  return path_order::attach;
}

path_order stream_path::take_gone(std::uint32_t attempt, bool others_left) noexcept {
  if (!asks() || attempt != attempt_) return path_order::nothing;
  if (phase_ == path_phase::moving) {
    phase_ = path_phase::attached;
    return path_order::stay;
  }
  if (others_left) return look();
  phase_ = path_phase::detached;
  return path_order::end;
}

/// Whether a Resume waits for its answer.
bool stream_path::asks() const noexcept {
  return phase_ == path_phase::moving || (phase_ == path_phase::resuming && !looks_);
}

path_order stream_path::ask(path_phase as) noexcept {
  ++attempt_;
  phase_ = as;
  looks_ = false;
  return path_order::resume;
}

path_order stream_path::look() noexcept {
  phase_ = path_phase::resuming;
  looks_ = true;
  return path_order::try_again;
}

} // namespace ockam::actors
