// Loaded into nodes of a test (LD_PRELOAD): tries what a node must not do, on the node's own
// threads, and writes down how that ended. No line of the product knows of it.
//
// In the directory that OCKAM_TRESPASS names, `said` has the lines; nothing is tried before a file
// `go` is there. Each kind of thread tries once: who accepts links, who answers commands, and who
// opens the home's database. `read`, `write` and `run` there are links to what is tried.
// With OCKAM_OLD_KERNEL=1 the process finds itself on a kernel without Landlock and seccomp.
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <spawn.h>
#include <string>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

/// The function of that name that is called without us.
template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

std::string directory() {
  const auto* const name = std::getenv("OCKAM_TRESPASS");
  return name ? name : "";
}

/// Opened before anything is forbidden.
const int said = directory().empty() ? -1
                                     : ::open((directory() + "/said").c_str(),
                                              O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

void say(const char* who, const char* what, bool worked, int why) {
  const auto line =
      std::string(who) + ": " + what + ": " + (worked ? "done" : ::strerrorname_np(why)) + "\n";
  [[maybe_unused]] const auto written = ::write(said, line.data(), line.size());
}

template <class Call>
void attempt(const char* who, const char* what, Call call) {
  errno = 0;
  const auto out = call();
  say(who, what, out != -1, errno);
}

int close_again(int fd) {
  if (fd >= 0) ::close(fd);
  return fd;
}

void attempt_all(const char* who) {
  const auto at = directory();
  const auto open = [&](const char* name, int flags) {
    return
        [path = at + '/' + name, flags] { return close_again(::open(path.c_str(), flags, 0600)); };
  };
  attempt(who, "read a key", open("vault", O_RDONLY));
  attempt(who, "read the home", open("home", O_RDONLY));
  attempt(who, "read what is somebody's", open("somebody", O_RDONLY));
  attempt(who, "read how names are looked up",
          [] { return close_again(::open("/etc/nsswitch.conf", O_RDONLY)); });
  attempt(who, "write in the home", open("home/trespass", O_WRONLY | O_CREAT));
  attempt(who, "write elsewhere", open("elsewhere/trespass", O_WRONLY | O_CREAT));
  // nobody, or the test would stand still where this is allowed
  attempt(who, "trace a process", [] { return ::ptrace(PTRACE_ATTACH, 0, nullptr, nullptr); });
  attempt(who, "signal a process", [] { return ::kill(1, 0); });
  attempt(who, "open a raw socket", [] { return close_again(::socket(AF_PACKET, SOCK_RAW, 0)); });
  attempt(who, "make a namespace", [] { return ::unshare(CLONE_NEWUTS); });
  attempt(who, "run what it wrote", [] {
    auto* const page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page == MAP_FAILED ? -1 : ::munmap(page, 4096);
  });
  attempt(who, "start a process", [] {
    char name[] = "true";
    char* arguments[] = {name, nullptr};
    pid_t started = 0;
    errno = ::posix_spawn(&started, "/bin/true", nullptr, nullptr, arguments, environ);
    if (errno != 0) return -1;
    return ::waitpid(started, nullptr, 0) == started ? 0 : -1;
  });
  if (::access((at + "/run").c_str(), F_OK) != 0) return;
  attempt(who, "become a program", [&] {
    char name[] = "true";
    char* arguments[] = {name, nullptr};
    return ::execve("/bin/true", arguments, environ);
  });
}

void trespass(std::atomic_flag& before, const char* who) {
  if (said < 0 || ::access((directory() + "/go").c_str(), F_OK) != 0 || before.test_and_set())
    return;
  attempt_all(who);
}

bool kernel_is_old() {
  const auto* const given = std::getenv("OCKAM_OLD_KERNEL");
  return given && std::strcmp(given, "1") == 0;
}

} // namespace

extern "C" {

/// Who accepts links wants to know from where.
int accept4(int fd, sockaddr* from, socklen_t* size, int flags) {
  static std::atomic_flag links, commands;
  from ? trespass(links, "links") : trespass(commands, "commands");
  return real<decltype(accept4)>("accept4")(fd, from, size, flags);
}

int sqlite3_open_v2(const char* file, void** out, int flags, const char* how) {
  static std::atomic_flag before;
  trespass(before, "home");
  return real<decltype(sqlite3_open_v2)>("sqlite3_open_v2")(file, out, flags, how);
}

// NOLINTNEXTLINE(cert-dcl50-cpp): it has the C library's declaration
long syscall(long number, ...) {
  va_list rest;
  va_start(rest, number);
  long a[6];
  for (auto& each : a) each = va_arg(rest, long);
  va_end(rest);
  if (kernel_is_old() && (number == SYS_landlock_create_ruleset || number == SYS_seccomp)) {
    errno = ENOSYS;
    return -1;
  }
  return real<decltype(syscall)>("syscall")(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
}
