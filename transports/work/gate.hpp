// A gate lets sources of traffic in, one after the other, while the way below has room. A source
// asks before each chunk; one that may not pass waits for its turn, and a turn is one chunk. So
// streams share a link fairly, and a ping never waits behind more than config::link_unsent_max
// bytes.
//   while (gate.enter(*this)) pass a chunk, at most config::portal_chunk bytes
// The room is estimated in chunks between two calls of set_room(): a chunk may still be on its way
// to whom the gate belongs to, in a mailbox.
#pragma once
#include <cstddef>
#include <functional>
#include <utility>

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
    void leave() noexcept; ///< gives up its place and its turn; call it in on_exit()
    /// Its turn: the next enter() succeeds. Or the gate's end (then `gone`): nothing is left to
    /// wait for. Not called from inside enter().
    virtual void on_turn(bool gone) = 0;

  protected:
    virtual ~waiter() { leave(); }

  private:
    friend class gate;
    gate* gate_ = nullptr;
    waiter *next_ = nullptr, *previous_ = nullptr;
    bool turn_ = false;
  };

  /// `on_crowd`: called when the first source begins to wait. The room that was used up may be
  /// there again by now (a source can pass less than a chunk, or nothing): call set_room() soon.
  explicit gate(std::function<void()> on_crowd) : on_crowd_(std::move(on_crowd)) {}
  gate(const gate&) = delete;
  gate& operator=(const gate&) = delete;
  ~gate() { close(); }

  /// Whether the source may pass one chunk now. If not, it waits: behind all others, once.
  bool enter(waiter&);
  /// How many bytes there is room for below. Those that wait get their turns until it is used up.
  void set_room(std::size_t bytes);
  /// Whether somebody waits. Then whoever calls set_room() has to call it again in the next round,
  /// or when there is room: a source that got a turn may have nothing to pass.
  bool crowded() const noexcept { return first_ != nullptr; }
  /// Tells all that wait that their way is gone.
  void close();

private:
  void wait(waiter&);
  waiter* pop() noexcept;
  void remove(waiter&) noexcept;
  void use_chunk() noexcept;
  std::function<void()> on_crowd_;
  waiter *first_ = nullptr, *last_ = nullptr;
  std::size_t room_ = 1; // bytes; the first chunk finds the way free
  bool serving_ = false;
};

} // namespace ockam::transports
