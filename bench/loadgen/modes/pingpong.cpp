// Small messages, one under way on each connection.
#include "loadgen/modes/modes.hpp"
#include "loadgen/parts/options.hpp"
#include "loadgen/parts/pattern.hpp"
#include "loadgen/parts/report.hpp"
#include "loadgen/parts/timed.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace loadgen {

namespace {

class pingpong {
public:
  pingpong(connections& all, timed when) : when_(when) {
    for (auto& each : all) ends_.push_back({&each, first_message(each)});
    for (auto& each : ends_) watch(epoll_, each.base->socket, EPOLLIN, &each);
    open_ = ends_.size();
  }
  ~pingpong() { close(epoll_); }

  outcome run() {
    for (auto& each : ends_) fire(each);
    until_closed(epoll_, when_, open_, out_,
                 [this](void* data, std::uint32_t) { read_from(*static_cast<end*>(data)); });
    for (auto& each : ends_) out_.count_share(each.base->got), close(each.base->socket);
    out_.first_ns = when_.start_ns, out_.last_ns = when_.deadline_ns;
    return out_;
  }

private:
  struct end {
    connection* base;
    std::vector<std::uint8_t> message; // number, id of the connection, pattern
    std::uint64_t number = 0, fired_ns = 0;
    std::size_t answered = 0; // bytes
  };

  static std::vector<std::uint8_t> first_message(const connection& of) {
    std::vector<std::uint8_t> out(std::max<std::size_t>(given.size, 12));
    std::memcpy(out.data(), pattern_at(of.seed, 0), std::min(out.size(), pattern_view_size));
    std::memcpy(out.data() + 8, &of.id, 4);
    return out;
  }

  void fire(end& each) {
    ++each.number;
    std::memcpy(each.message.data(), &each.number, 8);
    each.answered = 0;
    each.fired_ns = now_ns();
    const auto size = each.message.size();
    if (send(each.base->socket, each.message.data(), size, MSG_NOSIGNAL) != ssize_t(size))
      ++out_.errors;
  }

  void finish(end& each) { unwatch(epoll_, each.base->socket), --open_; }

  void read_from(end& each) {
    const auto size =
        recv(each.base->socket, buffer_.data(), each.message.size() - each.answered, MSG_DONTWAIT);
    if (size < 0 && errno == EAGAIN) return;
    if (size <= 0) return ++out_.errors, finish(each);
    if (std::memcmp(buffer_.data(), each.message.data() + each.answered, std::size_t(size)) != 0)
      return ++out_.corrupt, finish(each);
    each.answered += std::size_t(size);
    if (each.answered < each.message.size()) return;
    const auto now = now_ns();
    if (when_.counts(each.fired_ns, now))
      out_.latency.add(now - each.fired_ns), ++out_.operations, ++each.base->got;
    if (now >= when_.deadline_ns)
      finish(each);
    else
      fire(each);
  }

  const timed when_;
  const int epoll_ = epoll_create1(EPOLL_CLOEXEC);
  std::vector<end> ends_;
  std::vector<std::uint8_t> buffer_ =
      std::vector<std::uint8_t>(std::max<std::size_t>(given.size, 65536));
  std::size_t open_ = 0;
  outcome out_;
};

} // namespace

int run_pingpong() {
  auto groups = open_connections('E');
  return run_timed(
      [&](std::size_t thread, timed when) { return pingpong(groups[thread], when).run(); });
}

} // namespace loadgen
