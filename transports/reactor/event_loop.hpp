// A thread that waits for descriptors and for what other threads post to it. One round: a batch of
// descriptors, then what was posted, then every writer that was dirtied flushes once. It knows
// nothing of actors; a reactor is one that does.
#pragma once
#include "transports/reactor/inbox.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace ockam::transports {

class event_loop {
public:
  /// Owns a descriptor, and is called when that is ready. May be called once more after its
  /// removal.
  struct event_source {
    virtual void on_ready(std::uint32_t events) = 0;

  protected:
    ~event_source() = default;
  };
  /// Owns output that should leave once per round.
  struct writer {
    virtual void flush() = 0;

  protected:
    ~writer() = default;
  };
  /// Work for the loop's thread.
  struct task {
    virtual ~task() = default;
    virtual void run() = 0;
  };

  event_loop(); ///< throws std::system_error
  event_loop(const event_loop&) = delete;
  event_loop& operator=(const event_loop&) = delete;
  virtual ~event_loop();

  /// Runs until stop(), then does what was posted before, and returns.
  void run();
  void stop(); ///< from any thread
  bool here() const noexcept {
    return owner_.load(std::memory_order_relaxed) == std::this_thread::get_id();
  }
  /// One round; returns how much happened. The caller becomes the loop's thread: tests drive it by
  /// hand.
  virtual std::size_t round(int timeout_ms);

  /// epoll_ctl. Errors throw: they are our own mistakes (or no memory).
  void control(int op, int fd, event_source* source, std::uint32_t events);
  /// Asks for one flush() of the writer at the end of this round. REQUIRES: here(); a writer asks
  /// at most once per round.
  void flush_later(writer& w) { dirty_.push_back(&w); }
  /// Takes a flush_later() of this round back: the writer is about to end.
  void forget(writer& w);
  /// Runs the task on the loop's thread, soon, after what was posted before. Callable from any
  /// thread that keeps the loop alive; dropped if the loop ends before. The first form allocates
  /// nothing.
  void post(std::shared_ptr<task>);
  void post(std::function<void()>);

protected:
  bool stopping() const noexcept { return stopping_; }
  void wake() noexcept { sleeper_.wake(); }
  /// Waits for descriptors, at most `timeout_ms` (-1: for ever), then does what was posted.
  std::size_t poll(int timeout_ms);
  std::size_t flush_writers();
  bool has_dirty() const noexcept { return !dirty_.empty(); }
  /// Whether another thread left something to do.
  virtual bool called() const noexcept { return stopping_ || !posted_.empty(); }
  /// Called after the last round of run().
  virtual void close();
  void drop_posts() { posted_.close(); }

private:
  std::size_t run_posts();

  const int epoll_;
  sleeper sleeper_;
  std::atomic<std::thread::id> owner_{};
  std::atomic<bool> stopping_ = false;
  // Writers with output: those of the next flush, those being flushed. A slot is null once its
  // writer is gone.
  std::vector<writer*> dirty_, flushing_;
  inbox<std::shared_ptr<task>> posted_;
  std::vector<std::shared_ptr<task>> running_; // taken from posted_ for this round
};

} // namespace ockam::transports
