#include "config/store/vault_keys.hpp"

#include "config/base/private_memory.hpp"
#include "config/database/database.hpp"
#include "config/home/ownership.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace ockam::config {

namespace fs = std::filesystem;

namespace {

const database_kind vault_of_keys{
    .noun = "the vault",
    .egress = "bring back a copy of the file",
    .steps = {{"pragma application_id = 0x6f636b76", // "ockv"
               "create table keys (id text primary key, scheme integer not null check (scheme "
               "between 0 and 255),"
               " secret blob not null check (length (secret) = 32)) without rowid"}},
    .application = 0x6f636b76};

/// A statement that SOCI is not asked to run, because it would keep copies of the secret that it
/// carries: SQLite takes this one from, and gives it to, where we want to have it.
class secret_statement {
public:
  secret_statement(soci::session& sql, const char* text)
      : connection_{static_cast<soci::sqlite3_session_backend&>(*sql.get_backend()).conn_} {
    check(sqlite_api::sqlite3_prepare_v2(connection_, text, -1, &statement_, nullptr), SQLITE_OK);
  }
  secret_statement(const secret_statement&) = delete;
  secret_statement& operator=(const secret_statement&) = delete;
  ~secret_statement() { sqlite_api::sqlite3_finalize(statement_); }

  /// What is bound outlives the statement.
  void bind(int index, std::string_view text) {
    check(sqlite_api::sqlite3_bind_text(statement_, index, text.data(),
                                        static_cast<int>(text.size()), SQLITE_STATIC),
          SQLITE_OK);
  }
  void bind(int index, int value) {
    check(sqlite_api::sqlite3_bind_int(statement_, index, value), SQLITE_OK);
  }
  void bind(int index, const secret_key& value) {
    const auto data = value.view();
    check(sqlite_api::sqlite3_bind_blob(statement_, index, data.data(),
                                        static_cast<int>(data.size()), SQLITE_STATIC),
          SQLITE_OK);
  }

  void run() { check(sqlite_api::sqlite3_step(statement_), SQLITE_DONE); }
  /// Whether there is a row.
  bool fetch() {
    const auto outcome = sqlite_api::sqlite3_step(statement_);
    if (outcome != SQLITE_DONE) check(outcome, SQLITE_ROW);
    return outcome == SQLITE_ROW;
  }
  int number(int column) { return sqlite_api::sqlite3_column_int(statement_, column); }
  /// The secret in a column. It has 32 bytes, as the table checks, unless somebody tampered with
  /// the file.
  secret_key secret(int column) {
    secret_key value;
    const auto size =
        static_cast<std::size_t>(sqlite_api::sqlite3_column_bytes(statement_, column));
    const auto* data = sqlite_api::sqlite3_column_blob(statement_, column);
    if (!data || size != value.view().size())
      throw soci::sqlite3_soci_error("a key of the wrong size", SQLITE_CORRUPT);
    std::memcpy(value.fill().data(), data, size);
    return value;
  }

private:
  void check(int outcome, int wanted) {
    if (outcome != wanted)
      throw soci::sqlite3_soci_error(sqlite_api::sqlite3_errmsg(connection_), outcome);
  }
  sqlite_api::sqlite3* connection_;
  sqlite_api::sqlite3_stmt* statement_ = nullptr;
};

/// An empty private file that was not there before.
status reserve(const fs::path& file) {
  const auto fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail(errno == EEXIST ? errc::already_exists : errc::io,
                "cannot make " + file.string() + ": " + std::strerror(errno));
  ::close(fd);
  return done{};
}

} // namespace

vault_keys::vault_keys(std::unique_ptr<database> opened) : database_{std::move(opened)} {}
vault_keys::vault_keys(vault_keys&&) noexcept = default;
vault_keys& vault_keys::operator=(vault_keys&&) noexcept = default;
vault_keys::~vault_keys() = default;

result<vault_keys> vault_keys::open(const fs::path& file) {
  if (auto usable = check_secret(file, "the vault in"); !usable) return usable.error();
  return open_existing(file);
}

result<vault_keys> vault_keys::open_or_make(const fs::path& file) {
  auto usable = check_secret(file, "the vault in");
  if (!usable && usable.error().code != errc::not_found) return usable.error();
  return open_existing(file);
}

result<vault_keys> vault_keys::open_existing(const fs::path& file) {
  keep_memory_private();
  OCKAM_TRY(opened, open_database(file, vault_of_keys));
  return guarded(*opened, [&]() -> result<vault_keys> {
    int wiping = 0; // pages of a removed key are overwritten, not only given back
    opened->sql << "pragma secure_delete = on", soci::into(wiping);
    return vault_keys{std::move(opened)};
  });
}

status vault_keys::put(std::string_view id, std::uint8_t scheme, const secret_key& value) {
  return guarded(*database_, [&]() -> status {
    secret_statement add{database_->sql,
                         "insert into keys values (?1, ?2, ?3) on conflict do nothing"};
    add.bind(1, id);
    add.bind(2, int{scheme});
    add.bind(3, value);
    add.run();
    return done{};
  });
}

result<vault_key> vault_keys::key(std::string_view id) {
  return guarded(*database_, [&]() -> result<vault_key> {
    secret_statement find{database_->sql, "select scheme, secret from keys where id = ?1"};
    find.bind(1, id);
    if (!find.fetch())
      return fail(errc::not_found, "key not found: " + std::string{id} + " in the vault "
                                       + database_->file.string());
    return vault_key{static_cast<std::uint8_t>(find.number(0)), find.secret(1)};
  });
}

result<std::vector<std::string>> vault_keys::key_ids() {
  return guarded(*database_, [&]() -> result<std::vector<std::string>> {
    std::vector<std::string> ids;
    const soci::rowset<std::string> rows =
        (database_->sql.prepare << "select id from keys order by id");
    for (const auto& id : rows) ids.push_back(id);
    return ids;
  });
}

status vault_keys::remove(std::string_view id) {
  return guarded(*database_, [&]() -> status {
    const std::string key{id};
    database_->sql << "delete from keys where id = :id", soci::use(key);
    return done{};
  });
}

status vault_keys::copy_to(const fs::path& file) {
  if (auto reserved = reserve(file); !reserved) return reserved;
  auto copied = guarded(*database_, [&]() -> status {
    const auto to = file.string();
    database_->sql << "vacuum into :file", soci::use(to);
    return done{};
  });
  std::error_code ignored;
  if (!copied) fs::remove(file, ignored);
  return copied;
}

status remove_vault_file(const fs::path& file) {
  auto opened = vault_keys::open(file);
  if (!opened && opened.error().code == errc::not_found) return done{};
  if (!opened) return opened.error();
  OCKAM_TRY(ids, opened->key_ids());
  for (const auto& id : ids)
    if (auto gone = opened->remove(id); !gone) return gone;
  std::error_code why;
  fs::remove(file, why);
  if (why) return fail(errc::io, "cannot remove " + file.string() + ": " + why.message());
  return done{};
}

} // namespace ockam::config
