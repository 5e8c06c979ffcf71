// Loaded into processes of a test (LD_PRELOAD): counts what they do to the file system, and kills
// the process that comes to the chosen point with SIGKILL, right before it does it, or halfway if
// it is a write. No line of the product knows of it.
//
// All processes share the file that OCKAM_CRASH_POINTS names: three numbers of 32 bits, the point
// to crash at (none is 0), how many were passed, whether writes are done by half; then the name of
// the point that was hit.
#include <atomic>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace {

struct shared_points {
  std::atomic<std::uint32_t> chosen, passed, halves;
  char hit[52];
};
static_assert(sizeof(shared_points) == 64);

shared_points* open_points() {
  const auto* const name = std::getenv("OCKAM_CRASH_POINTS");
  const auto fd = name ? ::open(name, O_RDWR | O_CLOEXEC) : -1;
  if (fd < 0) return nullptr;
  auto* const at =
      ::mmap(nullptr, sizeof(shared_points), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  ::close(fd);
  return at == MAP_FAILED ? nullptr : static_cast<shared_points*>(at);
}

shared_points* points() {
  static shared_points* const all = open_points();
  return all;
}

[[noreturn]] void crash(const char* name) {
  std::strncpy(points()->hit, name, sizeof points()->hit - 1);
  for (;;) ::kill(::getpid(), SIGKILL);
}

/// Whether it is the chosen one.
bool reached() { return points() && points()->passed.fetch_add(1) + 1 == points()->chosen; }

void pass(const char* name) {
  if (reached()) crash(name);
}

/// The function of that name that is called without us.
template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/// What changes a path, or a file as a whole.
template <class Function, class... Arguments>
auto pass_on(const char* name, Arguments... arguments) {
  pass(name);
  return real<Function>(name)(arguments...);
}

template <class Write>
ssize_t write_or_half(const char* name, std::size_t size, Write write) {
  if (!reached()) return write(size);
  if (points()->halves != 0) static_cast<void>(write(size / 2));
  crash(name);
}

bool is_file(int fd) {
  struct stat what {};
  return ::fstat(fd, &what) == 0 && S_ISREG(what.st_mode);
}

template <class... Before>
int open_file(const char* name, int flags, mode_t mode, Before... before) {
  if ((flags & O_CREAT) != 0) pass(name);
  return real<int(Before..., int, ...)>(name)(before..., flags, mode);
}

mode_t mode_behind(int flags, va_list rest) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

} // namespace

extern "C" {

int fsync(int fd) { return pass_on<int(int)>("fsync", fd); }
int fdatasync(int fd) { return pass_on<int(int)>("fdatasync", fd); }
int ftruncate(int fd, off_t size) noexcept {
  return pass_on<int(int, off_t)>("ftruncate", fd, size);
}
int ftruncate64(int fd, off64_t size) noexcept {
  return pass_on<int(int, off64_t)>("ftruncate64", fd, size);
}
int rename(const char* from, const char* to) noexcept {
  return pass_on<int(const char*, const char*)>("rename", from, to);
}
int unlink(const char* path) noexcept { return pass_on<int(const char*)>("unlink", path); }
int unlinkat(int at, const char* path, int flags) noexcept {
  return pass_on<int(int, const char*, int)>("unlinkat", at, path, flags);
}
int remove(const char* path) noexcept { return pass_on<int(const char*)>("remove", path); }
int rmdir(const char* path) noexcept { return pass_on<int(const char*)>("rmdir", path); }
int mkdir(const char* path, mode_t mode) noexcept {
  return pass_on<int(const char*, mode_t)>("mkdir", path, mode);
}

int bind(int fd, const sockaddr* at, socklen_t size) noexcept {
  if (at->sa_family == AF_UNIX) pass("bind");
  return real<int(int, const sockaddr*, socklen_t)>("bind")(fd, at, size);
}

ssize_t write(int fd, const void* from, std::size_t size) {
  const auto call = [=](std::size_t n) {
    return real<ssize_t(int, const void*, std::size_t)>("write")(fd, from, n);
  };
  return is_file(fd) ? write_or_half("write", size, call) : call(size);
}
ssize_t pwrite(int fd, const void* from, std::size_t size, off_t at) {
  return write_or_half("pwrite", size, [=](std::size_t n) {
    return real<ssize_t(int, const void*, std::size_t, off_t)>("pwrite")(fd, from, n, at);
  });
}
ssize_t pwrite64(int fd, const void* from, std::size_t size, off64_t at) {
  return write_or_half("pwrite64", size, [=](std::size_t n) {
    return real<ssize_t(int, const void*, std::size_t, off64_t)>("pwrite64")(fd, from, n, at);
  });
}

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = mode_behind(flags, rest);
  va_end(rest);
  return open_file("open", flags, mode, path);
}
int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = mode_behind(flags, rest);
  va_end(rest);
  return open_file("open64", flags, mode, path);
}
int openat(int at, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = mode_behind(flags, rest);
  va_end(rest);
  return open_file("openat", flags, mode, at, path);
}
}
