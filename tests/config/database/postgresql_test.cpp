#include "config/database/postgresql.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace ockam;
using namespace std::chrono_literals;
using config::open_postgresql;

namespace {

const config::database_kind server_notes{
    .noun = "the server_notes", .egress = "", .steps = {{"create table server_notes (t text)"}}};

std::string refused(const std::string& where) {
  const auto db = open_postgresql(where, server_notes, 50ms);
  REQUIRE_FALSE(db);
  CHECK(db.error().code == errc::io);
  return db.error().message;
}

} // namespace

TEST_CASE("a server is told from a file") {
  CHECK(config::is_postgresql("postgresql://host/name"));
  CHECK(config::is_postgresql("postgres://host/name"));
  CHECK_FALSE(config::is_postgresql("/home/postgresql"));
  CHECK_FALSE(config::is_postgresql("postgresql"));
}

TEST_CASE("a server that is not there is named without user and password") {
  CHECK(refused("postgresql://who:secret@/name?host=/nowhere")
            .starts_with("cannot use the server_notes in postgresql:///name: "));
  for (const auto* where : {"postgresql://who:secret@/name?host=/nowhere",
                            "postgresql:///name?password=secret&host=/nowhere",
                            "postgresql://who:sec/secret@/name?host=/nowhere",
                            "postgresql:///name?host=/nowhere&password=a@secret"})
    CHECK(refused(where).find("secret") == std::string::npos);
}

TEST_CASE("a server that says nothing is given up") {
  fixtures::temporary_directory home;
  sockaddr_un address{AF_UNIX, {}};
  const auto path = (home.path() / ".s.PGSQL.5432").string();
  REQUIRE(path.copy(address.sun_path, sizeof address.sun_path - 1) == path.size());
  const auto silent = ::socket(AF_UNIX, SOCK_STREAM, 0);
  REQUIRE(::bind(silent, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::listen(silent, 1) == 0);
  const auto before = std::chrono::steady_clock::now();
  CHECK(refused("postgresql:///name?host=" + home.path().string()).find("timeout")
        != std::string::npos);
  CHECK(std::chrono::steady_clock::now() - before < 30s);
  ::close(silent);
}
