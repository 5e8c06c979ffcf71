// TCP sockets and the clock. What can not go on ends the process: die() says why, in JSON.
#pragma once
#include <cstddef>
#include <cstdint>
#include <sys/socket.h>

namespace loadgen {

/// The first bytes of a connection, unless --plain: they tell the server what to do with it.
struct header {
  char magic[8] = {'L', 'O', 'A', 'D', 'G', 'E', 'N', '1'};
  // E echo, S sink, D source, Z stall (read 1 MiB, then stop for `argument` ms, then sink),
  // H half-close
  std::uint8_t mode = 'E';
  std::uint8_t reserved[3] = {};
  std::uint32_t seed = 0;
  std::uint64_t argument = 0;
  std::uint64_t reserved_too = 0;
};
static_assert(sizeof(header) == 32);

constexpr std::uint64_t acknowledged_each = 4u << 20; // bytes after which a sink says how far it is
// Bytes: a source that is told to stop does so at a multiple of this. A prime, so that no lost
// chunk looks like an end.
constexpr std::uint64_t source_unit = 65521;
constexpr std::uint64_t corrupt_mark = 1ull << 63; // set in what a sink says once bytes were wrong

std::uint64_t now_ns();
inline std::uint64_t ns_of(double seconds) { return std::uint64_t(seconds * 1e9); }
[[noreturn]] void die(const char* what);

int listen_at_given();
int accept_from(int listener); // non-blocking; -1 if there is none
/// Connects to --connect. Toward 127.0.0.0/8 the n-th connection comes from an address of its own
/// among many, so that ports which are still in TIME_WAIT are not what limits the rate.
int dial(bool blocking, std::uint32_t serial);
void set_nonblocking(int socket);
/// Both for blocking sockets.
bool send_all(int socket, const void* data, std::size_t size);
bool receive_all(int socket, void* data, std::size_t size);

void watch(int epoll, int socket, std::uint32_t events, void* data);
void watch_again(int epoll, int socket, std::uint32_t events, void* data);
void unwatch(int epoll, int socket);

} // namespace loadgen
