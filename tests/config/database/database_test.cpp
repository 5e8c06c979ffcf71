#include "config/database/database.hpp"
#include "config/database/read_only.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using config::open_database;

namespace {

const config::database_kind notes{
    .noun = "the notes", .egress = "write them again", .steps = {{"create table notes (t text)"}}};
const config::database_kind newer_notes{
    .noun = "the notes",
    .egress = "write them again",
    .steps = {{"create table notes (t text)"}, {"alter table notes add column at text"}}};

int count(config::database& db) {
  int rows = 0;
  db.sql << "select count(*) from notes", soci::into(rows);
  return rows;
}

} // namespace

TEST_CASE("what a transaction did not commit has not happened") {
  fixtures::temporary_directory home;
  auto db = open_database(home.path() / "notes", notes);
  REQUIRE(db);
  auto& sql = (*db)->sql;
  {
    config::write_transaction dropped{sql};
    sql << "insert into notes values ('a')";
  }
  CHECK(count(**db) == 0);
  {
    config::write_transaction kept{sql};
    sql << "insert into notes values ('b')";
    kept.commit();
  }
  CHECK(count(**db) == 1);
}

TEST_CASE("a database is brought up to date, and then is too new for who was not") {
  fixtures::temporary_directory home;
  const auto file = home.path() / "notes";
  REQUIRE(open_database(file, notes));
  REQUIRE(open_database(file, newer_notes));
  auto again = open_database(file, notes);
  REQUIRE_FALSE(again);
  CHECK(again.error().code == errc::config);
  CHECK(again.error().message.starts_with("the notes in " + file.string()));
}

TEST_CASE("a failure is told in one line, with the file") {
  fixtures::temporary_directory home;
  auto db = open_database(home.path() / "notes", notes);
  REQUIRE(db);
  const auto failed = config::guarded(**db, [&]() -> status {
    (*db)->sql << "select\n nothing";
    return done{};
  });
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == errc::io);
  CHECK(failed.error().message.find((*db)->file) != std::string::npos);
  CHECK(failed.error().message.find('\n') == std::string::npos);
}

TEST_CASE("a file whose name cannot be told is refused") {
  fixtures::temporary_directory home;
  CHECK(open_database(home.path() / "a\"b", notes).error().code == errc::invalid);
  CHECK(std::filesystem::is_empty(home.path()));
}

TEST_CASE("a log that nobody has brought into its file is read together with it") {
  constexpr const char* insert = "insert into notes values ('a')";
  config::database_kind logged = notes;
  logged.many_writers = true;
  fixtures::temporary_directory home, other;
  auto db = open_database(home.path() / "notes", logged);
  REQUIRE(db);
  (*db)->sql << insert;
  for (const auto* suffix : {"", "-wal"}) // as a process that was killed leaves them
    std::filesystem::copy_file((home.path() / "notes").string() + suffix,
                               (other.path() / "notes").string() + suffix);
  const auto view = config::read_only_view::of(other.path() / "notes");
  REQUIRE(view);
  config::database copy{other.path() / "notes", logged};
  copy.sql.open({soci::sqlite3, "dbname=\"" + view->name() + "\""});
  CHECK(count(copy) == 1);
}

TEST_CASE("a file that nobody writes is read without any other file") {
  fixtures::temporary_directory home;
  const auto file = home.path() / "no%tes?#";
  REQUIRE(open_database(file, notes));
  const auto view = config::read_only_view::of(file);
  REQUIRE(view);
  config::database db{file, notes};
  db.sql.open({soci::sqlite3, "dbname=\"" + view->name() + "\""});
  CHECK(count(db) == 0);
  const auto failed = config::guarded(db, [&]() -> status {
    db.sql << "insert into notes values ('a')";
    return done{};
  });
  CHECK_FALSE(failed);
}
