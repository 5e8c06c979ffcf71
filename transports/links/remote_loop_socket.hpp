// A link's socket on another loop than its owner's. The two loops share a `line`: what one has for
// the other waits there, and a post tells the other so unless one is under way. So each round of a
// loop costs one post at most, and what happens in the meantime goes along with it.
//   to the owner   frames that were read, the socket's condition, its end
//   to the socket  slices that were flushed, whether to read on, whether to close
// Both are first in, first out. The socket stops reading while more than config::link_handover_max
// waits for the owner; what the owner has pushed is unsent() to it until the connection took it.
#pragma once
#include "transports/io/descriptor.hpp"
#include "transports/io/link_socket.hpp"
#include "transports/reactor/event_loop.hpp"

#include <memory>
#include <vector>

namespace ockam::transports {

class remote_loop_socket final : public link_socket {
public:
  /// `home` is the loop of the owner, `away` that of the socket; both outlive its close(), and
  /// run what was posted to them. REQUIRES: `whose` closes it.
  remote_loop_socket(event_loop& home, event_loop& away, descriptor socket, owner& whose);
  ~remote_loop_socket() override;

  void open() override;
  void push(slice&&) override;
  void flush() override;
  void report_output() override;
  void go_on(std::size_t frames) override;
  void read_on(bool on) override;
  void close(bool last_words) override;

private:
  class line;
  void learn(const condition&);

  owner& owner_;
  std::shared_ptr<line> line_;
  std::vector<slice> pushed_;      ///< slices since the last flush
  std::uint64_t pushed_bytes_ = 0; ///< bytes pushed since the beginning
};

} // namespace ockam::transports
