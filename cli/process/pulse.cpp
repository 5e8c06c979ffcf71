#include "cli/process/pulse.hpp"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace ockam::cli {

struct pulse::turns {
  std::mutex mutex; // guards all below
  std::condition_variable taken;
  clock::time_point last = clock::now();
  bool awaited = false; // from a function's being posted until it runs
  bool ended = false;
};

pulse::pulse(post run) : post_{std::move(run)}, turns_{std::make_shared<turns>()} {}

pulse::clock::duration pulse::age(std::chrono::milliseconds patience) {
  std::unique_lock lock{turns_->mutex};
  const auto asked = clock::now();
  if (!std::exchange(turns_->awaited, true))
    post_([all = turns_] {
      const std::lock_guard guard{all->mutex};
      all->last = clock::now();
      all->awaited = false;
      all->taken.notify_all();
    });
  const auto over = [&] { return turns_->last >= asked || turns_->ended; };
  turns_->taken.wait_for(lock, patience, over);
  return turns_->last >= asked ? clock::duration::zero() : clock::now() - turns_->last;
}

void pulse::end() {
  const std::lock_guard guard{turns_->mutex};
  turns_->ended = true;
  turns_->taken.notify_all();
}

} // namespace ockam::cli
