#include "config/base/log_sinks.hpp"
#include "fixtures/environment_variable.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <unistd.h>

using namespace ockam;

TEST_CASE("a stream is journald's if JOURNAL_STREAM has its device and inode") {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::tmpfile(), std::fclose};
  REQUIRE(file);
  struct stat is {};
  REQUIRE(::fstat(::fileno(file.get()), &is) == 0);
  const auto name = std::to_string(is.st_dev) + ':' + std::to_string(is.st_ino);
  const fixtures::environment_variable named{"JOURNAL_STREAM", name.c_str()};
  CHECK(config::is_journal(::fileno(file.get())));
  CHECK_FALSE(config::is_journal(STDERR_FILENO));
  CHECK_FALSE(config::is_journal(-1));
}

TEST_CASE("no stream is journald's without JOURNAL_STREAM") {
  const fixtures::environment_variable unset{"JOURNAL_STREAM", nullptr};
  CHECK_FALSE(config::is_journal(STDERR_FILENO));
}
