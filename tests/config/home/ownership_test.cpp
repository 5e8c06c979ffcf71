#include "config/home/ownership.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace ockam;
namespace fs = std::filesystem;

namespace {

struct some_home {
  some_home() {
    for (const auto* const each : {"vaults", "nodes", "nodes/n1", "projects", "projects/p"})
      REQUIRE(::mkdir((at() / each).c_str(), 0700) == 0);
    std::ofstream{at() / "database.sqlite3"} << "x";
    REQUIRE(::chmod((at() / "database.sqlite3").c_str(), 0600) == 0);
  }
  const fs::path& at() const { return directory.path(); }

  fixtures::temporary_directory directory;
};

} // namespace

TEST_CASE("a home of one's own that nobody else can write is used") {
  const some_home home;
  CHECK(config::check_home(home.at()));
  CHECK(config::check_home(home.at() / "not there yet"));
  ::chmod(home.at().c_str(), 0755); // others may look: what is secret in it is closed
  CHECK(config::check_home(home.at()));
}

TEST_CASE("what others can write is refused, with the command that mends it") {
  const some_home home;
  for (const auto* const part :
       {"", "vaults", "nodes", "nodes/n1", "projects", "projects/p", "database.sqlite3"})
    for (const mode_t mode : {0777, 0770, 0702}) {
      const auto path = *part ? home.at() / part : home.at();
      struct stat before {};
      REQUIRE(::stat(path.c_str(), &before) == 0);
      ::chmod(path.c_str(), mode);
      const auto refused = config::check_home(home.at());
      REQUIRE_FALSE(refused);
      CHECK(refused.error().code == errc::denied);
      CHECK(refused.error().message.find("other users can write") == 0);
      CHECK(refused.error().hint == "chmod go-w " + path.string());
      ::chmod(path.c_str(), before.st_mode & 07777U);
      CHECK(config::check_home(home.at()));
    }
}

TEST_CASE("a directory above the home that everybody can write is refused unless it is sticky") {
  const fixtures::temporary_directory above;
  const auto home = above.path() / "home";
  REQUIRE(::mkdir(home.c_str(), 0700) == 0);
  ::chmod(above.path().c_str(), 0777);
  const auto refused = config::check_home(home);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().hint == "chmod o-w " + above.path().string());
  ::chmod(above.path().c_str(), 01777);
  CHECK(config::check_home(home));
}

TEST_CASE("a link does not hide what is above the home that it leads to") {
  const fixtures::temporary_directory above, elsewhere;
  const auto home = above.path() / "home", link = elsewhere.path() / "link";
  REQUIRE(::mkdir(home.c_str(), 0700) == 0);
  fs::create_directory_symlink(home, link);
  CHECK(config::check_home(link));
  ::chmod(above.path().c_str(), 0777);
  const auto refused = config::check_home(link);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == errc::denied);
  ::chmod(above.path().c_str(), 0700);
}

TEST_CASE("a link in a home does not hide what is above what it leads to") {
  for (const auto* const part : {"vaults", "nodes", "nodes/n1", "projects/p"}) {
    const some_home home;
    const fixtures::temporary_directory above;
    const auto moved = above.path() / "moved";
    fs::rename(home.at() / part, moved);
    fs::create_directory_symlink(moved, home.at() / part);
    CHECK(config::check_home(home.at()));
    ::chmod(above.path().c_str(), 0777);
    const auto refused = config::check_home(home.at());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::denied);
    CHECK(refused.error().hint == "chmod o-w " + above.path().string());
    ::chmod(above.path().c_str(), 0700);
    ::chmod(moved.c_str(), 0777);
    CHECK_FALSE(config::check_home(home.at()));
  }
}

TEST_CASE("a directory of another user above the home is refused") {
  if (::geteuid() != 0) return; // only root can give it away
  const fixtures::temporary_directory above;
  const auto home = above.path() / "home";
  REQUIRE(::mkdir(home.c_str(), 0700) == 0);
  REQUIRE(::chown(above.path().c_str(), 12345, 12345) == 0);
  const auto refused = config::check_home(home);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("user 12345 can replace what is in ") == 0);
  REQUIRE(::chown(above.path().c_str(), 0, 0) == 0);
  CHECK(config::check_home(home));
}

TEST_CASE("what belongs to another user is refused") {
  if (::geteuid() != 0) return; // only root can give it away
  const some_home home;
  for (const auto* const part : {"", "vaults", "nodes", "database.sqlite3"}) {
    const auto path = *part ? home.at() / part : home.at();
    REQUIRE(::chown(path.c_str(), 65534, 65534) == 0);
    const auto refused = config::check_home(home.at());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::denied);
    CHECK(refused.error().message.find(path.string() + " belongs to user ") != std::string::npos);
    REQUIRE(::chown(path.c_str(), 0, 0) == 0);
  }
}

TEST_CASE("a ticket's group may write it, everybody may not") {
  const fixtures::temporary_directory directory;
  const auto file = directory.path() / "ticket";
  std::ofstream{file} << "x";
  ::chmod(file.c_str(), 0664);
  CHECK(config::check_given(file, "the ticket"));
  ::chmod(file.c_str(), 0666);
  const auto refused = config::check_given(file, "the ticket");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().hint == "chmod go-w " + file.string());
}

TEST_CASE("a file of secrets is one's own, and closed to all others") {
  const fixtures::temporary_directory directory;
  const auto file = directory.path() / "keys";
  CHECK(config::check_secret(file, "the vault in").error().code == errc::not_found);
  CHECK(config::check_secret(directory.path(), "the vault in").error().code == errc::io);
  std::ofstream{file} << "x";
  for (const mode_t open : {0640, 0604, 0620, 0601}) {
    ::chmod(file.c_str(), open);
    const auto refused = config::check_secret(file, "the vault in");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::denied);
    CHECK(refused.error().message == "others can read the vault in " + file.string());
    CHECK(refused.error().hint == "chmod 600 " + file.string());
  }
  ::chmod(file.c_str(), 0600);
  CHECK(config::check_secret(file, "the vault in"));
}
