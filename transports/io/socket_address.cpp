#include "transports/io/socket_address.hpp"

#include "config/defaults.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cstddef>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <utility>

namespace ockam::transports {

namespace {

using address_list = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

/// getaddrinfo's answer, or its error code.
result<std::vector<socket_address>> addresses(const endpoint& e, int flags) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* first = nullptr;
  auto code = ::getaddrinfo(e.host.c_str(), std::to_string(e.port).c_str(), &hints, &first);
  if (code != 0) {
    auto none = code == EAI_NONAME || code == EAI_NODATA || code == EAI_FAMILY;
    auto why = none                 ? "no such host"
               : code == EAI_SYSTEM ? std::strerror(errno)
                                    : ::gai_strerror(code);
    return fail(errc::unavailable, "cannot resolve " + e.host + ": " + why);
  }
  std::vector<socket_address> found;
  address_list list{first, &::freeaddrinfo};
  for (auto a = first; a; a = a->ai_next) {
    if (a->ai_addrlen > sizeof(sockaddr_storage)) continue;
    auto& next = found.emplace_back();
    std::memcpy(&next.storage, a->ai_addr, a->ai_addrlen);
    next.size = a->ai_addrlen;
  }
  return found;
}

template <class Address>
Address read_as(const socket_address& a) noexcept {
  static_assert(sizeof(Address) <= sizeof a.storage);
  Address out;
  std::memcpy(&out, &a.storage, sizeof out);
  return out;
}

template <class Address>
socket_address written_as(const Address& a) noexcept {
  socket_address out;
  std::memcpy(&out.storage, &a, sizeof a);
  out.size = sizeof a;
  return out;
}

/// The usual spellings. getaddrinfo() knows more of them, and takes much longer.
std::optional<socket_address> plain_numeric(const endpoint& e) noexcept {
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  if (::inet_pton(AF_INET, e.host.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(e.port);
    return written_as(v4);
  }
  if (::inet_pton(AF_INET6, e.host.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(e.port);
    return written_as(v6);
  }
  return {};
}

} // namespace

void socket_address::set_port(std::uint16_t port) noexcept {
  static_assert(offsetof(sockaddr_in, sin_port) == offsetof(sockaddr_in6, sin6_port));
  const auto in_order = htons(port);
  std::memcpy(reinterpret_cast<char*>(&storage) + offsetof(sockaddr_in, sin_port), &in_order,
              sizeof in_order);
}

bool socket_address::loopback() const noexcept {
  if (family() == AF_INET)
    return ntohl(read_as<sockaddr_in>(*this).sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
  if (family() != AF_INET6) return false;
  const auto v6 = read_as<sockaddr_in6>(*this);
  constexpr auto mapped_ipv4 = 12; // bytes before the four of an IPv4 address in IPv6 clothes
  if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr))
    return v6.sin6_addr.s6_addr[mapped_ipv4] == IN_LOOPBACKNET;
  return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
}

connection connection_of(descriptor socket, const socket_address& peer) {
  const auto near = peer.loopback() && socket_address::of_socket(socket.get()).loopback();
  return {std::move(socket), to_endpoint(peer), near};
}

bool operator==(const socket_address& one, const socket_address& other) noexcept {
  if (one.family() != other.family()) return false;
  if (one.family() == AF_INET) {
    const auto a = read_as<sockaddr_in>(one), b = read_as<sockaddr_in>(other);
    return a.sin_port == b.sin_port && a.sin_addr.s_addr == b.sin_addr.s_addr;
  }
  const auto a = read_as<sockaddr_in6>(one), b = read_as<sockaddr_in6>(other);
  return one.family() == AF_INET6 && a.sin6_port == b.sin6_port
         && a.sin6_scope_id == b.sin6_scope_id && IN6_ARE_ADDR_EQUAL(&a.sin6_addr, &b.sin6_addr);
}

std::optional<socket_address> socket_address::numeric(const endpoint& e) {
  if (auto plain = plain_numeric(e)) return plain;
  auto found = addresses(e, AI_NUMERICHOST);
  if (!found || found->empty()) return {};
  return found->front();
}

socket_address socket_address::of_socket(int fd) {
  socket_address out;
  if (::getsockname(fd, out.get(), &out.size) != 0) out = {};
  return out;
}

socket_address socket_address::of_peer(int fd) {
  socket_address out;
  if (::getpeername(fd, out.get(), &out.size) != 0) out = {};
  return out;
}

endpoint to_endpoint(const socket_address& a) {
  auto plain = a;
  if (a.family() == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &a.storage, sizeof v6);
    if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
      sockaddr_in v4{};
      v4.sin_family = AF_INET;
      v4.sin_port = v6.sin6_port;
      std::memcpy(&v4.sin_addr, &v6.sin6_addr.s6_addr[12], sizeof v4.sin_addr);
      plain = {};
      std::memcpy(&plain.storage, &v4, sizeof v4);
      plain.size = sizeof v4;
    }
  }
  char host[NI_MAXHOST] = "", port[NI_MAXSERV] = "0";
  if (plain.family() != AF_UNIX)
    ::getnameinfo(plain.get(), plain.size, host, sizeof host, port, sizeof port,
                  NI_NUMERICHOST | NI_NUMERICSERV);
  return {host, static_cast<std::uint16_t>(std::strtoul(port, nullptr, 10))};
}

namespace {

/// glibc waits 5 s twice per name server, which is longer than anybody here waits for an answer.
/// These settings are the calling thread's own. res_init() takes what is there for the wish of
/// somebody, so it has to find its own defaults; and without RES_NORELOAD glibc forgets a change
/// that is equal to the one before.
void configure_system_resolver() {
  _res.retrans = RES_TIMEOUT;
  _res.retry = RES_DFLRETRY;
  _res.options &= ~static_cast<decltype(_res.options)>(RES_NORELOAD);
  ::res_init();
  _res.retrans = std::min(_res.retrans, config::resolver_wait_s);
  _res.retry = std::min(_res.retry, config::resolver_tries);
  _res.options |= RES_NORELOAD;
}

} // namespace

result<std::vector<socket_address>> look_up(const endpoint& e) {
  configure_system_resolver();
  return addresses(e, AI_ADDRCONFIG);
}

std::vector<socket_address> known_addresses(const endpoint& e) {
  std::vector<socket_address> out;
  auto add = [&](const char* host) {
    if (auto a = socket_address::numeric({host, e.port})) out.push_back(*a);
  };
  if (e.host == "localhost")
    add("127.0.0.1"), add("::1");
  else
    add(e.host.c_str());
  return out;
}

} // namespace ockam::transports
