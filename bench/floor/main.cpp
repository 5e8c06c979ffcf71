// The least that a sealed portal through a relay can be: three processes that copy bytes, the cipher at
// both ends, and nothing else. No routing, no identities, no bounds, one TCP connection for each of the client's.
//   client -> floor near -> floor relay -> floor far -> server
#include "floor/hop.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string_view>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace ockam::bench;

constexpr auto usage = R"(usage: floor near|relay|splice|far LISTEN_PORT CONNECT_PORT
Copies what comes to 127.0.0.1:LISTEN_PORT to 127.0.0.1:CONNECT_PORT and back. `near` seals what
clients send and opens what comes back, `far` the other way round; `splice` is a relay that never
has the bytes in its own memory. It measures what nothing can be faster than; it protects nothing.
)";

struct role {
  change forth, back;
};

[[noreturn]] void give_up(const char* what) {
  std::perror(what);
  std::exit(1);
}

sockaddr_in at_port(const char* text) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  out.sin_port = htons(static_cast<std::uint16_t>(std::atoi(text)));
  return out;
}

/// A client's connection and the one beyond.
class pair {
public:
  pair(int client, int beyond, role what)
      : client_(client),
        beyond_(beyond),
        forth_(client, beyond, what.forth),
        back_(beyond, client, what.back) {}
  pair(const pair&) = delete;
  pair& operator=(const pair&) = delete;
  ~pair() {
    ::close(client_);
    ::close(beyond_);
  }
  /// False when both directions ended, or a socket failed.
  bool pump() { return forth_.pump() && back_.pump() && !(forth_.ended() && back_.ended()); }

private:
  int client_, beyond_;
  hop forth_, back_;
};

void watch(int epoll, int socket, void* whom) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = whom;
  if (::epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) != 0) give_up("epoll_ctl");
}

/// Accepts all who wait, and connects for each.
void accept_all(int epoll, int listening, const sockaddr_in& beyond, role what) {
  constexpr int on = 1;
  for (;;) {
    const auto client = ::accept4(listening, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (client < 0) return;
    const auto other = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (other < 0) give_up("socket");
    for (const auto socket : {client, other})
      static_cast<void>(::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
    if (::connect(other, reinterpret_cast<const sockaddr*>(&beyond), sizeof beyond) != 0
        && errno != EINPROGRESS)
      give_up("connect");
    auto* made = new pair(client, other, what);
    watch(epoll, client, made);
    watch(epoll, other, made);
  }
}

int listen_at(const sockaddr_in& where) {
  constexpr int on = 1;
  const auto out = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  static_cast<void>(::setsockopt(out, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on));
  if (::bind(out, reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0) give_up("bind");
  if (::listen(out, SOMAXCONN) != 0) give_up("listen");
  return out;
}

[[noreturn]] void serve(const sockaddr_in& here, const sockaddr_in& beyond, role what) {
  const auto epoll = ::epoll_create1(EPOLL_CLOEXEC), listening = listen_at(here);
  watch(epoll, listening, nullptr);
  std::array<epoll_event, 256> events{};
  std::vector<pair*> ended; // freed after the events of both of their sockets
  for (;;) {
    const auto count = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      auto* const whose = static_cast<pair*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (!whose)
        accept_all(epoll, listening, beyond, what);
      else if (std::find(ended.begin(), ended.end(), whose) == ended.end() && !whose->pump())
        ended.push_back(whose);
    }
    for (auto* each : ended) delete each;
    ended.clear();
  }
}

} // namespace

int main(int count, char** words) {
  const std::string_view name = count == 4 ? words[1] : "";
  role what{};
  if (name == "near")
    what = {change::seal, change::open};
  else if (name == "far")
    what = {change::open, change::seal};
  else if (name == "relay")
    what = {change::none, change::none};
  else if (name == "splice")
    what = {change::splice, change::splice};
  else {
    std::fputs(usage, stderr);
    return 2;
  }
  serve(at_port(words[2]), at_port(words[3]), what);
}
