// As many bytes as there is way for.
#include "loadgen/modes/modes.hpp"
#include "loadgen/parts/options.hpp"
#include "loadgen/parts/pattern.hpp"
#include "loadgen/parts/report.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/epoll.h>
#include <unistd.h>

namespace loadgen {

namespace {

constexpr double patience_s = 120; // for what is under way at the deadline

/// up: a sink acknowledges, and all that was sent must be; down: a source is told to stop, and does
/// so after a round number of bytes; both: an echo gives everything back.
class bulk {
public:
  bulk(connections& all, std::uint64_t deadline_ns) : deadline_(deadline_ns) {
    for (auto& each : all) {
      set_nonblocking(each.socket);
      ends_.push_back({&each});
    }
    for (auto& each : ends_)
      watch(epoll_, each.base->socket, down_ ? EPOLLIN : EPOLLIN | EPOLLOUT, &each);
    open_ = ends_.size();
  }
  ~bulk() { close(epoll_); }

  outcome run() {
    out_.first_ns = now_ns();
    std::array<epoll_event, 64> events;
    while (open_ > 0) {
      const auto count = epoll_wait(epoll_, events.data(), int(events.size()), 100);
      const auto now = now_ns();
      if (now > deadline_ + ns_of(patience_s)) {
        out_.errors += open_;
        break;
      }
      if (!past_ && now >= deadline_) pass_deadline(now);
      for (int i = 0; i < count; ++i) {
        auto& each = *static_cast<end*>(events[std::size_t(i)].data.ptr);
        const auto what = events[std::size_t(i)].events;
        if (!each.done && (what & (EPOLLIN | EPOLLHUP | EPOLLERR))) read_from(each);
        if (!each.done && (what & EPOLLOUT) && !down_) write_to(each);
      }
    }
    sum_up();
    return out_;
  }

private:
  struct end {
    connection* base;
    std::array<std::uint8_t, 8> acknowledgement{};
    std::size_t acknowledgement_size = 0;
    std::uint64_t ended_ns = 0;
    bool done = false, stopping = false;
  };

  void finish(end& each) {
    if (each.done) return;
    each.done = true, --open_, each.ended_ns = now_ns();
    unwatch(epoll_, each.base->socket);
  }
  void fail(end& each) { ++out_.errors, finish(each); }
  void report_corrupt(end& each) { ++out_.corrupt, fail(each); }

  void pass_deadline(std::uint64_t now) {
    past_ = true;
    if (!down_) return;
    out_.last_ns = now;
    for (auto& each : ends_) {
      out_.bytes += each.base->got;
      out_.count_share(each.base->got);
      if (each.done) continue;
      if (given.abort) {
        finish(each);
        continue;
      }
      send(each.base->socket, "X", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
      each.stopping = true;
    }
  }

  void read_from(end& each) {
    const auto size = recv(each.base->socket, buffer_.data(), buffer_.size(), 0);
    if (size == 0 && down_ && each.stopping) {
      if (each.base->got % source_unit != 0) ++out_.errors;
      return finish(each);
    }
    if (size == 0 || (size < 0 && errno != EAGAIN)) return fail(each);
    if (size < 0) return;
    if (up_) return take_acknowledgements(each, std::size_t(size));
    auto& base = *each.base;
    if (!verify(base.seed, base.got, buffer_.data(), std::size_t(size)))
      return report_corrupt(each);
    base.got += std::uint64_t(size);
    if (both_ && each.stopping && base.got == base.sent) finish(each);
  }

  void take_acknowledgements(end& each, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      each.acknowledgement[each.acknowledgement_size++] = buffer_[i];
      if (each.acknowledgement_size < each.acknowledgement.size()) continue;
      each.acknowledgement_size = 0;
      std::uint64_t position = 0;
      std::memcpy(&position, each.acknowledgement.data(), sizeof position);
      if (position & corrupt_mark) return report_corrupt(each);
      each.base->acknowledged = position;
    }
    if (each.stopping && answered(each)) finish(each);
  }

  bool answered(const end& each) const {
    return (up_ ? each.base->acknowledged : each.base->got) == each.base->sent;
  }

  void write_to(end& each) {
    auto& base = *each.base;
    auto goal = ~std::uint64_t{0};
    if (past_) {
      each.stopping = true;
      goal = up_ ? (base.sent + acknowledged_each - 1) / acknowledged_each * acknowledged_each
                 : base.sent;
    }
    if (base.sent < goal) {
      const auto wanted = std::size_t(std::min<std::uint64_t>(given.block, goal - base.sent));
      const auto sent = send(base.socket, pattern_at(base.seed, base.sent), wanted, MSG_NOSIGNAL);
      if (sent < 0 && errno != EAGAIN) return fail(each);
      if (sent > 0) base.sent += std::uint64_t(sent);
    }
    if (base.sent < goal) return;
    watch_again(epoll_, base.socket, EPOLLIN, &each);
    if (answered(each)) finish(each);
  }

  void sum_up() {
    for (auto& each : ends_) {
      const auto carried = up_ ? each.base->acknowledged : each.base->got;
      out_.carried += carried;
      if (!down_) {
        out_.last_ns = std::max(out_.last_ns, each.ended_ns);
        out_.bytes += carried;
        out_.count_share(carried);
      }
      ++out_.operations;
      close(each.base->socket);
    }
  }

  const bool up_ = given.direction == "up", down_ = given.direction == "down",
             both_ = given.direction == "both";
  const std::uint64_t deadline_;
  const int epoll_ = epoll_create1(EPOLL_CLOEXEC);
  std::vector<end> ends_;
  std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(512 * 1024);
  std::size_t open_ = 0;
  bool past_ = false;
  outcome out_;
};

} // namespace

outcome carry_bulk(connections& all, std::uint64_t deadline_ns) {
  return bulk(all, deadline_ns).run();
}

int run_bulk() {
  const auto mode = given.direction == "up" ? 'S' : given.direction == "down" ? 'D' : 'E';
  auto groups = open_connections(mode);
  const auto deadline = now_ns() + ns_of(given.seconds);
  const auto before = usage_now();
  const auto came = in_parallel([&](std::size_t i) { return carry_bulk(groups[i], deadline); });
  const auto after = usage_now();
  const auto gb = double(came.bytes) / 1e9, seconds = came.seconds();
  return report(came, before, after,
                format(",\"dir\":\"%s\",\"bytes\":%llu,\"MBps\":%.1f,\"Gbps\":%.3f,"
                       "\"cpu_s_per_GB\":%.3f,\"conn_min_MB\":%.3f,\"conn_max_MB\":%.3f",
                       given.direction.c_str(), (unsigned long long)came.bytes, gb * 1000 / seconds,
                       gb * 8 / seconds,
                       came.carried ? (after.cpu_s - before.cpu_s) / double(came.carried) * 1e9 : 0,
                       came.slowest / 1e6, came.fastest / 1e6));
}

} // namespace loadgen
