#include "allocations/allocation_count.hpp"

#include <atomic>

namespace {

std::atomic<std::size_t> total{0};
thread_local bool exempt = false;

void count() noexcept {
  if (!exempt) total.fetch_add(1, std::memory_order_relaxed);
}

} // namespace

namespace ockam::tests {

std::size_t allocations() noexcept { return total; }
exempt_thread::exempt_thread() noexcept { exempt = true; }
exempt_thread::~exempt_thread() { exempt = false; }

} // namespace ockam::tests

#if defined(__has_feature) // clang's name for what gcc defines
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1 // NOLINT(bugprone-reserved-identifier)
#endif
#endif

#ifdef __SANITIZE_ADDRESS__

// gcc has the function, but not its header. NOLINTNEXTLINE(bugprone-reserved-identifier)
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void*,
                                                                  std::size_t),
                                                         void (*)(const volatile void*));

namespace {

const auto listens = __sanitizer_install_malloc_and_free_hooks(
    [](const volatile void*, std::size_t) { count(); }, [](const volatile void*) {});

} // namespace

#else

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

// glibc's own names of what is replaced here.
extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier)
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
// NOLINTEND(bugprone-reserved-identifier)

void* malloc(std::size_t size) {
  count();
  return __libc_malloc(size);
}
void* calloc(std::size_t n, std::size_t size) {
  count();
  return __libc_calloc(n, size);
}
void* realloc(void* block, std::size_t size) {
  count();
  return __libc_realloc(block, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  count();
  return __libc_memalign(alignment, size);
}
void* mmap(void* at, std::size_t size, int protection, int flags, int fd, off_t offset) noexcept {
  count();
  // NOLINTNEXTLINE(performance-no-int-to-ptr): that is what the kernel returns
  return reinterpret_cast<void*>(::syscall(SYS_mmap, at, size, protection, flags, fd, offset));
}
}

#endif
