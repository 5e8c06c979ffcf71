// The socket of a link: it reads frames and writes slices in the order they came. What they mean
// is its owner's business; so is how much may wait here.
// Source: spec wire §1.4, §2.1.
#pragma once
#include "transports/descriptor.hpp"
#include "transports/event_loop.hpp"
#include "transports/frame_reader.hpp"
#include "transports/output_queue.hpp"
#include "wire/result.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace ockam::transports {

class link_socket final : event_loop::event_source {
public:
  /// Hears what happens to the socket, and may close() it whenever it does.
  struct owner {
    virtual void on_version(std::uint8_t) = 0; ///< the first byte, before all frames
    virtual void on_frame(slice&& body) = 0;   ///< on_input() follows when there are no more
    virtual void on_input() = 0;               ///< partial() may have changed
    virtual void on_output() = 0;              ///< unsent() and blocked() may have changed
    virtual void on_end(errc, std::string_view why) = 0; ///< it is of no more use: close it

  protected:
    ~owner() = default;
  };

  /// REQUIRES: `whose` outlives it, or closes it first.
  link_socket(event_loop& loop, descriptor socket, owner& whose)
      : loop_(loop), owner_(whose), socket_(std::move(socket)) {}
  link_socket(const link_socket&) = delete;
  link_socket& operator=(const link_socket&) = delete;

  /// Reads from now on.
  void open();
  bool is_open() const noexcept { return bool{socket_}; }
  /// Queues a slice for the next flush().
  void push(slice&& s) { output_.push(std::move(s)); }
  /// Writes what is queued, or what the peer takes of it; the rest follows by itself.
  void flush();
  /// Stops and resumes reading; how long, is not counted here.
  void read_on(bool on);
  /// With `last_words` the peer gets what the socket still takes of what is queued.
  void close(bool last_words);

  std::size_t partial() const noexcept { return input_.partial(); } ///< bytes of half a frame
  std::size_t unsent() const noexcept { return output_.bytes(); }
  bool blocked() const noexcept { return blocked_; } ///< the peer takes no more for now
  std::uint64_t bytes_in() const noexcept { return bytes_in_; }
  std::uint64_t bytes_out() const noexcept { return bytes_out_; }

private:
  void on_ready(std::uint32_t events) override;
  template <class F>
  void guarded(F&&);
  void read();
  void write();
  void watch();

  event_loop& loop_;
  owner& owner_;
  descriptor socket_;
  frame_reader input_;
  output_queue output_;
  std::uint64_t bytes_in_ = 0, bytes_out_ = 0;
  std::optional<std::uint32_t> watched_; ///< epoll events; none: not registered
  bool reading_ = true;
  bool blocked_ = false;
};

} // namespace ockam::transports
