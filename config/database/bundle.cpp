#include "config/database/bundle.hpp"

#include "config/base/private_memory.hpp"
#include "config/base/secret.hpp"
#include "config/database/database.hpp"
#include "config/defaults.hpp"
#include "config/home/ownership.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <functional>
#include <unistd.h>

namespace ockam::config {

namespace fs = std::filesystem;

namespace {

const database_kind file_of_files{
    .noun = "the backup",
    .egress = "take another copy of it",
    .steps = {{"pragma application_id = 0x6f636b62", // "ockb"
               "create table parts (name text not null unique, hash blob not null, bytes blob not "
               "null)"}},
    .application = 0x6f636b62};

using digest = std::array<std::uint8_t, 32>;

/// The SHA-256 of what comes piece by piece.
class hasher {
public:
  hasher() { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
  void add(std::span<const std::uint8_t> piece) {
    EVP_DigestUpdate(context_.get(), piece.data(), piece.size());
  }
  digest end() {
    digest out;
    EVP_DigestFinal_ex(context_.get(), out.data(), nullptr);
    return out;
  }

private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_{EVP_MD_CTX_new(),
                                                                   EVP_MD_CTX_free};
};

/// The bytes of a row, read and written where they are: SOCI would hold all of them at once.
class row_bytes {
public:
  row_bytes(soci::session& sql, const char* column, long long row, bool writes)
      : connection_{static_cast<soci::sqlite3_session_backend&>(*sql.get_backend()).conn_} {
    check(sqlite_api::sqlite3_blob_open(connection_, "main", "parts", column, row, writes ? 1 : 0,
                                        &blob_));
  }
  row_bytes(const row_bytes&) = delete;
  row_bytes& operator=(const row_bytes&) = delete;
  ~row_bytes() { sqlite_api::sqlite3_blob_close(blob_); }

  std::size_t size() const {
    return static_cast<std::size_t>(sqlite_api::sqlite3_blob_bytes(blob_));
  }
  void write(std::span<const std::uint8_t> piece, std::size_t at) {
    check(sqlite_api::sqlite3_blob_write(blob_, piece.data(), static_cast<int>(piece.size()),
                                         static_cast<int>(at)));
  }
  void read(std::span<std::uint8_t> into, std::size_t at) {
    check(sqlite_api::sqlite3_blob_read(blob_, into.data(), static_cast<int>(into.size()),
                                        static_cast<int>(at)));
  }

private:
  void check(int outcome) {
    if (outcome != SQLITE_OK)
      throw soci::sqlite3_soci_error(sqlite_api::sqlite3_errmsg(connection_), outcome);
  }
  sqlite_api::sqlite3* connection_;
  sqlite_api::sqlite3_blob* blob_ = nullptr;
};

/// A piece of a file on its way, which is wiped.
struct piece {
  std::array<std::uint8_t, bundle_piece> bytes;
  ~piece() { wipe(bytes); }
};

using open_file = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

open_file opened(const fs::path& file, int flags) {
  const auto fd = ::open(file.c_str(), flags | O_CLOEXEC, 0600);
  return {fd < 0 ? nullptr : ::fdopen(fd, (flags & O_WRONLY) != 0 ? "w" : "r"), std::fclose};
}

error trouble(const char* what, const fs::path& file) {
  return fail(errc::io,
              std::string("cannot ") + what + ' ' + file.string() + ": " + std::strerror(errno));
}

/// Adds a part of that size; `next` fills a span with what comes next.
status add_part(database& db, std::string_view name, std::size_t size,
                const std::function<status(std::span<std::uint8_t>)>& next) {
  if (size > bundle_part_max)
    return fail(errc::limit,
                std::string(name) + " has more than " + std::to_string(bundle_part_max) + " bytes");
  return guarded(db, [&]() -> status {
    write_transaction all{db.sql};
    const std::string as{name};
    const auto bytes = static_cast<long long>(size);
    db.sql << "insert into parts values (:name, zeroblob(32), zeroblob(:size))", soci::use(as),
        soci::use(bytes);
    long long row = 0;
    db.sql << "select last_insert_rowid()", soci::into(row);
    hasher sum;
    {
      row_bytes to{db.sql, "bytes", row, true};
      piece some;
      for (std::size_t at = 0; at < size; at += bundle_piece) {
        const auto part = std::span{some.bytes}.first(std::min(bundle_piece, size - at));
        if (auto got = next(part); !got) return got;
        sum.add(part);
        to.write(part, at);
      }
    }
    row_bytes{db.sql, "hash", row, true}.write(sum.end(), 0);
    all.commit();
    return done{};
  });
}

/// Gives a part of at most `max` bytes to `next`, piece by piece.
status take_part(database& db, std::string_view name, std::size_t max,
                 const std::function<status(std::span<const std::uint8_t>)>& next) {
  return guarded(db, [&]() -> status {
    const std::string as{name};
    long long row = 0;
    db.sql << "select rowid from parts where name = :name", soci::use(as), soci::into(row);
    if (!db.sql.got_data())
      return fail(errc::not_found, db.file.string() + " has no " + as + " in it");
    row_bytes from{db.sql, "bytes", row, false};
    const auto size = from.size();
    if (size > max) return fail(errc::limit, as + " in " + db.file.string() + " is too large");
    hasher sum;
    piece some;
    for (std::size_t at = 0; at < size; at += bundle_piece) {
      const auto part = std::span{some.bytes}.first(std::min(bundle_piece, size - at));
      from.read(part, at);
      sum.add(part);
      if (auto taken = next(part); !taken) return taken;
    }
    digest wanted{};
    row_bytes noted{db.sql, "hash", row, false};
    if (noted.size() == wanted.size()) noted.read(wanted, 0);
    if (noted.size() != wanted.size() || wanted != sum.end())
      throw soci::sqlite3_soci_error("the hash of a part is another one", SQLITE_CORRUPT);
    return done{};
  });
}

} // namespace

bundle::bundle(std::unique_ptr<database> opened) : database_{std::move(opened)} {}
bundle::bundle(bundle&&) noexcept = default;
bundle& bundle::operator=(bundle&&) noexcept = default;
bundle::~bundle() = default;

result<bundle> bundle::make(const fs::path& file) {
  keep_memory_private();
  const auto made = opened(file, O_WRONLY | O_CREAT | O_EXCL);
  if (!made && errno == EEXIST)
    return fail(errc::already_exists, file.string() + " is there already", "another name");
  if (!made) return trouble("make", file);
  OCKAM_TRY(empty, open_database(file, file_of_files));
  return bundle{std::move(empty)};
}

result<bundle> bundle::open(const fs::path& file) {
  keep_memory_private();
  if (auto usable = check_secret(file, "the backup"); !usable) return usable.error();
  OCKAM_TRY(known, open_database(file, file_of_files));
  const auto whole = guarded(*known, [&]() -> status {
    std::string verdict;
    known->sql << "pragma integrity_check(1)", soci::into(verdict);
    if (verdict != "ok") throw soci::sqlite3_soci_error(verdict, SQLITE_CORRUPT);
    return done{};
  });
  if (!whole) return whole.error();
  return bundle{std::move(known)};
}

status bundle::add(std::string_view name, const fs::path& from) {
  const auto in = opened(from, O_RDONLY);
  std::error_code unknown;
  const auto size = fs::file_size(from, unknown);
  if (!in || unknown) return trouble("read", from);
  std::setvbuf(in.get(), nullptr, _IONBF, 0); // nothing of it stays in another buffer
  return add_part(*database_, name, size, [&](std::span<std::uint8_t> into) -> status {
    if (std::fread(into.data(), 1, into.size(), in.get()) == into.size()) return done{};
    return trouble("read", from);
  });
}

status bundle::add_text(std::string_view name, std::string_view text) {
  return add_part(*database_, name, text.size(), [&](std::span<std::uint8_t> into) -> status {
    std::memcpy(into.data(), text.data(), into.size());
    text.remove_prefix(into.size());
    return done{};
  });
}

status bundle::take(std::string_view name, const fs::path& to) {
  auto out = opened(to, O_WRONLY | O_CREAT | O_EXCL);
  if (!out)
    return errno == EEXIST ? status(fail(errc::already_exists, to.string() + " is there already"))
                           : status(trouble("make", to));
  std::setvbuf(out.get(), nullptr, _IONBF, 0);
  auto taken = take_part(*database_, name, bundle_part_max,
                         [&](std::span<const std::uint8_t> part) -> status {
                           if (std::fwrite(part.data(), 1, part.size(), out.get()) == part.size())
                             return done{};
                           return trouble("write", to);
                         });
  if (taken && ::fsync(::fileno(out.get())) != 0) taken = trouble("write", to);
  if (!taken) ::unlink(to.c_str());
  return taken;
}

result<std::string> bundle::text(std::string_view name) {
  std::string out;
  const auto taken = take_part(
      *database_, name, bundle_text_max, [&](std::span<const std::uint8_t> part) -> status {
        out.append(reinterpret_cast<const char*>(part.data()), part.size());
        return done{};
      });
  if (!taken) return taken.error();
  return out;
}

} // namespace ockam::config
