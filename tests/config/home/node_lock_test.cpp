#include "config/home/node_lock.hpp"
#include "fixtures/child_process.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <filesystem>

using namespace ockam;
using config::node_lock;
using fixtures::child_process;
using fixtures::temporary_directory;

namespace {

/// A process that holds the lock until it is killed; made() returns once it does.
class holder {
public:
  explicit holder(const std::filesystem::path& file) : child_{start(file)} {
    char ready = 0;
    REQUIRE(::read(pipe_[0], &ready, 1) == 1);
    REQUIRE(ready == 'y');
  }
  ~holder() {
    ::close(pipe_[0]);
    ::close(pipe_[1]);
  }
  child_process& child() { return child_; }

private:
  child_process start(const std::filesystem::path& file) {
    REQUIRE(::pipe(pipe_) == 0);
    return child_process{[&] {
      auto lock = node_lock::acquire(file);
      if (::write(pipe_[1], lock ? "y" : "n", 1) != 1) return 1;
      for (;;) ::pause();
    }};
  }
  int pipe_[2];
  child_process child_;
};

} // namespace

TEST_CASE("a lock file that nobody holds, or that is not there, has no holder") {
  temporary_directory home;
  CHECK_FALSE(config::lock_holder(home.path() / "lock"));
  { REQUIRE(node_lock::acquire(home.path() / "lock")); }
  CHECK_FALSE(config::lock_holder(home.path() / "lock"));
}

TEST_CASE("the kernel knows who holds a lock, and others are refused") {
  temporary_directory home;
  auto file = home.path() / "lock";
  holder first{file};
  CHECK(config::lock_holder(file) == first.child().id());
  CHECK(node_lock::acquire(file).error().code == errc::already_exists);
}

TEST_CASE("a killed holder leaves nothing to clean") {
  temporary_directory home;
  auto file = home.path() / "lock";
  holder first{file};
  first.child().kill();
  first.child().exit_code();
  CHECK_FALSE(config::lock_holder(file));
  CHECK(node_lock::acquire(file));
}

TEST_CASE("a deleted lock file does not count: the next node makes its own") {
  temporary_directory home;
  auto file = home.path() / "lock";
  holder first{file};
  std::filesystem::remove(file);
  CHECK(node_lock::acquire(file));
}

TEST_CASE("a lock needs its directory") {
  temporary_directory home;
  auto lock = node_lock::acquire(home.path() / "n1" / "lock");
  REQUIRE_FALSE(lock);
  CHECK(lock.error().code == errc::io);
  CHECK(lock.error().message.find("n1/lock") != std::string::npos);
}
