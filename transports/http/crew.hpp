// The threads of an HTTP server: made when there is work for them, ended when there was none for a
// while. What is more than its bounds is turned away at once, on the thread that accepts.
#pragma once
#include <httplib.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace ockam::transports {

class crew final : public httplib::TaskQueue {
public:
  /// `threads`: requests at once; `connections`: those and what waits for a thread. `crowded` is
  /// called when something begins to wait, and again while more does.
  crew(std::size_t threads, std::size_t connections, std::function<void()> crowded = {})
      : threads_max_(threads), connections_max_(connections), crowded_(std::move(crowded)) {}
  ~crew() override { shutdown(); }

  void enqueue(std::function<void()> serve) override;
  /// Does what waits, and returns when all is done.
  void shutdown() override;

  /// Whether the task that this thread runs was turned away: it only has to close its connection.
  static bool turns_away() noexcept { return turned_away; }

private:
  bool take(std::function<void()>& serve);
  void work();

  static thread_local bool turned_away;
  bool waits() const { return busy_ + waiting_.size() > threads_max_; }

  const std::size_t threads_max_, connections_max_;
  const std::function<void()> crowded_;
  std::mutex mutex_; // of all below
  std::condition_variable more_;
  std::deque<std::function<void()>> waiting_;
  std::list<std::thread> threads_; ///< those that have ended are joined by the next enqueue()
  std::list<std::thread> ended_;
  std::size_t busy_ = 0;
  bool ends_ = false;
};

} // namespace ockam::transports
