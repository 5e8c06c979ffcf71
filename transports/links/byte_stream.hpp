// The local socket of a portal stream: a connected TCP socket that is read when its owner asks,
// written once per round, and whose two directions end one by one. Its peer sees a reset whatever
// ends it, the death of this process included, unless release() does. It is a member of a pinned
// actor, which calls reset() in its on_exit(). Where TLS is spoken on the socket, all bytes here are
// those that the peer meant, and an end that it did not announce by TLS is a failure.
#pragma once
#include "transports/io/descriptor.hpp"
#include "transports/io/output_queue.hpp"
#include "transports/reactor/pinned_actor.hpp"
#include "transports/tls/tls_session.hpp"

#include <cstddef>
#include <cstdint>

namespace ockam::transports {

class byte_stream final : reactor::event_source, reactor::writer {
public:
  /// The actor that owns the stream. It is called by pinned_actor::run.
  struct owner {
    /// Input may be there: read(), or pause() until it can be taken.
    virtual void on_input() = 0;
    /// The socket took so many bytes of output. Called after each round of writing, also with 0.
    virtual void on_written(std::size_t bytes) = 0;
    /// Output is lost, the queued part too: nothing can be written any more. Input that came before
    /// can still be read; it ends with `failed`.
    virtual void on_broken() = 0;

  protected:
    ~owner() = default;
  };

  struct input {
    enum class outcome {
      data,
      nothing, ///< nothing for now; on_input() says when there is something
      end,     ///< the peer has finished sending
      failed,  ///< the connection was reset, or the like
    };
    outcome what = outcome::nothing;
    slice bytes;
    bool more = false; ///< whether the read was full, so that there may be more right away
  };

  /// Reads nothing before the first read() or resume(). REQUIRES: the socket breaks at its close,
  /// as those that networks make.
  byte_stream(pinned_actor& self, owner& o, edge_socket socket);
  byte_stream(const byte_stream&) = delete;
  byte_stream& operator=(const byte_stream&) = delete;
  ~byte_stream() { reset(); }

  // -- input ------------------------------------------------------------------

  /// Reads at most `max` bytes, and at most config::portal_chunk, with room around them. After a
  /// read that was not full, on_input() is called again when there is more.
  input read(std::size_t max);
  /// on_input() is not called until resume(), or until read() found nothing.
  void pause() { watch(watched_ & ~input_event); }
  void resume();

  // -- output -----------------------------------------------------------------

  /// Queues output, which leaves at the end of this round, or when the socket takes it.
  void write(slice&&);
  /// No more output: the peer sees the end of it behind all that is queued.
  void finish();
  bool broken() const noexcept { return broken_; }
  /// While the socket takes no more: what is queued waits.
  bool blocked() const noexcept { return (watched_ & output_event) != 0; }
  std::size_t queued() const noexcept { return queue_.bytes(); }
  std::size_t queue_cost() const noexcept { return queue_.cost(); }
  /// Whether the peer's end of output was sent, so nothing is queued either.
  bool finished() const noexcept { return finished_; }
  /// Whether the peer's system has all that was written.
  bool delivered() const noexcept;

  // -- the end ----------------------------------------------------------------

  /// Closes the socket in order: the peer gets all that the socket has taken, and then the end.
  /// Bytes that are still queued are lost.
  void release() noexcept;
  /// Gives the socket away, as if this had never had it. REQUIRES: nothing was read or written.
  edge_socket take() noexcept;
  /// Closes the socket such that the peer sees an error, not an end.
  void reset() noexcept;

private:
  static constexpr std::uint32_t input_event = 1, output_event = 4; // EPOLLIN, EPOLLOUT
  void on_ready(std::uint32_t events) override;
  void flush() override;
  /// What a read of the socket brought, `size` bytes.
  struct chunk {
    input::outcome what;
    std::size_t size = 0;
    bool more = false;
  };
  chunk read_socket(std::uint8_t* to, std::size_t size);
  chunk read_tls(std::uint8_t* to, std::size_t size);
  /// Whether output waits, or the end of it.
  bool waits_for_room() const noexcept { return !queue_.empty() || (finishing_ && !finished_); }
  void send();
  void flush_once();
  void watch(std::uint32_t events);
  void enlist();
  void close() noexcept;
  void hang_up(bool error);
  void break_output();

  pinned_actor& self_;
  owner& owner_;
  descriptor socket_;
  std::unique_ptr<tls_session> tls_; ///< null: what is on the socket is what is meant
  output_queue queue_;
  std::uint32_t watched_ = 0;
  bool fresh_ = true; // until the end of the first round, which registers what is wanted by then
  bool registered_ = false; // with the reactor, except while that would report a hang-up for ever
  bool dirty_ = false;      // while flush() is to come in this round
  bool held_ = false;       // then it tells of input that TLS has read already
  bool finishing_ = false, finished_ = false, broken_ = false;
};

} // namespace ockam::transports
