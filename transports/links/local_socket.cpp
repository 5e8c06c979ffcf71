#include "transports/links/local_socket.hpp"

#include "config/defaults.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <sys/epoll.h>
#include <utility>

namespace ockam::transports {

void local_socket::open() {
  watched_ = EPOLLIN | EPOLLRDHUP;
  loop_.control(EPOLL_CTL_ADD, socket_.get(), this, *watched_);
}

void local_socket::close(bool last_words) {
  if (!open_) return;
  if (std::exchange(cutting_, false)) loop_.forget(rest_);
  if (last_words) output_.write_to(socket_.get()); // a goodbye may wait there
  if (watched_) loop_.control(EPOLL_CTL_DEL, socket_.get(), nullptr, 0);
  open_ = false;
  socket_.reset();
  input_.clear();
  output_.clear();
}

void local_socket::push(slice&& s) {
  output_.push(std::move(s));
  now_.unsent = output_.bytes();
}

/// What is thrown here (no memory) must end this link, not the loop.
template <class F>
void local_socket::guarded(F&& f) {
  try {
    f();
  } catch (const std::exception& e) {
    owner_.on_end(errc::internal, e.what());
  }
}

void local_socket::watch() {
  if (!open_) return;
  std::optional<std::uint32_t> wanted;
  // Of what is not read epoll would tell in each round, and of an end, too.
  if (!cutting_ || !leaving_)
    wanted = (reading_ && !cutting_ ? EPOLLIN : 0u) | (reading_ ? EPOLLRDHUP : 0u)
             | (now_.blocked ? EPOLLOUT : 0u);
  if (watched_ == wanted) return;
  const auto op = !watched_ ? EPOLL_CTL_ADD : !wanted ? EPOLL_CTL_DEL : EPOLL_CTL_MOD;
  loop_.control(op, socket_.get(), this, wanted.value_or(0));
  watched_ = wanted;
}

void local_socket::read_on(bool on) {
  reading_ = on;
  watch();
}

void local_socket::on_ready(std::uint32_t events) {
  guarded([&] {
    if (open_ && (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) && !std::exchange(leaving_, true)) {
      owner_.on_leaving();
      watch();
    }
    if (open_ && (events & EPOLLOUT)) write();
    if (!open_ || cutting_) return;
    if (reading_)
      read(owner_.may_take());
    else if (events & (EPOLLHUP | EPOLLERR))
      owner_.on_end(errc::unavailable, "the peer broke the connection");
  });
}

/// What may not be handed over now stays in the kernel, which makes its sender wait.
void local_socket::read(std::size_t frames) {
  if (frames == 0) {
    unread_ = true;
    return cut_later();
  }
  switch (input_.read_from(socket_.get())) {
  case frame_reader::outcome::nothing: return;
  case frame_reader::outcome::end:
    return owner_.on_end(errc::unavailable, "the peer closed the connection");
  case frame_reader::outcome::failed: return owner_.on_end(errc::unavailable, std::strerror(errno));
  case frame_reader::outcome::some: break;
  }
  if (now_.bytes_in == 0) owner_.on_version(input_.take_first_byte());
  now_.bytes_in += input_.read_size();
  cut(frames);
}

/// Hands over some frames of what was read. What is left waits for another turn, so that thousands
/// of small ones keep nobody else waiting.
void local_socket::cut(std::size_t frames) {
  for (; open_; --frames) { // until what it brought ends it
    if (frames == 0) return cut_later();
    auto body = input_.next();
    if (!body) break;
    owner_.on_frame(std::move(*body));
  }
  if (!open_) return;
  now_.partial = input_.partial();
  if (auto size = input_.oversized())
    return owner_.on_end(errc::protocol, "a frame of " + std::to_string(*size) + " bytes; "
                                             + std::to_string(config::frame_size_max)
                                             + " are allowed");
  owner_.on_input();
}

void local_socket::cut_later() {
  now_.partial = input_.partial() + input_.uncut(); // others' reads share its memory
  owner_.on_input();
  if (!open_) return;
  cutting_ = true;
  watch();
  if (!owner_.takes_later()) loop_.flush_later(rest_);
}

void local_socket::go_on(std::size_t frames) {
  if (!open_) return;
  cutting_ = false;
  guarded([&] {
    if (!std::exchange(unread_, false))
      cut(frames);
    else if (reading_) // else it was paused meanwhile
      read(frames);
    if (!cutting_) watch();
  });
}

void local_socket::flush() {
  if (!open_) return;
  guarded([this] {
    if (!now_.blocked) return write();
    output_.compact(); // EPOLLOUT comes
    now_.slices = output_.slices();
    owner_.on_output();
  });
}

void local_socket::write() {
  auto outcome = output_.write_to(socket_.get());
  now_.bytes_out += now_.unsent - output_.bytes();
  now_.unsent = output_.bytes();
  if (outcome == output_queue::outcome::failed)
    return owner_.on_end(errc::unavailable, std::strerror(errno));
  now_.blocked = outcome == output_queue::outcome::blocked;
  watch();
  if (now_.blocked) output_.compact();
  now_.slices = output_.slices();
  owner_.on_output();
}

} // namespace ockam::transports
