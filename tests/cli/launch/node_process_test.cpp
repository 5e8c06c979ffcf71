#include "cli/launch/node_process.hpp"
#include "config/home/node_lock.hpp"
#include "fixtures/child_process.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <csignal>

using namespace ockam;
using namespace std::chrono_literals;
using cli::ending_process;

namespace {

/// A process that holds a node's lock until it is told to end.
struct lock_holder {
  lock_holder() {
    REQUIRE(config::make_private_directory(files.directory));
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    child.emplace([&] {
      auto lock = config::node_lock::acquire(files.lock);
      if (!lock || ::write(ends[1], "y", 1) != 1) return 1;
      for (;;) ::pause();
    });
    char ready = 0;
    REQUIRE(::read(ends[0], &ready, 1) == 1);
    ::close(ends[0]);
    ::close(ends[1]);
  }
  fixtures::temporary_directory home;
  config::node_files files = config::files_of(home.path(), "n1");
  std::optional<fixtures::child_process> child;
};

} // namespace

TEST_CASE("the process that holds a node's lock is ended and waited for") {
  lock_holder node;
  auto ending = ending_process::begin(node.files, SIGTERM);
  REQUIRE(ending);
  REQUIRE(*ending);
  CHECK((*ending)->wait(5s));
  CHECK(node.child->exit_code() == -SIGTERM);
}

TEST_CASE("a process that takes its time is waited for no longer than said, and can be killed") {
  lock_holder node;
  auto ending = ending_process::begin(node.files, SIGCONT); // which ends nobody
  REQUIRE(ending);
  REQUIRE(*ending);
  CHECK_FALSE((*ending)->wait(1ms));
  (*ending)->kill();
  CHECK((*ending)->wait(5s));
  CHECK(node.child->exit_code() == -SIGKILL);
}

TEST_CASE("there is nobody to end where nobody holds the lock") {
  fixtures::temporary_directory home;
  auto files = config::files_of(home.path(), "n1");
  auto ending = ending_process::begin(files, SIGTERM);
  REQUIRE(ending);
  CHECK_FALSE(*ending);
}

TEST_CASE("a process that ends without a word was no node") {
  auto started = cli::start_node_process({"tests", "--version"}); // this program again
  REQUIRE_FALSE(started);
  CHECK(started.error().code == errc::unavailable);
  CHECK(started.error().message.find("exit code 0") != std::string::npos);
}
