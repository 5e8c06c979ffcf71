#include "transports/http/timed_server.hpp"

#include "config/defaults.hpp"
#include "transports/http/crew.hpp"
#include "transports/io/descriptor.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ockam::transports {

namespace {

using steady = std::chrono::steady_clock;

/// A connection as timed_server promises it.
class timed_stream final : public httplib::Stream {
public:
  timed_stream(int fd, timed_server::limits limits)
      : fd_{fd}, limits_{limits}, read_until_{steady::now() + limits.timeout} {}

  bool is_readable() const override { return used_ < filled_ || wait(POLLIN, read_until_); }
  bool is_writable() const override { return wait(POLLOUT, steady::now()); }

  ssize_t read(char* to, std::size_t size) override {
    if (used_ == filled_ && !fill()) return -1;
    auto taken = std::min(size, filled_ - used_);
    std::copy_n(chunk_.data() + used_, taken, to);
    used_ += taken;
    return static_cast<ssize_t>(taken);
  }

  ssize_t write(const char* from, std::size_t size) override {
    if (!write_until_) write_until_ = steady::now() + limits_.timeout;
    if (!wait(POLLOUT, *write_until_)) return -1;
    return ::send(fd_, from, size, MSG_NOSIGNAL | MSG_DONTWAIT);
  }

  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return fd_; }

private:
  bool fill() {
    if (received_ > limits_.request_size || !wait(POLLIN, read_until_)) return false;
    auto got = ::recv(fd_, chunk_.data(), chunk_.size(), MSG_DONTWAIT);
    if (got <= 0) return false;
    used_ = 0;
    filled_ = static_cast<std::size_t>(got);
    received_ += filled_;
    return true;
  }

  bool wait(short event, steady::time_point until) const {
    using std::chrono::milliseconds;
    auto left = std::chrono::ceil<milliseconds>(until - steady::now());
    pollfd one{fd_, event, 0};
    return ::poll(&one, 1, static_cast<int>(std::max(left, milliseconds{0}).count())) == 1;
  }

  int fd_;
  timed_server::limits limits_;
  steady::time_point read_until_;
  std::optional<steady::time_point> write_until_;
  std::array<char, 4 * config::kib> chunk_;
  std::size_t used_ = 0, filled_ = 0, received_ = 0;
};

} // namespace

timed_server::timed_server(int listening, limits bounds)
    : listening_fd_{listening}, limits_{bounds} {
  svr_sock_ = listening;
  new_task_queue = [bounds] { return new crew(bounds.threads, bounds.connections); };
}

void timed_server::begin() {
  listening_ = std::thread{[this] { listen_after_bind(); }};
}

void timed_server::end() {
  {
    std::lock_guard held{mutex_};
    stopping_ = true;
    for (auto open : reading_) ::shutdown(open, SHUT_RD);
  }
  ::shutdown(listening_fd_, SHUT_RDWR); // ends accept(), which then closes it
  listening_.join();
}

bool timed_server::process_and_close_socket(socket_t fd) {
  if (crew::turns_away() || !admits(fd)) {
    ::close(fd);
    return true;
  }
  {
    std::lock_guard held{mutex_};
    reading_.insert(fd);
    if (stopping_) ::shutdown(fd, SHUT_RD);
  }
  break_at_close(fd, false); // its listener's would be cut short where somebody reads slowly
  timed_stream stream{fd, limits_};
  auto closed = false;
  process_request(stream, true, closed, nullptr);
  std::lock_guard held{mutex_};
  reading_.erase(fd);
  ::close(fd);
  return true;
}

} // namespace ockam::transports
