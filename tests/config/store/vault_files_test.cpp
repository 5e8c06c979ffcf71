#include "config/store/vault_files.hpp"
#include "fixtures/child_process.hpp"
#include "fixtures/file_mode.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <vector>

using namespace ockam;
using config::lock_vaults;

TEST_CASE("vaults have a private directory of their own") {
  fixtures::temporary_directory home;
  REQUIRE(lock_vaults(home.path()));
  CHECK(config::vault_file(home.path(), "v1") == home.path() / "vaults" / "v1.sqlite3");
  CHECK(fixtures::mode_of(home.path() / "vaults") == 0700);
}

TEST_CASE("processes change the vaults of a home one after the other") {
  fixtures::temporary_directory home;
  const auto file = home.path() / "count";
  std::ofstream{file} << 0;
  const auto count = [&] { // reads, and writes later: only the lock keeps others out
    for (int round = 0; round < 20; ++round) {
      auto held = lock_vaults(home.path());
      if (!held) return 1;
      int value = 0;
      std::ifstream{file} >> value;
      std::ofstream{file} << value + 1;
    }
    return 0;
  };
  std::vector<fixtures::child_process> children;
  for (int i = 0; i < 4; ++i) children.emplace_back(count);
  for (auto& child : children) CHECK(child.exit_code() == 0);
  int value = 0;
  std::ifstream{file} >> value;
  CHECK(value == 80);
}

TEST_CASE("a home where no directory can be made is named") {
  fixtures::temporary_directory home;
  std::ofstream{home.path() / "vaults"} << "not a directory";
  auto lock = lock_vaults(home.path());
  REQUIRE_FALSE(lock);
  CHECK(lock.error().code == errc::io);
  CHECK(lock.error().message.find(home.path()) != std::string::npos);
}
