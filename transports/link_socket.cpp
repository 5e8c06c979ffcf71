#include "transports/link_socket.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <sys/epoll.h>

namespace ockam::transports {

void link_socket::open() {
  watched_ = EPOLLIN;
  loop_.control(EPOLL_CTL_ADD, socket_.get(), this, EPOLLIN);
}

void link_socket::close(bool last_words) {
  if (!socket_) return;
  if (last_words) output_.write_to(socket_.get()); // a goodbye may wait there
  if (watched_) loop_.control(EPOLL_CTL_DEL, socket_.get(), nullptr, 0);
  socket_.reset();
  input_.clear();
  output_.clear();
}

/// What is thrown here (no memory) must end this link, not the loop.
template <class F>
void link_socket::guarded(F&& f) {
  try {
    f();
  } catch (const std::exception& e) {
    owner_.on_end(errc::internal, e.what());
  }
}

void link_socket::watch() {
  std::uint32_t wanted = (reading_ ? EPOLLIN : 0u) | (blocked_ ? EPOLLOUT : 0u);
  if (!socket_ || watched_ == wanted) return;
  loop_.control(EPOLL_CTL_MOD, socket_.get(), this, wanted);
  watched_ = wanted;
}

void link_socket::read_on(bool on) {
  reading_ = on;
  watch();
}

void link_socket::on_ready(std::uint32_t events) {
  guarded([&] {
    if (socket_ && (events & EPOLLOUT)) write();
    if (!socket_) return;
    if (reading_)
      read();
    else if (events & (EPOLLHUP | EPOLLERR))
      owner_.on_end(errc::unavailable, "the peer broke the connection");
  });
}

void link_socket::read() {
  switch (input_.read_from(socket_.get())) {
  case frame_reader::outcome::nothing: return;
  case frame_reader::outcome::end:
    return owner_.on_end(errc::unavailable, "the peer closed the connection");
  case frame_reader::outcome::failed: return owner_.on_end(errc::unavailable, std::strerror(errno));
  case frame_reader::outcome::some: break;
  }
  if (bytes_in_ == 0) owner_.on_version(input_.take_first_byte());
  bytes_in_ += input_.read_size();
  while (socket_) { // until what it brought ends it
    auto body = input_.next();
    if (!body) break;
    owner_.on_frame(std::move(*body));
  }
  if (!socket_) return;
  if (auto size = input_.oversized())
    return owner_.on_end(errc::protocol, "a frame of " + std::to_string(*size) + " bytes; "
                                             + std::to_string(config::frame_size_max)
                                             + " are allowed");
  owner_.on_input();
}

void link_socket::flush() {
  if (!socket_) return;
  guarded([this] {
    if (!blocked_) return write();
    owner_.on_output(); // EPOLLOUT comes
    output_.compact();
  });
}

void link_socket::write() {
  auto queued = output_.bytes();
  auto outcome = output_.write_to(socket_.get());
  bytes_out_ += queued - output_.bytes();
  if (outcome == output_queue::outcome::failed)
    return owner_.on_end(errc::unavailable, std::strerror(errno));
  blocked_ = outcome == output_queue::outcome::blocked;
  watch();
  if (blocked_) output_.compact();
  owner_.on_output();
}

} // namespace ockam::transports
