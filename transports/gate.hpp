// A gate lets sources of traffic in, one after the other, while the way below has room. A source
// that finds it closed (or others waiting) waits for its turn, and passes at most one chunk per
// turn: so streams share a link fairly, and a ping never waits behind more than
// config::link_unsent_max bytes.
#pragma once
#include <cstddef>

namespace ockam::transports {

class gate {
public:
  /// Something that wants to pass: a base or member of a pinned actor of the gate's reactor.
  class waiter {
  public:
    waiter() = default;
    waiter(const waiter&) = delete;
    waiter& operator=(const waiter&) = delete;
    bool waiting() const noexcept { return gate_ != nullptr; }
    void leave() noexcept; ///< gives up its place; call it in on_exit()
    /// Its turn, or the gate's end (then `gone`, and there is nothing left to wait for).
    virtual void on_turn(bool gone) = 0;

  protected:
    virtual ~waiter() { leave(); }

  private:
    friend class gate;
    gate* gate_ = nullptr;
    waiter *next_ = nullptr, *previous_ = nullptr;
  };

  gate() = default;
  gate(const gate&) = delete;
  gate& operator=(const gate&) = delete;
  ~gate() { close(); }

  /// Whether a source may pass one chunk now. Others that wait come first.
  bool passable() const noexcept { return room_ && !first_; }
  /// Waits at the end of the queue; no effect if it waits already.
  void wait(waiter&);
  /// Whether there is room below; when there is, waiting sources get their turns until it is used
  /// up.
  void set_room(bool room);
  /// Tells all that wait that their way is gone.
  void close();

private:
  waiter* pop() noexcept;
  void remove(waiter&) noexcept;
  waiter *first_ = nullptr, *last_ = nullptr;
  bool room_ = true, serving_ = false;
};

} // namespace ockam::transports
