// Whether a node's reactor takes its turns, as other threads see it. They wait a moment for the next
// turn; of a node that is busy for longer they know when it took the last one.
#pragma once
#include <chrono>
#include <functional>
#include <memory>

namespace ockam::cli {

class pulse {
public:
  using clock = std::chrono::steady_clock;
  /// Has a function run on the reactor in its next turn, or never if that has ended; any thread.
  using post = std::function<void(std::function<void()>)>;
  /// What a node that starts did just now counts as a turn.
  explicit pulse(post);

  /// The time since the last turn, after one was waited for: 0 if it came within `patience`. One
  /// wait at a time has a function posted, whoever else asks meanwhile. Any thread.
  clock::duration age(std::chrono::milliseconds patience);
  /// No turn comes any more: nobody waits for one from now on. Any thread.
  void end();

private:
  struct turns;
  post post_;
  std::shared_ptr<turns> turns_; // also of what was posted
};

} // namespace ockam::cli
