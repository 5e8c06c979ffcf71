#include "cli/process/startup_pages.hpp"

#include <cstdint>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

namespace ockam::cli {

namespace {

/// Code, constants and symbol tables only: nothing is ever written to them, so no page is lost.
int release_segments(dl_phdr_info* object, std::size_t, void*) {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  for (auto i = 0; i < object->dlpi_phnum; ++i) {
    auto& segment = object->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) continue;
    auto begin = (object->dlpi_addr + segment.p_vaddr) & ~(page - 1);
    auto end = object->dlpi_addr + segment.p_vaddr + segment.p_memsz;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the linker tells addresses as numbers
    ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
  }
  return 0;
}

} // namespace

void release_startup_pages() noexcept { ::dl_iterate_phdr(release_segments, nullptr); }

} // namespace ockam::cli
