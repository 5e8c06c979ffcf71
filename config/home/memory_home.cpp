#include "config/home/memory_home.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/prctl.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace ockam::config {

namespace {

namespace fs = std::filesystem;

constexpr auto place = "/dev/shm";

error no_place(const std::string& why) {
  return fail(errc::io, std::string("there is no room for state in memory: ") + place + why,
              "mount a tmpfs, and set OCKAM_HOME to it instead of --in-memory");
}

/// What the process that outlives this one does: waits until no other end of the pipe is open. The
/// node's own threads may not remove anything there any more once they are in their sandbox.
[[noreturn]] void remove_when_closed(int pipe, const fs::path& directory) {
  ::setsid(); // outlives the end of the terminal's processes
  for (const auto signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) std::signal(signal, SIG_IGN);
  ::prctl(PR_SET_NAME, "ockam-memory");
  ::dup2(pipe, STDIN_FILENO);
  ::close_range(STDIN_FILENO + 1, ~0U, 0); // whoever reads our output waits for its end
  char byte = 0;
  while (::read(STDIN_FILENO, &byte, 1) < 0 && errno == EINTR) {
  }
  std::error_code ignored;
  fs::remove_all(directory, ignored);
  ::_exit(0);
}

} // namespace

result<fs::path> enter_memory_home() {
  struct statfs what {};
  if (::statfs(place, &what) != 0) return no_place(std::string(": ") + std::strerror(errno));
  if (what.f_type != TMPFS_MAGIC) return no_place(" is not in memory");
  std::string name = std::string(place) + "/ockam-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) return no_place(std::string(": ") + std::strerror(errno));
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return no_place(std::string(": ") + std::strerror(errno));
  const auto keeper = ::fork(); // the writing end is ours until this process ends
  if (keeper < 0) return no_place(std::string(": ") + std::strerror(errno));
  if (keeper == 0) remove_when_closed(ends[0], name);
  ::close(ends[0]);
  ::setenv("OCKAM_HOME", name.c_str(), 1);
  return fs::path{name};
}

} // namespace ockam::config
