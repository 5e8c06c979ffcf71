// The other side: echoes, takes and verifies, sends, stops reading, or answers an end, as the
// header of each connection says.
#include "loadgen/modes/modes.hpp"
#include "loadgen/parts/connection.hpp"
#include "loadgen/parts/options.hpp"
#include "loadgen/parts/pattern.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <sys/epoll.h>
#include <thread>
#include <unistd.h>

namespace loadgen {

namespace {

constexpr std::size_t unsent_max = 4u << 20; // bytes; an echo's client may not read
constexpr std::uint64_t end_mark = 0x4546414c46ull;

struct served {
  explicit served(int accepted) : socket(accepted) {}

  int socket;
  char mode = 0; // 0: the header is not complete
  std::size_t header_size = 0;
  header head;
  std::uint64_t position = 0, acknowledged = 0;
  bool corrupt = false, stop = false, ended = false;
  std::vector<std::uint8_t> unsent; // echoes and acknowledgements
  std::size_t unsent_from = 0;
  std::uint64_t resume_at_ns = 0; // while it does not read

  bool all_sent() const { return unsent_from == unsent.size(); }
};

class server {
public:
  explicit server(int listener) : listener_(listener) {
    watch(epoll_, listener_, EPOLLIN | EPOLLEXCLUSIVE, nullptr);
  }

  [[noreturn]] void run() {
    std::array<epoll_event, 64> events;
    for (;;) {
      const auto count =
          epoll_wait(epoll_, events.data(), int(events.size()), stalled_.empty() ? -1 : 5);
      resume_stalled();
      for (int i = 0; i < count; ++i) {
        const auto& event = events[std::size_t(i)];
        if (event.data.ptr)
          serve(static_cast<served*>(event.data.ptr), event.events);
        else
          accept_all();
      }
    }
  }

private:
  void accept_all() {
    for (;;) {
      const auto socket = accept_from(listener_);
      if (socket < 0) return;
      watch(epoll_, socket, EPOLLIN, new served(socket));
    }
  }

  void resume_stalled() {
    for (auto i = stalled_.begin(); i != stalled_.end();) {
      auto* each = i->second;
      if (now_ns() < each->resume_at_ns) {
        ++i;
        continue;
      }
      each->resume_at_ns = 0, each->head.argument = 0;
      i = stalled_.erase(i);
      arm(each);
    }
  }

  void drop(served* each) {
    stalled_.erase(each->socket);
    close(each->socket);
    delete each;
  }

  void arm(served* each) {
    const bool source = each->mode == 'D' && (!each->stop || each->position % source_unit);
    const bool reads = !each->ended && each->resume_at_ns == 0
                       && each->unsent.size() - each->unsent_from < unsent_max;
    watch_again(epoll_, each->socket,
                (reads ? EPOLLIN : 0u) | (source || !each->all_sent() ? EPOLLOUT : 0u), each);
  }

  /// False, here and below: the connection is of no use any more.
  bool put(served* each, const void* data, std::size_t size) {
    auto from = static_cast<const std::uint8_t*>(data);
    if (each->all_sent()) {
      each->unsent.clear(), each->unsent_from = 0;
      const auto sent = send(each->socket, from, size, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0 && errno != EAGAIN) return false;
      if (sent > 0) from += sent, size -= std::size_t(sent);
    }
    each->unsent.insert(each->unsent.end(), from, from + size);
    return true;
  }

  bool acknowledge(served* each) {
    while (each->acknowledged + acknowledged_each <= each->position
           || (each->corrupt && each->acknowledged <= each->position)) {
      each->acknowledged += acknowledged_each;
      const auto said = each->corrupt ? corrupt_mark : each->acknowledged;
      if (!put(each, &said, sizeof said)) return false;
    }
    return true;
  }

  /// Takes what there is of the header off the front.
  bool take_header(served* each, const std::uint8_t*& data, std::size_t& size) {
    if (given.plain) {
      each->mode = 'E';
      return true;
    }
    const auto part = std::min(size, sizeof(header) - each->header_size);
    std::memcpy(reinterpret_cast<char*>(&each->head) + each->header_size, data, part);
    each->header_size += part, data += part, size -= part;
    if (each->header_size < sizeof(header)) return true;
    if (std::memcmp(each->head.magic, header{}.magic, sizeof header{}.magic) != 0) return false;
    each->mode = char(each->head.mode);
    return true;
  }

  bool take(served* each, const std::uint8_t* data, std::size_t size) {
    if (each->mode == 0 && !take_header(each, data, size)) return false;
    if (size == 0) return true;
    if (each->mode == 'E') return put(each, data, size);
    if (each->mode == 'D') return each->stop = true;
    if (!verify(each->head.seed, each->position, data, size)) each->corrupt = true;
    each->position += size;
    if (each->mode == 'Z' && each->position > pattern_view_size && each->resume_at_ns == 0
        && each->head.argument > 0) {
      each->resume_at_ns = now_ns() + each->head.argument * 1000000ull;
      stalled_[each->socket] = each;
    }
    return acknowledge(each);
  }

  bool read_from(served* each) {
    const auto size = recv(each->socket, buffer_.data(), buffer_.size(), 0);
    if (size < 0) return errno == EAGAIN;
    if (size > 0) return take(each, buffer_.data(), std::size_t(size));
    each->ended = true;
    if (each->mode == 'H') { // the other direction is still open
      const std::array<std::uint64_t, 2> said{each->position | (each->corrupt ? corrupt_mark : 0),
                                              end_mark};
      send(each->socket, said.data(), sizeof said, MSG_NOSIGNAL);
    }
    return each->mode == 'E' && !each->all_sent();
  }

  bool send_rest(served* each) {
    const auto sent = send(each->socket, each->unsent.data() + each->unsent_from,
                           each->unsent.size() - each->unsent_from, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN) return false;
    if (sent > 0) each->unsent_from += std::size_t(sent);
    return !(each->ended && each->all_sent());
  }

  bool send_pattern(served* each) {
    const auto goal = each->stop ? (each->position + source_unit - 1) / source_unit * source_unit
                                 : ~std::uint64_t{0};
    for (int i = 0; i < 2 && each->position < goal; ++i) {
      const auto size = std::size_t(std::min<std::uint64_t>(given.block, goal - each->position));
      const auto sent = send(each->socket, pattern_at(each->head.seed, each->position), size,
                             MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0 && errno != EAGAIN) return false;
      if (sent <= 0) break;
      each->position += std::uint64_t(sent);
    }
    return !(each->stop && each->position % source_unit == 0);
  }

  void serve(served* each, std::uint32_t events) {
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) && !each->ended && !read_from(each))
      return drop(each);
    if (!each->all_sent() && (events & EPOLLOUT) && !send_rest(each)) return drop(each);
    if (each->mode == 'D' && !send_pattern(each)) return drop(each);
    arm(each);
  }

  const int epoll_ = epoll_create1(EPOLL_CLOEXEC), listener_;
  std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(512 * 1024);
  std::map<int, served*> stalled_;
};

} // namespace

int run_server() {
  const auto listener = listen_at_given();
  std::vector<std::thread> others;
  for (int i = 1; i < given.threads; ++i)
    others.emplace_back([listener] { server(listener).run(); });
  server(listener).run();
}

} // namespace loadgen
