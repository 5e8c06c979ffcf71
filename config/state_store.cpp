#include "config/state_store.hpp"

#include "config/defaults.hpp"
#include "config/node_files.hpp"
#include "config/soci.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace ockam::config {

namespace fs = std::filesystem;

struct state_store::database {
  fs::path file;
  soci::session sql;
};

namespace {

/// Step n leads from schema n to n + 1. Steps that were released never change.
const std::vector<std::vector<const char*>> schema_steps{
    {"create table nodes (name text primary key, listener_address text not null,"
     " created_at text not null, is_default integer not null default 0)",
     "create unique index default_node on nodes (is_default) where is_default = 1"},
};

/// Takes the write lock now: one that begins as a reader can fail later, whatever the time-out is.
class write_transaction {
public:
  explicit write_transaction(soci::session& sql) : sql_{sql} { sql_ << "begin immediate"; }
  void commit() {
    sql_ << "commit";
    open_ = false;
  }
  ~write_transaction() {
    if (!open_) return;
    try {
      sql_ << "rollback";
    } catch (const soci::soci_error&) {
      // the failure that led here has rolled back already
    }
  }

private:
  soci::session& sql_;
  bool open_ = true;
};

/// Lets one process at a time make the database: the switch to WAL ignores the busy time-out.
class maker_lock {
public:
  explicit maker_lock(const fs::path& home)
      : fd_{::open(home.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)} {
    if (fd_ >= 0) ::flock(fd_, LOCK_EX);
  }
  ~maker_lock() {
    if (fd_ >= 0) ::close(fd_);
  }

private:
  int fd_;
};

error describe(const fs::path& file, const soci::soci_error& why) {
  std::string hint;
  auto text = "cannot use the state in " + file.string() + ": " + why.what();
  if (auto from = dynamic_cast<const soci::sqlite3_soci_error*>(&why)) {
    if (from->result() == SQLITE_CORRUPT || from->result() == SQLITE_NOTADB)
      hint = "`ockam reset -y` starts afresh; nodes and their state are lost";
  }
  for (auto& c : text) {
    if (c == '\n') c = ' ';
  }
  return fail(errc::io, text, hint);
}

/// Runs `f`, turning what the database throws into values.
template <class F>
auto guarded(const fs::path& file, F f) -> decltype(f()) {
  try {
    return f();
  } catch (const soci::soci_error& why) {
    return describe(file, why);
  }
}

std::size_t schema_version(soci::session& sql) {
  int version = 0;
  sql << "pragma user_version", soci::into(version);
  return static_cast<std::size_t>(version);
}

void upgrade(soci::session& sql, const fs::path& home) {
  maker_lock alone{home};
  std::string mode;
  sql << "pragma journal_mode = wal", soci::into(mode);
  write_transaction all{sql};
  for (auto version = schema_version(sql); version < schema_steps.size(); ++version)
    for (auto statement : schema_steps[version]) sql << statement;
  sql << "pragma user_version = " << schema_steps.size();
  all.commit();
}

/// SQLite would make it readable for everybody.
status make_private_file(const fs::path& file) {
  auto fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return fail(errc::io, "cannot open " + file.string() + ": " + std::strerror(errno));
  ::close(fd);
  return done{};
}

error unknown_node(std::string_view name) {
  return fail(errc::not_found, "node not found: " + std::string{name},
              "`ockam node list` shows the nodes there are");
}

/// Rows in the order of node_record's members.
constexpr auto node_columns = "select name, listener_address, created_at, is_default from nodes ";

node_record read_node(const soci::row& row) {
  return {row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2),
          row.get<int>(3) == 1};
}

} // namespace

fs::path state_file(const fs::path& home) { return home / "database.sqlite3"; }

state_store::state_store(std::unique_ptr<database> opened) : database_{std::move(opened)} {}
state_store::state_store(state_store&&) noexcept = default;
state_store& state_store::operator=(state_store&&) noexcept = default;
state_store::~state_store() = default;

result<state_store> state_store::open(const fs::path& home) {
  if (auto made = make_private_directory(home); !made) return made.error();
  auto file = state_file(home);
  if (auto made = make_private_file(file); !made) return made.error();
  return guarded(file, [&]() -> result<state_store> {
    soci::connection_parameters how{
        soci::sqlite3,
        "dbname=\"" + file.string() + "\" timeout=" + std::to_string(state_busy_timeout.count())};
    auto opened = std::make_unique<database>();
    opened->file = file;
    opened->sql.open(how);
    // Of a power cut the last write may be the victim, never the database; not as a parameter of
    // the connection: SOCI would set it before the time-out.
    opened->sql << "pragma synchronous = normal";
    auto version = schema_version(opened->sql);
    if (version > schema_steps.size())
      return fail(errc::config,
                  "the state in " + file.string() + " is of a newer version of ockam");
    if (version < schema_steps.size()) upgrade(opened->sql, home);
    return state_store{std::move(opened)};
  });
}

status state_store::put_node(std::string_view name, std::string_view listener_address) {
  return guarded(database_->file, [&]() -> status {
    auto& sql = database_->sql;
    write_transaction all{sql};
    std::string key{name}, address{listener_address};
    sql << "insert into nodes values (:name, :address, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),"
           " not exists (select 1 from nodes))"
           " on conflict (name) do update set listener_address = excluded.listener_address",
        soci::use(key), soci::use(address);
    all.commit();
    return done{};
  });
}

result<node_record> state_store::node(std::string_view name) {
  return guarded(database_->file, [&]() -> result<node_record> {
    soci::row row;
    std::string key{name};
    database_->sql << node_columns << "where name = :name", soci::use(key), soci::into(row);
    if (!database_->sql.got_data()) return unknown_node(name);
    return read_node(row);
  });
}

result<node_record> state_store::default_node() {
  return guarded(database_->file, [&]() -> result<node_record> {
    soci::row row;
    database_->sql << node_columns << "where is_default = 1", soci::into(row);
    if (!database_->sql.got_data())
      return fail(errc::not_found, "node not found: there is no default node",
                  "make one with `ockam node create`");
    return read_node(row);
  });
}

result<std::vector<node_record>> state_store::nodes() {
  return guarded(database_->file, [&]() -> result<std::vector<node_record>> {
    std::vector<node_record> all;
    soci::rowset<soci::row> rows = (database_->sql.prepare << node_columns << "order by rowid");
    for (const auto& row : rows) all.push_back(read_node(row));
    return all;
  });
}

status state_store::set_default(std::string_view name) {
  return guarded(database_->file, [&]() -> status {
    auto& sql = database_->sql;
    write_transaction all{sql};
    std::string key{name};
    sql << "update nodes set is_default = 0 where is_default = 1";
    soci::statement chosen =
        (sql.prepare << "update nodes set is_default = 1 where name = :name", soci::use(key));
    chosen.execute(true);
    if (chosen.get_affected_rows() == 0) return unknown_node(name);
    all.commit();
    return done{};
  });
}

status state_store::remove_node(std::string_view name) {
  return guarded(database_->file, [&]() -> status {
    auto& sql = database_->sql;
    write_transaction all{sql};
    std::string key{name};
    soci::statement gone = (sql.prepare << "delete from nodes where name = :name", soci::use(key));
    gone.execute(true);
    if (gone.get_affected_rows() == 0) return unknown_node(name);
    sql << "update nodes set is_default = 1 where rowid = (select min(rowid) from nodes)"
           " and not exists (select 1 from nodes where is_default = 1)";
    all.commit();
    return done{};
  });
}

} // namespace ockam::config
