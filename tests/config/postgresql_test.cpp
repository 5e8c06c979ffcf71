#include "config/postgresql.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using config::open_postgresql;

namespace {

const config::database_kind notes{
    .noun = "the notes", .way_out = "", .steps = {{"create table notes (t text)"}}};

std::string refused(const std::string& where) {
  const auto db = open_postgresql(where, notes);
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
            .starts_with("cannot use the notes in postgresql:///name: "));
  for (const auto* where : {"postgresql://who:secret@/name?host=/nowhere",
                            "postgresql:///name?password=secret&host=/nowhere",
                            "postgresql://who:sec/secret@/name?host=/nowhere",
                            "postgresql:///name?host=/nowhere&password=a@secret"})
    CHECK(refused(where).find("secret") == std::string::npos);
}
