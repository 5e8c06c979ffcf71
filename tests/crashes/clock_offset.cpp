// Loaded into processes of a test (LD_PRELOAD): their clock of the day is wrong by the number of
// seconds, 64 bits, in the file that OCKAM_CLOCK_OFFSET names, which may change while they run.
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace {

using seconds = std::atomic<std::int64_t>;

const seconds* open_offset() {
  const auto* const name = std::getenv("OCKAM_CLOCK_OFFSET");
  const auto fd = name ? ::open(name, O_RDONLY | O_CLOEXEC) : -1;
  if (fd < 0) return nullptr;
  const auto* const at = ::mmap(nullptr, sizeof(seconds), PROT_READ, MAP_SHARED, fd, 0);
  ::close(fd);
  return at == MAP_FAILED ? nullptr : static_cast<const seconds*>(at);
}

} // namespace

extern "C" int clock_gettime(clockid_t which, timespec* now) noexcept {
  using function = int(clockid_t, timespec*);
  static auto* const real = reinterpret_cast<function*>(::dlsym(RTLD_NEXT, "clock_gettime"));
  static const seconds* const offset = open_offset();
  const auto outcome = real(which, now);
  if (which == CLOCK_REALTIME && offset) now->tv_sec += *offset;
  return outcome;
}
