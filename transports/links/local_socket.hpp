// A link's socket on the loop of its owner: everything is a direct call. What one read brings is
// handed over in turns with others: small frames are cheap to send, and each costs its receiver the
// same. While some of it waits for its turn nothing is read, and epoll says only that the peer has
// gone.
#pragma once
#include "transports/io/descriptor.hpp"
#include "transports/io/link_socket.hpp"
#include "transports/io/output_queue.hpp"
#include "transports/links/frame_reader.hpp"
#include "transports/reactor/event_loop.hpp"

#include <optional>

namespace ockam::transports {

class local_socket final : public link_socket, event_loop::event_source {
public:
  /// REQUIRES: `whose` outlives it, or closes it first.
  local_socket(event_loop& loop, descriptor socket, owner& whose)
      : loop_(loop), owner_(whose), socket_(std::move(socket)) {}

  void open() override;
  void push(slice&& s) override;
  void flush() override;
  void report_output() override {} // it always tells at once
  void go_on(std::size_t frames) override;
  void read_on(bool on) override;
  void close(bool last_words) override;

private:
  /// Comes at the end of a round for what was read and is not cut into frames yet.
  struct remainder final : event_loop::writer {
    explicit remainder(local_socket& s) : of(s) {}
    void flush() override { of.go_on(config::link_frames_per_turn); }
    local_socket& of;
  };

  void on_ready(std::uint32_t events) override;
  template <class F>
  void guarded(F&&);
  void read(std::size_t frames);
  void cut(std::size_t frames);
  void cut_later();
  void write();
  void watch();

  event_loop& loop_;
  owner& owner_;
  descriptor socket_;
  frame_reader input_;
  remainder rest_{*this};
  bool cutting_ = false; ///< while the rest is to come
  bool unread_ = false;  ///< while that is still in the kernel
  bool leaving_ = false; ///< whether the owner was told that the peer has finished
  output_queue output_;
  std::optional<std::uint32_t> watched_; ///< epoll events; none while it is not registered
  bool reading_ = true;                  ///< what the owner said last by read_on()
};

} // namespace ockam::transports
