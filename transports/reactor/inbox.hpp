// What other threads leave for one thread, in the order they left it. The thread takes all of it at
// once and gives its empty vector in return, so a steady flow allocates nothing.
#pragma once
#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

namespace ockam::transports {

template <class T>
class inbox {
public:
  /// Leaves something, from any thread. Returns false, and `what` is still there, once the inbox is
  /// closed.
  bool push(T&& what) {
    std::lock_guard guard{mutex_};
    if (closed_) return false;
    waiting_.push_back(std::move(what));
    filled_ = true;
    return true;
  }
  /// Whether nothing waits. Costs no lock; what an earlier push() left is seen.
  bool empty() const noexcept { return !filled_; }
  /// Puts all that waits into `all`. REQUIRES: `all` is empty.
  void take(std::vector<T>& all) {
    std::lock_guard guard{mutex_};
    waiting_.swap(all);
    filled_ = false;
  }
  /// Takes nothing more from now on. Returns false, without an effect, if something waits.
  bool close_if_empty() {
    std::lock_guard guard{mutex_};
    return closed_ = closed_ || waiting_.empty();
  }
  /// Takes nothing more from now on; what waits is dropped.
  void close() {
    std::vector<T> dropped; // destroyed outside the lock
    std::lock_guard guard{mutex_};
    closed_ = true;
    waiting_.swap(dropped);
    filled_ = false;
  }

private:
  std::mutex mutex_; // guards waiting_ and closed_
  std::vector<T> waiting_;
  bool closed_ = false;
  std::atomic<bool> filled_ = false; // sequentially consistent: see sleeper
};

/// Lets a thread sleep until something happens, and costs other threads a system call only if it
/// does sleep. The thread calls lie_down(), looks once more whether there is something to do, and
/// then sleeps or not; whoever has given it something to do calls wake(). One of the two always
/// sees the other.
class sleeper {
public:
  sleeper(); ///< throws std::system_error
  sleeper(const sleeper&) = delete;
  sleeper& operator=(const sleeper&) = delete;
  ~sleeper();
  /// Becomes readable when the thread is to wake up. Watch it edge-triggered: nobody reads it.
  int fd() const noexcept { return wakeup_; }
  void lie_down() noexcept { asleep_ = true; }
  void get_up() noexcept { asleep_.store(false, std::memory_order_relaxed); }
  void wake() noexcept; ///< from any thread

private:
  const int wakeup_;
  std::atomic<bool> asleep_ = false;
};

} // namespace ockam::transports
