// A gate lets sources of traffic in, one after the other, while the way below has room. A source
// asks before each chunk; one that may not pass waits for its turn, and a turn is one chunk. So
// streams share a link fairly, and a ping never waits behind more than config::link_unsent_max
// bytes.
//   while (gate.try_acquire(*this)) pass a chunk, at most config::portal_chunk bytes
// Between two calls of set_room() the room is estimated in chunks: a chunk may still be in a
// mailbox, on its way to the owner of the gate.
#pragma once
#include <cstddef>
#include <functional>
#include <utility>

namespace ockam::transports {

class send_gate {
public:
  /// A source that wants to pass: a base or a member of a pinned actor on the gate's reactor.
  class waiter {
  public:
    waiter() = default;
    waiter(const waiter&) = delete;
    waiter& operator=(const waiter&) = delete;
    bool waiting() const noexcept { return gate_ != nullptr; }
    void leave() noexcept; ///< gives up place and turn; to be called in on_exit()
    /// It is this source's turn: its next try_acquire() succeeds. Or the gate has ended, with `gone`:
    /// there is nothing left to wait for. Not called from inside enter().
    virtual void on_ready(bool gone) = 0;

  protected:
    virtual ~waiter() { leave(); }

  private:
    friend class send_gate;
    send_gate* gate_ = nullptr;
    waiter *next_ = nullptr, *previous_ = nullptr;
    bool turn_ = false; ///< from on_ready() until try_acquire() or leave()
  };

  /// `on_crowd` is called when the first source begins to wait. The room that was used up may be
  /// there again by now, because a source can pass less than a chunk, or nothing: call set_room()
  /// soon.
  explicit send_gate(std::function<void()> on_crowd) : on_crowd_(std::move(on_crowd)) {}
  send_gate(const send_gate&) = delete;
  send_gate& operator=(const send_gate&) = delete;
  ~send_gate() { close(); }

  /// Whether the source may pass one chunk now. If not, it waits: behind all others, once.
  bool try_acquire(waiter&);
  /// There is room for so many bytes below. Sources that wait get their turns until it is used up.
  void set_room(std::size_t bytes);
  /// Whether a source waits. If so, whoever calls set_room() has to call it again in the next
  /// round, or when there is room: a source that got a turn may have nothing to pass.
  bool crowded() const noexcept { return first_ != nullptr; }
  /// Tells all sources that wait that their way is gone.
  void close();

private:
  void wait(waiter&);
  waiter* pop() noexcept;
  void remove(waiter&) noexcept;
  void use_chunk() noexcept;
  std::function<void()> on_crowd_;
  waiter *first_ = nullptr, *last_ = nullptr;
  std::size_t room_ = 1; // bytes; the first chunk finds the way free
  bool serving_ = false; // while set_room() gives turns
};

} // namespace ockam::transports
