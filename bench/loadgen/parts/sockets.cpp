#include "loadgen/parts/sockets.hpp"

#include "loadgen/parts/options.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <time.h>

namespace loadgen {

namespace {

constexpr std::uint32_t loopback_sources = 250; // 127.0.1.1 and on

sockaddr_in given_address() {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_port = htons(given.port);
  if (inet_pton(AF_INET, given.host.c_str(), &out.sin_addr) != 1) die("address");
  return out;
}

void set(int socket, int level, int name, int value) {
  setsockopt(socket, level, name, &value, sizeof value);
}

void tune(int socket) {
  set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
  const auto& name = given.congestion_control;
  if (!name.empty())
    setsockopt(socket, IPPROTO_TCP, TCP_CONGESTION, name.c_str(), socklen_t(name.size()));
}

/// The port is chosen with the peer's address known: any that is free toward that.
void come_from(int socket, std::uint32_t serial) {
  sockaddr_in source{};
  source.sin_family = AF_INET;
  source.sin_addr.s_addr = htonl(0x7f000101 + serial % loopback_sources);
  set(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
  if (bind(socket, reinterpret_cast<sockaddr*>(&source), sizeof source) != 0) die("bind");
}

} // namespace

std::uint64_t now_ns() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::uint64_t(now.tv_sec) * 1000000000ull + std::uint64_t(now.tv_nsec);
}

void die(const char* what) {
  std::printf("{\"ok\":false,\"error\":\"%s: %s\"}\n", what, strerror(errno));
  std::exit(1);
}

int listen_at_given() {
  const auto listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  set(listener, SOL_SOCKET, SO_REUSEADDR, 1);
  auto at = given_address();
  if (bind(listener, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0
      || listen(listener, 4096) != 0)
    die("listen");
  return listener;
}

int accept_from(int listener) {
  const auto out = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (out >= 0) tune(out);
  return out;
}

int dial(bool blocking, std::uint32_t serial) {
  const auto out = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK), 0);
  if (out < 0) die("socket");
  tune(out);
  auto to = given_address();
  if (ntohl(to.sin_addr.s_addr) >> 24 == 127) come_from(out, serial);
  if (connect(out, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0 && errno != EINPROGRESS)
    die("connect");
  return out;
}

void set_nonblocking(int socket) { fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK); }

bool send_all(int socket, const void* data, std::size_t size) {
  auto at = static_cast<const char*>(data);
  while (size > 0) {
    const auto sent = send(socket, at, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    at += sent, size -= std::size_t(sent);
  }
  return true;
}

bool receive_all(int socket, void* data, std::size_t size) {
  auto at = static_cast<char*>(data);
  while (size > 0) {
    const auto got = recv(socket, at, size, 0);
    if (got <= 0) return false;
    at += got, size -= std::size_t(got);
  }
  return true;
}

void watch(int epoll, int socket, std::uint32_t events, void* data) {
  epoll_event event{events, {data}};
  epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
}

void watch_again(int epoll, int socket, std::uint32_t events, void* data) {
  epoll_event event{events, {data}};
  epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event);
}

void unwatch(int epoll, int socket) { epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nullptr); }

} // namespace loadgen
