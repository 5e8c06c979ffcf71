#include "transports/http/timed_server.hpp"

#include "config/defaults.hpp"
#include "transports/http/crew.hpp"
#include "transports/io/descriptor.hpp"
#include "transports/io/socket_address.hpp"
#include "transports/links/link_table.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ockam::transports {

namespace {

using steady = std::chrono::steady_clock;

/// A connection as timed_server promises it.
class timed_stream final : public httplib::Stream {
public:
  /// `answers` is called before the first byte of the reply.
  timed_stream(int fd, timed_server::limits limits, std::function<void()> answers)
      : fd_{fd},
        limits_{limits},
        answers_{std::move(answers)},
        read_until_{steady::now() + limits.timeout} {}

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
    if (!write_until_) {
      write_until_ = steady::now() + limits_.timeout;
      answers_();
    }
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
  std::function<void()> answers_;
  steady::time_point read_until_;
  std::optional<steady::time_point> write_until_;
  std::array<char, 4 * config::kib> chunk_;
  std::size_t used_ = 0, filled_ = 0, received_ = 0;
};

/// The address, or IPv6 /64, of a connection's other end; empty if that is on this machine.
std::string source_of(int fd) {
  auto source = link_table::source_of(to_endpoint(socket_address::of_peer(fd)));
  return source == link_table::this_machine ? std::string() : source;
}

} // namespace

timed_server::timed_server(int listening, limits bounds)
    : listening_fd_{listening}, wake_{::eventfd(0, EFD_CLOEXEC)}, limits_{bounds} {
  svr_sock_ = listening; // the library looks whether there is one
  ::fcntl(listening, F_SETFL, O_NONBLOCK);
  new_task_queue = [this, bounds] {
    std::function<void()> crowded;
    if (bounds.silent_give_way)
      crowded = [this] {
        std::lock_guard held{mutex_};
        close_silent(nullptr);
      };
    return new crew(bounds.threads, bounds.connections, std::move(crowded));
  };
}

void timed_server::begin() {
  listening_ = std::thread{[this] { serve_all(); }};
}

/// Not the library's loop: that one ends only if the socket does, for all who have it.
void timed_server::serve_all() {
  const std::unique_ptr<httplib::TaskQueue> tasks{new_task_queue()};
  std::array<pollfd, 2> watched{pollfd{listening_fd_.get(), POLLIN, 0},
                                pollfd{wake_.get(), POLLIN, 0}};
  for (;;) {
    if (::poll(watched.data(), watched.size(), -1) < 0) continue;
    if (watched[1].revents != 0) break;
    const auto fd = ::accept4(listening_fd_.get(), nullptr, nullptr, SOCK_CLOEXEC);
    if (fd >= 0)
      tasks->enqueue([this, fd] { process_and_close_socket(fd); });
    else if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
      std::this_thread::sleep_for(config::accept_pause_min); // no descriptors: it is still there
  }
  listening_fd_.reset();
  tasks->shutdown();
}

void timed_server::end() {
  {
    std::lock_guard held{mutex_};
    stopping_ = true;
    for (const auto* const open : serving_) ::shutdown(open->fd, SHUT_RD);
  }
  ::eventfd_write(wake_.get(), 1);
  listening_.join();
}

/// Whoever reads on meets the end. REQUIRES: the lock.
bool timed_server::close_silent(const std::string* source) {
  for (auto* const one : serving_) {
    if (one->asked || one->gives_way || (source && one->source != *source)) continue;
    one->gives_way = true;
    ::shutdown(one->fd, SHUT_RD);
    return true;
  }
  return false;
}

/// False if there is no place: the source has half of all, and all of these are being answered.
bool timed_server::enter(served& one) {
  std::lock_guard held{mutex_};
  if (limits_.silent_per_source > 0 && !one.source.empty()) {
    std::size_t silent = 0, all = 0;
    for (const auto* const other : serving_) {
      if (other->source != one.source) continue;
      ++all;
      silent += !other->asked && !other->gives_way ? 1 : 0;
    }
    const auto full = all >= limits_.threads / 2;
    if ((silent >= limits_.silent_per_source || full) && !close_silent(&one.source) && full)
      return false;
  }
  serving_.push_back(&one);
  if (stopping_) ::shutdown(one.fd, SHUT_RD);
  return true;
}

bool timed_server::process_and_close_socket(socket_t fd) {
  served one{fd, limits_.silent_per_source > 0 ? source_of(fd) : std::string()};
  if (crew::turns_away() || !admits(fd) || !enter(one)) {
    ::close(fd);
    return true;
  }
  break_at_close(fd, false); // its listener's would be cut short where somebody reads slowly
  timed_stream stream{fd, limits_, [&] {
                        std::lock_guard held{mutex_};
                        one.asked = true;
                      }};
  auto closed = false;
  process_request(stream, true, closed, nullptr);
  std::lock_guard held{mutex_};
  std::erase(serving_, &one);
  ::close(fd);
  return true;
}

} // namespace ockam::transports
