#include "fixtures/temporary_directory.hpp"
#include "transports/io/process_figures.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

using namespace ockam;

namespace {

struct machine {
  void write(const std::string& file, const std::string& text) const {
    const auto path = home.path() / file;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  std::size_t limit() const { return transports::memory_limit(home.path().string()); }
  fixtures::temporary_directory home;
};

const auto all_of_it = transports::memory_limit("/nowhere");

} // namespace

TEST_CASE_FIXTURE(machine, "without control groups the memory is the machine's") {
  CHECK(limit() == all_of_it);
  CHECK(all_of_it > 1024 * 1024);
}

TEST_CASE_FIXTURE(machine, "the smallest limit of a group and those around it counts, version 2") {
  write("proc/self/cgroup", "0::/user.slice/node.service\n");
  write("sys/fs/cgroup/user.slice/node.service/memory.max", "max\n");
  CHECK(limit() == all_of_it);
  write("sys/fs/cgroup/user.slice/memory.max", "2097152\n");
  CHECK(limit() == 2097152);
  write("sys/fs/cgroup/user.slice/node.service/memory.max", "1048576\n");
  CHECK(limit() == 1048576);
}

TEST_CASE_FIXTURE(machine, "and version 1, and at the root of a container") {
  write("proc/self/cgroup", "12:pids:/x\n4:memory:/docker/1\n");
  write("sys/fs/cgroup/memory/docker/1/memory.limit_in_bytes", "4096\n");
  CHECK(limit() == 4096);
  write("proc/self/cgroup", "0::/\n");
  write("sys/fs/cgroup/memory.max", "8192\n");
  CHECK(limit() == 8192);
}

TEST_CASE("memory is limited by what is left of the address space, too") {
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_AS, &before) == 0);
  auto tight = before;
  tight.rlim_cur = std::size_t{16} << 30; // sanitizers have taken more
  if (::setrlimit(RLIMIT_AS, &tight) != 0) return;
  const auto limited = transports::memory_limit("/nowhere");
  ::setrlimit(RLIMIT_AS, &before);
  CHECK(limited <= tight.rlim_cur / 2);
}
