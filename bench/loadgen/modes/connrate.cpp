// Connect, 64 bytes there and back, close; and again, on --conns slots at a time.
#include "loadgen/modes/modes.hpp"
#include "loadgen/parts/options.hpp"
#include "loadgen/parts/pattern.hpp"
#include "loadgen/parts/timed.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace loadgen {

namespace {

constexpr std::size_t message_size = 64;

class connrate {
public:
  connrate(std::size_t thread, timed when)
      : when_(when),
        thread_(thread),
        slots_(std::size_t(std::max(1, given.connections / given.threads))) {}
  ~connrate() { close(epoll_); }

  outcome run() {
    for (auto& each : slots_) begin(each);
    open_ = slots_.size();
    until_closed(epoll_, when_, open_, out_, [this](void* data, std::uint32_t events) {
      auto& each = *static_cast<slot*>(data);
      if (each.connecting && (events & (EPOLLOUT | EPOLLERR)))
        send_first(each);
      else
        read_from(each);
    });
    out_.first_ns = when_.start_ns, out_.last_ns = when_.deadline_ns;
    return out_;
  }

private:
  struct slot {
    int socket = -1;
    std::uint64_t number = 0, begun_ns = 0; // the number is in the message and chooses its pattern
    std::array<std::uint8_t, message_size> answer;
    std::size_t answered = 0;
    bool connecting = true;
  };

  void begin(slot& each) {
    each.begun_ns = now_ns(), each.answered = 0, each.connecting = true;
    each.number = (std::uint64_t(thread_) << 40) + ++serial_;
    each.socket = dial(false, serial_);
    watch(epoll_, each.socket, EPOLLOUT, &each);
  }

  void finish(slot& each, bool good) {
    close(each.socket);
    const auto now = now_ns();
    if (!good)
      ++out_.errors;
    else if (when_.counts(each.begun_ns, now))
      ++out_.operations, out_.latency.add(now - each.begun_ns);
    if (now < when_.deadline_ns)
      begin(each);
    else
      --open_;
  }

  static void write_message(const slot& of, std::uint8_t* to) {
    std::memcpy(to, pattern_at(std::uint32_t(of.number), 0), message_size);
    std::memcpy(to, &of.number, sizeof of.number);
  }

  void send_first(slot& each) {
    each.connecting = false;
    std::array<std::uint8_t, sizeof(header) + message_size> out;
    const auto head_size = given.plain ? 0 : sizeof(header);
    const header head;
    std::memcpy(out.data(), &head, head_size);
    write_message(each, out.data() + head_size);
    watch_again(epoll_, each.socket, EPOLLIN, &each);
    const auto size = head_size + message_size;
    if (send(each.socket, out.data(), size, MSG_NOSIGNAL) != ssize_t(size)) finish(each, false);
  }

  void read_from(slot& each) {
    const auto size =
        recv(each.socket, each.answer.data() + each.answered, message_size - each.answered, 0);
    if (size < 0 && errno == EAGAIN) return;
    if (size <= 0) return finish(each, false);
    each.answered += std::size_t(size);
    if (each.answered < message_size) return;
    std::array<std::uint8_t, message_size> wanted;
    write_message(each, wanted.data());
    if (each.answer != wanted) ++out_.corrupt;
    finish(each, each.answer == wanted);
  }

  const timed when_;
  const std::size_t thread_;
  const int epoll_ = epoll_create1(EPOLL_CLOEXEC);
  std::vector<slot> slots_;
  std::size_t open_ = 0;
  std::uint32_t serial_ = 0;
  outcome out_;
};

} // namespace

int run_connrate() {
  return run_timed([](std::size_t thread, timed when) { return connrate(thread, when).run(); });
}

} // namespace loadgen
