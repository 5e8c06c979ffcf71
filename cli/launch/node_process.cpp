#include "cli/launch/node_process.hpp"

#include "config/defaults.hpp"
#include "config/home/node_lock.hpp"
#include "transports/http/control_error.hpp"
#include "transports/io/descriptor.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace ockam::cli {

namespace {

using std::chrono::milliseconds;
using transports::descriptor;
using steady = std::chrono::steady_clock;

error system_error(const std::string& what, int why) {
  return fail(errc::io, what + ": " + std::strerror(why));
}

/// glibc 2.36 declares these two without extern "C".
int pidfd_open(pid_t pid) { return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)); }
bool send_signal(const descriptor& process, int signal) {
  return ::syscall(SYS_pidfd_send_signal, process.get(), signal, nullptr, 0) == 0;
}

/// posix_spawn's settings, freed with it.
struct spawn_settings {
  spawn_settings() {
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
  }
  ~spawn_settings() {
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&attributes);
  }
  spawn_settings(const spawn_settings&) = delete;
  spawn_settings& operator=(const spawn_settings&) = delete;
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
};

/// Descriptors that a caller left open would otherwise stay open as long as the node: whoever waits
/// for the end of a pipe would wait for ever.
void detach(spawn_settings& how, int pipe_end) {
  ::posix_spawn_file_actions_addopen(&how.files, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&how.files, 1, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_adddup2(&how.files, 1, 2);
  ::posix_spawn_file_actions_adddup2(&how.files, pipe_end, readiness_fd);
  ::posix_spawn_file_actions_addclosefrom_np(&how.files, readiness_fd + 1);
  ::posix_spawn_file_actions_addchdir_np(&how.files, "/");
  sigset_t none, all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setsigmask(&how.attributes, &none);
  ::posix_spawnattr_setsigdefault(&how.attributes, &all);
  ::posix_spawnattr_setflags(&how.attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

result<pid_t> spawn(const std::vector<std::string>& arguments, int pipe_end) {
  spawn_settings how;
  detach(how, pipe_end);
  auto words = arguments;
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = 0;
  auto why =
      ::posix_spawn(&pid, "/proc/self/exe", &how.files, &how.attributes, argv.data(), environ);
  if (why != 0) return system_error("cannot start a process", why);
  return pid;
}

/// All that comes until the other side closes; nothing when time is over.
std::optional<std::string> read_all(int fd, steady::time_point until) {
  std::string text;
  char chunk[1024];
  for (;;) {
    auto left = std::chrono::ceil<milliseconds>(until - steady::now());
    pollfd one{fd, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&one, 1, static_cast<int>(left.count())) != 1)
      return std::nullopt;
    auto got = ::read(fd, chunk, sizeof chunk);
    if (got <= 0) return text;
    text.append(chunk, static_cast<std::size_t>(got));
  }
}

/// What became of a node that closed the pipe without a word.
error describe_end(pid_t pid) {
  int how = 0;
  ::waitpid(pid, &how, 0);
  auto end = WIFSIGNALED(how) ? "signal " + std::to_string(WTERMSIG(how))
                              : "exit code " + std::to_string(WEXITSTATUS(how));
  return fail(errc::unavailable, "the node ended before it was ready, with " + end);
}

} // namespace

status start_node_process(const std::vector<std::string>& arguments) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return system_error("cannot make a pipe", errno);
  descriptor from{ends[0]}, to{ends[1]};
  OCKAM_TRY(pid, spawn(arguments, to.get()));
  to.reset();
  auto said = read_all(from.get(), steady::now() + config::node_start_timeout);
  if (!said) {
    ::kill(pid, SIGKILL);
    return fail(errc::timed_out, "the node was not ready within "
                                     + std::to_string(config::node_start_timeout.count()) + " s");
  }
  if (said->empty()) return describe_end(pid);
  if (*said == "{}") return done{};
  return transports::read_error(0, *said);
}

void readiness::failed(const error& why) { tell(transports::reply_with(why).body); }

void readiness::tell(const std::string& text) {
  // Who started the node may be gone; that is no reason to end.
  [[maybe_unused]] auto written = ::write(pipe_.get(), text.data(), text.size());
  pipe_.reset();
}

result<std::optional<ending_process>> ending_process::begin(const config::node_files& files,
                                                            int signal) {
  for (;;) {
    auto holder = config::lock_holder(files.lock);
    if (!holder) return std::optional<ending_process>{};
    if (*holder <= 0)
      return fail(errc::denied,
                  "the node in " + files.directory.string() + " runs in another container");
    descriptor process{pidfd_open(*holder)};
    if (config::lock_holder(files.lock) != holder) continue; // the number may mean another by now
    if (!process || !send_signal(process, signal))
      return fail(errc::denied,
                  "cannot signal process " + std::to_string(*holder) + ": " + std::strerror(errno));
    return std::optional{ending_process{std::move(process)}};
  }
}

bool ending_process::wait(milliseconds timeout) const {
  pollfd one{process_.get(), POLLIN, 0};
  return ::poll(&one, 1, static_cast<int>(timeout.count())) == 1;
}

void ending_process::kill() const { send_signal(process_, SIGKILL); }

} // namespace ockam::cli
