// An SQLite file of ours: how it is made, brought up to date, written by several processes at once,
// and how its failures become values. For .cpp files of config/ only.
#pragma once
#include "config/database/soci.hpp"
#include "wire/result.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::config {

/// Statements that lead from one schema to the next one. Steps that were released never change.
using schema_step = std::vector<const char*>;

struct database_kind {
  const char* noun;               ///< in sentences: `the state`, `the vault`
  const char* egress;             ///< the hint of the error when the file is damaged
  std::vector<schema_step> steps; ///< their number is the version of the schema
  int application = 0;            ///< SQLite's application_id, set by the first step; 0: none
  bool many_writers = false;      ///< whether it has a write-ahead log, so that readers never wait
};

struct database {
  database(std::filesystem::path at, const database_kind& what) : file{std::move(at)}, kind{what} {}
  std::filesystem::path file;
  const database_kind& kind; ///< of static storage
  soci::session sql;
  /// Why the file can only be read; whatever writes fails with this error.
  std::optional<error> unwritable{};
};

/// Opens the file (made with mode 0600 if need be) and brings its tables up to date. One that
/// cannot be written, because the disk is full or read-only or somebody else's, is opened for
/// reading. Errors: io; config if a newer version wrote it, or if it is something else; invalid if
/// SOCI cannot be told its name.
result<std::unique_ptr<database>> open_database(const std::filesystem::path& file,
                                                const database_kind&);

/// What the database threw, in one line that names the file.
error describe(const database&, const soci::soci_error&);

/// Runs `f`, turning what the database throws into values.
template <class F>
auto guarded(const database& db, F f) -> decltype(f()) {
  try {
    return f();
  } catch (const soci::soci_error& why) {
    return describe(db, why);
  }
}

/// Whether a session is with SQLite; if not, it is with PostgreSQL (postgresql.hpp).
bool is_sqlite(soci::session&);

/// Takes the write lock of an SQLite file now: one that begins as a reader can fail later, whatever
/// the time-out is. Rolls back unless it is committed.
class write_transaction {
public:
  explicit write_transaction(soci::session& sql);
  write_transaction(const write_transaction&) = delete;
  write_transaction& operator=(const write_transaction&) = delete;
  ~write_transaction();
  void commit();

private:
  soci::session& sql_;
  bool open_ = true;
};

/// From now on what is committed to an SQLite file survives a power cut, too: for what nobody can
/// make again.
void sync_commits(soci::session&);

} // namespace ockam::config
