#include "config/database/database.hpp"

#include "config/database/read_only.hpp"
#include "config/database/sqlite_memory.hpp"
#include "config/defaults.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace ockam::config {

namespace fs = std::filesystem;

namespace {

/// Lets one process at a time make the database: the switch to WAL ignores the busy time-out.
class maker_lock {
public:
  explicit maker_lock(const fs::path& directory)
      : fd_{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)} {
    if (fd_ >= 0) ::flock(fd_, LOCK_EX);
  }
  ~maker_lock() {
    if (fd_ >= 0) ::close(fd_);
  }
  maker_lock(const maker_lock&) = delete;
  maker_lock& operator=(const maker_lock&) = delete;

private:
  int fd_;
};

int number(soci::session& sql, const char* pragma) {
  int value = 0;
  sql << pragma, soci::into(value);
  return value;
}

std::size_t schema_version(soci::session& sql) {
  return static_cast<std::size_t>(number(sql, "pragma user_version"));
}

error something_else(const database& db) {
  return fail(errc::config, db.file.string() + " is a database of something else");
}

status add_missing_steps(database& db) {
  write_transaction all{db.sql};
  auto version = schema_version(db.sql); // another process may have made them meanwhile
  if (version == 0 && number(db.sql, "select count(*) from sqlite_master") > 0)
    return something_else(db);
  for (; version < db.kind.steps.size(); ++version)
    for (const auto* statement : db.kind.steps[version]) db.sql << statement;
  db.sql << "pragma user_version = " << version;
  all.commit();
  return done{};
}

status upgrade(database& db) {
  if (!db.kind.many_writers) return add_missing_steps(db);
  const maker_lock alone{db.file.parent_path()};
  std::string mode;
  db.sql << "pragma journal_mode = wal", soci::into(mode);
  return add_missing_steps(db);
}

/// Makes the tables as this version has them. Errors: config, for tables of others or newer ones.
status bring_up_to_date(database& db) {
  const auto version = schema_version(db.sql);
  if (version > 0 && number(db.sql, "pragma application_id") != db.kind.application)
    return something_else(db);
  if (version > db.kind.steps.size())
    return fail(errc::config, std::string{db.kind.noun} + " in " + db.file.string()
                                  + " is of a newer version of ockam");
  if (version < db.kind.steps.size()) return upgrade(db);
  return done{};
}

/// SQLite would make it readable for everybody. One that is there is not opened: to close it would
/// drop the locks of another connection of this process.
status make_private_file(const fs::path& file) {
  if (::access(file.c_str(), F_OK) == 0) return done{};
  auto fd = ::open(file.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return fail(errc::io, "cannot open " + file.string() + ": " + std::strerror(errno));
  ::close(fd);
  return done{};
}

/// SQLite says `disk I/O error` and `unable to open database file` for much; null: neither.
const char* trouble_of_disk(const fs::path& file, int code) {
  struct statvfs disk {};
  const auto known = ::statvfs(file.parent_path().c_str(), &disk) == 0;
  if (code == SQLITE_FULL || (code == SQLITE_IOERR && known && disk.f_bavail == 0))
    return "the disk is full";
  if (code == SQLITE_READONLY || (known && (disk.f_flag & ST_RDONLY) != 0)
      || (code == SQLITE_CANTOPEN && ::access(file.parent_path().c_str(), W_OK) != 0))
    return "its directory is read-only";
  return nullptr;
}

} // namespace

error describe(const database& db, const soci::soci_error& why) {
  const auto about = "cannot use " + std::string{db.kind.noun} + " in " + db.file.string() + ": ";
  if (const auto from = dynamic_cast<const soci::sqlite3_soci_error*>(&why)) {
    const auto code = from->result() & 0xff; // the bits above say more than anybody asks
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
      return fail(errc::io, about + "it is damaged", db.kind.egress);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
      return fail(errc::io, about + "it was locked by others for too long");
    if (code == SQLITE_READONLY && db.unwritable) return *db.unwritable;
    if (const auto* const disk = trouble_of_disk(db.file, code))
      return fail(errc::io, about + disk);
  }
  auto text = about + why.what();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return fail(errc::io, text);
}

namespace {

bool is_of_disk(const database& db, const soci::soci_error& why) {
  const auto from = dynamic_cast<const soci::sqlite3_soci_error*>(&why);
  return from && trouble_of_disk(db.file, from->result() & 0xff) != nullptr;
}

void open_session(database& db, const std::string& name) {
  db.sql.open({soci::sqlite3,
               "dbname=\"" + name + "\" timeout=" + std::to_string(state_busy_timeout.count())});
}

/// `why` it cannot be written; the same is the error if it cannot be read either, or if only a
/// writer could bring it up to date.
result<std::unique_ptr<database>> open_to_read(const fs::path& file, const database_kind& kind,
                                               const error& why) {
  const auto view = read_only_view::of(file);
  if (!view) return why;
  auto db = std::make_unique<database>(file, kind);
  try {
    open_session(*db, view->name());
    db->sql << "pragma query_only = on";
    if (schema_version(db->sql) != kind.steps.size()
        || number(db->sql, "pragma application_id") != kind.application)
      return why;
  } catch (const soci::soci_error&) {
    return why;
  }
  db->unwritable = why;
  return db;
}

} // namespace

result<std::unique_ptr<database>> open_database(const fs::path& file, const database_kind& kind) {
  if (file.string().find('"') != std::string::npos)
    return fail(errc::invalid, "a quotation mark in the name of a file: " + file.string());
  if (auto made = make_private_file(file); !made) return made.error();
  wipe_memory_of_sqlite();
  auto db = std::make_unique<database>(file, kind);
  try {
    open_session(*db, file.string());
    // Of a power cut the last write may be the victim, never the database; not as a parameter of
    // the connection: SOCI would set it before the time-out.
    if (kind.many_writers) db->sql << "pragma synchronous = normal";
    if (auto ready = bring_up_to_date(*db); !ready) return ready.error();
    return db;
  } catch (const soci::soci_error& why) {
    const auto said = describe(*db, why);
    return is_of_disk(*db, why) ? open_to_read(file, kind, said) : said;
  }
}

bool is_sqlite(soci::session& sql) { return sql.get_backend_name() == "sqlite3"; }

void sync_commits(soci::session& sql) { sql << "pragma synchronous = full"; }

write_transaction::write_transaction(soci::session& sql) : sql_{sql} {
  sql_ << (is_sqlite(sql) ? "begin immediate" : "begin");
}

void write_transaction::commit() {
  sql_ << "commit";
  open_ = false;
}

write_transaction::~write_transaction() {
  if (!open_) return;
  try {
    sql_ << "rollback";
  } catch (const soci::soci_error&) {
    // the failure that led here has rolled back already
  }
}

} // namespace ockam::config
