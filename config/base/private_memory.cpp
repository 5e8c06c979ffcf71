#include "config/base/private_memory.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace ockam::config {

void keep_memory_private() noexcept {
  // Not enough by itself: a core_pattern that names a program ignores the limit, and where
  // fs.suid_dumpable is set root gets a core file all the same.
  ::prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
}

} // namespace ockam::config
