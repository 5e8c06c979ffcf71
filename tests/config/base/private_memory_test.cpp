#include "config/base/private_memory.hpp"
#include "fixtures/child_process.hpp"

#include <doctest/doctest.h>

#include <sys/prctl.h>
#include <sys/resource.h>

TEST_CASE("a process with private memory leaves no core dump and can not be traced") {
  ockam::fixtures::child_process child{[] {
    ockam::config::keep_memory_private();
    rlimit cores{1, 1};
    if (::getrlimit(RLIMIT_CORE, &cores) != 0 || cores.rlim_cur != 0 || cores.rlim_max != 0)
      return 1;
    return ::prctl(PR_GET_DUMPABLE) == 0 ? 0 : 2;
  }};
  CHECK(child.exit_code() == 0);
}
