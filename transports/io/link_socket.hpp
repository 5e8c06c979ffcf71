// The socket of a link, as the link sees it: it reads frames and writes slices in the order they
// came. Its owner knows what they mean, and decides how much may wait here. The socket is on the
// link's own loop (local_socket) or on another one (remote_loop_socket), and the link need not know.
// Source: spec wire §1.4, §2.1.
#pragma once
#include "config/defaults.hpp"
#include "transports/io/buffer.hpp"
#include "wire/result.hpp"

#include <cstdint>
#include <string_view>

namespace ockam::transports {

class link_socket {
public:
  /// Hears what happens to the socket, on the owner's thread, and may close() it from each call.
  struct owner {
    virtual void on_version(std::uint8_t) = 0; ///< the first byte, before all frames
    virtual void on_frame(slice&& body) = 0;   ///< on_input() follows some of them
    virtual void on_input() = 0;               ///< partial() may have changed
    virtual void on_output() = 0;              ///< unsent() and blocked() may have changed
    virtual void on_end(errc, std::string_view why) = 0; ///< the socket is of no more use: close it
    /// The peer has finished, or broken, the connection; what it sent before may still come.
    virtual void on_leaving() {}
    /// How many frames may be handed over now.
    virtual std::size_t may_take() { return config::link_frames_per_turn; }
    /// There are more frames than that. Whether the owner calls go_on() when it is their turn; if
    /// not, they come by themselves at the end of the round.
    virtual bool takes_later() { return false; }

  protected:
    ~owner() = default;
  };

  /// How the socket is, which its owner may ask at any time.
  struct condition {
    std::size_t partial = 0; ///< bytes of an incomplete frame, or that are to be cut into frames
    std::size_t unsent = 0;  ///< bytes pushed that the connection has not taken yet
    std::size_t slices = 0;  ///< that some of these bytes wait in, while the peer takes no more
    bool blocked = false;    ///< while the peer takes no more
    std::uint64_t bytes_in = 0, bytes_out = 0;
  };

  link_socket() = default;
  link_socket(const link_socket&) = delete;
  link_socket& operator=(const link_socket&) = delete;
  virtual ~link_socket() = default;

  // -- on the owner's thread; open() and close() once ----------------------------

  /// Reads from now on.
  virtual void open() = 0;
  /// Queues a slice for the next flush().
  virtual void push(slice&&) = 0;
  /// Writes what is queued, or what the peer takes of it; the rest follows by itself. Calls
  /// on_output() at last.
  virtual void flush() = 0;
  /// Asks for a call of on_output() when some of what is unsent has left.
  virtual void report_output() = 0;
  /// Hands over so many more frames, or those that there are.
  virtual void go_on(std::size_t frames) = 0;
  /// Stops and resumes reading; calls are not counted here. Some frames may still come.
  virtual void read_on(bool on) = 0;
  /// Closes the socket. With `last_words` the peer gets what the socket still takes of what is
  /// queued. The owner is not called any more.
  virtual void close(bool last_words) = 0;
  bool is_open() const noexcept { return open_; }
  const condition& now() const noexcept { return now_; }

protected:
  bool open_ = true;
  condition now_;
};

} // namespace ockam::transports
