#include "fixtures/temporary_directory.hpp"
#include "transports/io/descriptor.hpp"
#include "transports/sandbox/landlock.hpp"
#include "transports/sandbox/refused_calls.hpp"
#include "transports/sandbox/sandbox.hpp"
#include "transports/sandbox/system_calls.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <netdb.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

using namespace ockam;
using namespace ockam::transports;

namespace {

namespace fs = std::filesystem;

/// 0, or why the file cannot be opened.
int opened(const fs::path& file, int flags) {
  const descriptor at{::open(file.c_str(), flags | O_CLOEXEC, 0600)};
  return at ? 0 : errno;
}

/// A call's errno; 0 if it worked.
template <class Call>
int failure_of(Call call) {
  errno = 0;
  return call() == -1 ? errno : 0;
}

std::uint32_t times_refused(const std::string& name) {
  for (const auto& each : refused_system_calls())
    if (each.name == name) return each.count;
  return 0;
}

/// What a thread of the test lost stays lost, and the other threads do not notice.
template <class Body>
void on_a_thread(Body body) {
  std::thread{std::move(body)}.join();
}

struct home_of_test {
  fixtures::temporary_directory around;
  fs::path home = around.path() / "home", node = home / "nodes/n", elsewhere = around.path() / "x";
  fs::path key = home / "vaults/v", log = node / "log", other = elsewhere / "file";
  sandbox box{{.home = home, .directory = node, .temporary = {}}};

  home_of_test() {
    for (const auto& file : {key, log, other}) {
      fs::create_directories(file.parent_path());
      std::ofstream{file} << "text";
    }
  }
};

bool has_sandbox() {
  auto out = false;
  on_a_thread([&] {
    out = sandbox{{.home = "/home/nobody", .directory = "/home/nobody"}}
              .enter(sandbox::role::data)
              .complete();
  });
  return out;
}

} // namespace

TEST_CASE("a thread that moves data reads no key, and nothing of a home but its node's directory") {
  if (!has_sandbox()) return;
  const home_of_test at;
  struct {
    sandboxed in;
    int key, home, other, log, made, names, looked_up;
  } got{};
  on_a_thread([&] {
    got.in = at.box.enter(sandbox::role::data);
    got.key = opened(at.key, O_RDONLY);
    got.home = opened(at.home, O_RDONLY | O_DIRECTORY);
    got.other = opened(at.other, O_RDONLY);
    got.log = opened(at.log, O_RDWR | O_TRUNC);
    got.made = opened(at.node / "log.1", O_RDWR | O_CREAT);
    got.names = opened("/etc/hosts", O_RDONLY);
    addrinfo* found = nullptr;
    got.looked_up = ::getaddrinfo("localhost", "1", nullptr, &found);
    if (found) ::freeaddrinfo(found);
  });
  CHECK(got.in.text() == "system calls and files");
  CHECK(got.key == EACCES);
  CHECK(got.home == EACCES);
  CHECK(got.other == EACCES);
  CHECK(got.log == 0);
  CHECK(got.made == 0);
  CHECK(got.names == 0);
  CHECK(got.looked_up == 0);
  CHECK(opened(at.key, O_RDONLY) == 0); // for this thread
}

TEST_CASE("a thread that keeps the home reads keys anywhere, and writes nowhere else") {
  if (!has_sandbox()) return;
  const home_of_test at;
  struct {
    int key, made, read_elsewhere, written_elsewhere, made_elsewhere, key_after;
  } got{};
  on_a_thread([&] {
    at.box.enter(sandbox::role::home);
    got.key = opened(at.key, O_RDWR);
    got.made = opened(at.home / "new", O_RDWR | O_CREAT);
    got.read_elsewhere = opened(at.other, O_RDONLY);
    got.written_elsewhere = opened(at.other, O_WRONLY);
    got.made_elsewhere = opened(at.elsewhere / "new", O_RDWR | O_CREAT);
    at.box.enter(sandbox::role::data); // as the thread does that starts the reactor
    got.key_after = opened(at.key, O_RDONLY);
  });
  CHECK(got.key == 0);
  CHECK(got.made == 0);
  CHECK(got.read_elsewhere == 0);
  CHECK(got.written_elsewhere == EACCES);
  CHECK(got.made_elsewhere == EACCES);
  CHECK(got.key_after == EACCES);
}

TEST_CASE("what a thread starts has lost what the thread has lost") {
  if (!has_sandbox()) return;
  const home_of_test at;
  int key = 0, raw = 0;
  on_a_thread([&] {
    at.box.enter(sandbox::role::data);
    on_a_thread([&] {
      key = opened(at.key, O_RDONLY);
      raw = failure_of([] { return ::socket(AF_PACKET, SOCK_RAW, 0); });
    });
  });
  CHECK(key == EACCES);
  CHECK(raw == EPERM);
}

TEST_CASE("system calls that no node makes fail, are counted, and end nobody") {
  if (!has_sandbox()) return;
  const auto before = times_refused("ptrace");
  const auto filter = system_call_filter::make();
  REQUIRE(filter);
  struct {
    bool in;
    int trace, program, process, signal, own_signal, raw, inet, run_written, dumpable, unknown;
  } got{};
  on_a_thread([&] {
    got.in = bool(filter->enter());
    got.trace = failure_of([] { return ::ptrace(PTRACE_ATTACH, 0, nullptr, nullptr); });
    got.program = failure_of([] { return ::syscall(SYS_execve, "/bin/true", nullptr, nullptr); });
    got.process = failure_of([] { return ::syscall(SYS_clone, SIGCHLD, nullptr, 0, 0, 0); });
    got.signal = failure_of([] { return ::kill(1, 0); });
    got.own_signal = failure_of([] { return ::kill(::getpid(), 0); });
    got.raw = failure_of([] { return ::socket(AF_PACKET, SOCK_RAW, 0); });
    got.inet = failure_of([] { return ::close(::socket(AF_INET, SOCK_STREAM, 0)); });
    got.run_written = failure_of([] {
      auto* const page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      return page == MAP_FAILED ? -1 : ::munmap(page, 4096);
    });
    got.dumpable = failure_of([] { return ::prctl(PR_SET_DUMPABLE, 1); });
    got.unknown = failure_of([] { return ::syscall(1000); });
  });
  CHECK(got.in);
  CHECK(got.trace == EPERM);
  CHECK(got.program == EPERM);
  CHECK(got.process == EPERM);
  CHECK(got.signal == EPERM);
  CHECK(got.own_signal == 0);
  CHECK(got.raw == EPERM);
  CHECK(got.inet == 0);
  CHECK(got.run_written == EPERM);
  CHECK(got.dumpable == EPERM);
  CHECK(got.unknown == ENOSYS); // the C library then does without
#if defined(__x86_64__) || defined(__aarch64__)
  CHECK(times_refused("ptrace") == before + 1);
  std::uint64_t told = 0;
  CHECK(::read(refused_event(), &told, sizeof told) == sizeof told);
#endif
}

TEST_CASE("a home that is where names are looked up is no secret to them, and that is said") {
  if (landlock_version() == 0) return;
  sandboxed in;
  on_a_thread([&] {
    in = sandbox{{.home = "/etc/ockam", .directory = "/etc/ockam/n"}}.enter(sandbox::role::data);
  });
  if (in.missing.find("sanitizer") != std::string::npos) return;
  CHECK_FALSE(in.files);
  CHECK(in.text() == "system calls: the home is below /etc, where look-ups of names read");
}

TEST_CASE("how far a thread is in is said in words") {
  CHECK(sandboxed{true, true, ""}.text() == "system calls and files");
  CHECK(sandboxed{true, false, "no Landlock"}.text() == "system calls: no Landlock");
  CHECK(sandboxed{false, true, "no filter"}.text() == "files: no filter");
  CHECK(sandboxed{false, false, "neither"}.text() == "nothing: neither");
}

TEST_CASE("each mode of the sandbox has a name") {
  for (const auto mode : {sandbox_mode::automatic, sandbox_mode::required, sandbox_mode::off})
    CHECK(sandbox_mode_called(name_of(mode)) == mode);
  CHECK_FALSE(sandbox_mode_called("on"));
}
