#include "transports/links/byte_stream.hpp"

#include <algorithm>
#include <cerrno>
#include <linux/sockios.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace ockam::transports {

byte_stream::byte_stream(pinned_actor& self, owner& o, edge_socket socket)
    : self_(self), owner_(o), socket_(std::move(socket.socket)), tls_(std::move(socket.tls)) {
  static_assert(input_event == EPOLLIN && output_event == EPOLLOUT);
  flush_once();
}

void byte_stream::flush_once() {
  if (!std::exchange(dirty_, true)) self_.home().flush_later(*this);
}

void byte_stream::watch(std::uint32_t events) {
  if (!socket_ || (registered_ && events == watched_)) return;
  watched_ = events;
  if (fresh_ || (!registered_ && events == 0)) return;
  if (!registered_) return enlist();
  self_.home().control(EPOLL_CTL_MOD, socket_.get(), this, events);
}

void byte_stream::on_ready(std::uint32_t events) {
  self_.run([&] {
    if (socket_ && waits_for_room()) send(); // there is room, or an error to find
    if (!socket_ || (events & (EPOLLIN | EPOLLERR | EPOLLHUP)) == 0) return;
    if ((watched_ & input_event) != 0)
      owner_.on_input();
    else if ((events & (EPOLLERR | EPOLLHUP)) != 0)
      hang_up((events & EPOLLERR) != 0);
  });
}

/// Nobody wants input for now, but the connection is over: epoll would say so again and again.
/// read() finds what is left of the input, and then the end.
void byte_stream::hang_up(bool error) {
  self_.home().control(EPOLL_CTL_DEL, socket_.get(), this, 0);
  registered_ = false;
  if (error) break_output();
}

void byte_stream::resume() {
  watch(watched_ | input_event);
  if (!tls_ || !socket_ || !tls_->holds_input()) return;
  held_ = true;
  flush_once();
}

byte_stream::input byte_stream::read(std::size_t max) {
  if (!socket_) return {input::outcome::failed, {}, false};
  auto& room = arena::of_this_thread();
  const auto size = std::min(max, config::portal_chunk);
  auto* const to = room.reserve(size);
  const auto got = tls_ ? read_tls(to, size) : read_socket(to, size);
  switch (got.what) {
  case input::outcome::data:
    if (!got.more) watch(watched_ | input_event);
    return {got.what, room.keep(got.size), got.more};
  case input::outcome::nothing: watch(watched_ | input_event); return {};
  case input::outcome::end:
    pause();
    return {broken_ ? input::outcome::failed : got.what, {}, false};
  case input::outcome::failed: break;
  }
  pause();
  return {input::outcome::failed, {}, false};
}

byte_stream::chunk byte_stream::read_socket(std::uint8_t* to, std::size_t size) {
  using enum input::outcome;
  ssize_t got = 0;
  do got = ::recv(socket_.get(), to, size, 0);
  while (got < 0 && errno == EINTR);
  if (got > 0) return {data, static_cast<std::size_t>(got), static_cast<std::size_t>(got) == size};
  if (got == 0) return {end};
  return {errno == EAGAIN || errno == EWOULDBLOCK ? nothing : failed};
}

byte_stream::chunk byte_stream::read_tls(std::uint8_t* to, std::size_t size) {
  using enum input::outcome;
  const auto got = tls_->read(to, size);
  switch (got.what) {
  case tls_session::outcome::done: return {data, got.size, got.more};
  case tls_session::outcome::wants_input: return {nothing};
  case tls_session::outcome::wants_output: watch(watched_ | output_event); return {nothing};
  case tls_session::outcome::end: return {end};
  case tls_session::outcome::failed: break;
  }
  return {failed};
}

void byte_stream::write(slice&& what) {
  if (!socket_ || broken_ || finishing_) return;
  queue_.push(std::move(what));
  flush_once();
}

void byte_stream::flush() {
  dirty_ = false;
  if (std::exchange(held_, false) && (watched_ & input_event) != 0)
    self_.run([this] { owner_.on_input(); });
  if (!socket_) return;
  if (blocked()) return queue_.compact(); // goes on when the socket is writable
  self_.run([this] {
    const auto first = std::exchange(fresh_, false);
    if (first) enlist();
    if (socket_ && !(first && queue_.empty())) send();
  });
}

/// Registers the socket with epoll, which tells of a reset at any time, also without a wish for
/// input.
void byte_stream::enlist() {
  if (!socket_) return;
  self_.home().control(EPOLL_CTL_ADD, socket_.get(), this, watched_);
  registered_ = true;
}

void byte_stream::send() {
  auto before = queue_.bytes();
  auto outcome = tls_ ? tls_->send(queue_) : queue_.write_to(socket_.get());
  auto written = before - queue_.bytes();
  switch (outcome) {
  case output_queue::outcome::drained:
    watch(watched_ & ~output_event);
    if (finishing_) finish();
    break;
  case output_queue::outcome::blocked:
    queue_.compact();
    watch(watched_ | output_event);
    break;
  case output_queue::outcome::failed: break;
  }
  owner_.on_written(written);
  if (outcome == output_queue::outcome::failed) break_output();
}

void byte_stream::break_output() {
  if (!socket_ || broken_) return;
  broken_ = true;
  queue_.clear();
  watch(watched_ & ~output_event);
  owner_.on_broken();
}

void byte_stream::finish() {
  finishing_ = true;
  if (!socket_ || broken_ || finished_ || !queue_.empty()) return;
  if (tls_ && tls_->finish() == tls_session::outcome::wants_output)
    return watch(watched_ | output_event);
  finished_ = true;
  ::shutdown(socket_.get(), SHUT_WR);
}

bool byte_stream::delivered() const noexcept {
  int left = 0;
  return queue_.empty() && socket_ && ::ioctl(socket_.get(), SIOCOUTQ, &left) == 0 && left == 0;
}

void byte_stream::close() noexcept {
  if (dirty_) self_.home().forget(*this);
  dirty_ = false;
  queue_.clear();
  socket_.reset(); // the last descriptor of the socket: epoll forgets it
}

void byte_stream::release() noexcept {
  if (!socket_) return;
  break_at_close(socket_.get(), false);
  close();
}

edge_socket byte_stream::take() noexcept {
  if (dirty_) self_.home().forget(*this);
  dirty_ = false;
  if (std::exchange(registered_, false))
    self_.home().control(EPOLL_CTL_DEL, socket_.get(), this, 0);
  edge_socket out(std::exchange(socket_, {}));
  out.tls = std::move(tls_);
  return out;
}

void byte_stream::reset() noexcept {
  if (socket_) close();
}

} // namespace ockam::transports
