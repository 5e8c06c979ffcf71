// The test is the service manager.
#include "fixtures/environment_variable.hpp"
#include "fixtures/temporary_directory.hpp"
#include "transports/http/service_notify.hpp"
#include "transports/io/descriptor.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace ockam;
using fixtures::environment_variable;
using transports::service_notify;

namespace {

/// `name` as in NOTIFY_SOCKET.
struct played_manager {
  explicit played_manager(const std::string& name)
      : socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::memcpy(at.sun_path, name.data(), name.size());
    if (name[0] == '@') at.sun_path[0] = '\0';
    const auto size = offsetof(sockaddr_un, sun_path) + name.size();
    REQUIRE(
        ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&at), static_cast<socklen_t>(size))
        == 0);
  }
  /// What was told next; empty if nothing was.
  std::string heard() {
    char text[512];
    const auto size = ::recv(socket.get(), text, sizeof text, 0);
    return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : "";
  }
  transports::descriptor socket;
};

} // namespace

TEST_CASE("a service manager hears that the process is ready, reloads and stops") {
  const fixtures::temporary_directory home;
  const auto path = (home.path() / "notify").string();
  for (const auto& name : {path, "@ockam-test-" + std::to_string(::getpid())}) {
    played_manager manager{name};
    const environment_variable socket{"NOTIFY_SOCKET", name.c_str()};
    const auto told = service_notify::take_from_environment();
    REQUIRE(told.wanted());
    CHECK_FALSE(std::getenv("NOTIFY_SOCKET"));
    CHECK_FALSE(told.alive_period());
    told.ready("listens on 127.0.0.1:1\nand more");
    CHECK(manager.heard() == "READY=1\nSTATUS=listens on 127.0.0.1:1 and more");
    told.reloading();
    CHECK(manager.heard().starts_with("RELOADING=1\nMONOTONIC_USEC="));
    told.ready("");
    CHECK(manager.heard() == "READY=1");
    told.status("waits");
    CHECK(manager.heard() == "STATUS=waits");
    told.stopping("");
    CHECK(manager.heard() == "STOPPING=1");
  }
}

TEST_CASE("a process that has to say that it is alive says so twice as often as it must") {
  const fixtures::temporary_directory home;
  const auto path = (home.path() / "notify").string(), pid = std::to_string(::getpid());
  played_manager manager{path};
  const environment_variable socket{"NOTIFY_SOCKET", path.c_str()},
      patience{"WATCHDOG_USEC", "20000000"}, self{"WATCHDOG_PID", pid.c_str()};
  const auto told = service_notify::take_from_environment();
  REQUIRE(told.alive_period());
  CHECK(*told.alive_period() == std::chrono::seconds{10});
  told.alive();
  CHECK(manager.heard() == "WATCHDOG=1");
}

TEST_CASE("what is asked of another process is not done") {
  const environment_variable socket{"NOTIFY_SOCKET", "/nowhere"},
      patience{"WATCHDOG_USEC", "20000000"}, other{"WATCHDOG_PID", "1"};
  CHECK_FALSE(service_notify::take_from_environment().alive_period());
}

TEST_CASE("without a service manager nobody is told") {
  const environment_variable socket{"NOTIFY_SOCKET", ""};
  auto told = service_notify::take_from_environment();
  CHECK_FALSE(told.wanted());
  told.ready("x");
  for (const auto& nowhere :
       {std::string("/nowhere"), std::string("nowhere"), std::string(200, '/')}) {
    const environment_variable wrong{"NOTIFY_SOCKET", nowhere.c_str()};
    told = service_notify::take_from_environment();
    told.ready("x");
    told.alive();
  }
}
