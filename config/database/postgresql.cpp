#include "config/database/postgresql.hpp"

#include "config/defaults.hpp"

#include <algorithm>

namespace ockam::config {

namespace {

/// Loaded on first use only: libpq brings two dozen libraries, which would make every start of
/// every command slower.
constexpr const char* backend = "libsoci_postgresql.so.4.0";
constexpr const char* name = "postgresql";

status load_backend() {
  try {
    [[maybe_unused]] static const bool loaded = [] {
      soci::dynamic_backends::register_backend(name, backend);
      return true;
    }();
    return done{};
  } catch (const soci::soci_error& why) {
    return fail(errc::config, std::string("cannot use PostgreSQL: ") + why.what(),
                "install the package libsoci-postgresql4.0");
  }
}

/// The URI without who connects, how, and anything that may be part of a password.
std::string shown(std::string_view where) {
  const auto start = where.find("//") + 2, query = std::min(where.find('?'), where.size());
  const auto at = where.rfind('@');
  if (at != std::string_view::npos && at > query) return "postgresql://...";
  const auto host = at == std::string_view::npos ? start : at + 1;
  return "postgresql://" + std::string(where.substr(host, query - host));
}

/// The URI with time-outs, without which libpq waits for ever.
std::string with_timeouts(std::string where, std::chrono::milliseconds patience) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(patience).count();
  const auto add = [&](const std::string& option, long long value) {
    if (where.find(option) != std::string::npos) return;
    where += where.find('?') == std::string::npos ? '?' : '&';
    where += option + std::to_string(value);
  };
  add("connect_timeout=", std::max<long long>(seconds, 2)); // libpq takes 1 for 2, too
  add("tcp_user_timeout=", std::chrono::milliseconds(tcp_user_timeout).count());
  return where;
}

/// Makes the tables, or brings them up to date; one process does, and others wait.
status bring_schema_up_to_date(database& db) {
  auto& sql = db.sql;
  write_transaction all{sql};
  sql << "select pg_advisory_xact_lock(7026521)"; // any number that nobody else takes
  sql << "create schema if not exists ockam";
  sql << "create table if not exists schema_version (version bigint not null)";
  long long version = 0;
  sql << "select coalesce(max(version), 0) from schema_version", soci::into(version);
  const auto steps = static_cast<long long>(db.kind.steps.size());
  if (version > steps)
    return fail(errc::config, std::string{db.kind.noun} + " in " + db.file.string()
                                  + " is of a newer version of ockam");
  if (version == steps) return done{};
  for (auto step = version; step < steps; ++step)
    for (const auto* statement : db.kind.steps[static_cast<std::size_t>(step)]) sql << statement;
  sql << "delete from schema_version";
  sql << "insert into schema_version values (:version)", soci::use(steps);
  all.commit();
  return done{};
}

} // namespace

bool is_postgresql(std::string_view where) {
  return where.starts_with("postgresql://") || where.starts_with("postgres://");
}

void set_up_postgresql(soci::session& sql, std::chrono::milliseconds patience) {
  sql << "set client_min_messages = error"; // the rest would go to the standard error
  sql << "set search_path to ockam";
  sql << "set lock_timeout = " << std::to_string(patience.count());
}

result<std::unique_ptr<database>> open_postgresql(const std::string& where,
                                                  const database_kind& kind,
                                                  std::chrono::milliseconds patience) {
  if (auto loaded = load_backend(); !loaded) return loaded.error();
  auto db = std::make_unique<database>(shown(where), kind);
  return guarded(*db, [&]() -> result<std::unique_ptr<database>> {
    db->sql.open(name, with_timeouts(where, patience));
    set_up_postgresql(db->sql, patience);
    if (auto ready = bring_schema_up_to_date(*db); !ready) return ready.error();
    return std::move(db);
  });
}

} // namespace ockam::config
