#include "config/store/vault_records.hpp"

#include "config/database/named_rows.hpp"

namespace ockam::config {

namespace {

vault_record read_vault(const soci::row& row) {
  return {row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2),
          row.get<int>(3) == 1};
}

/// Errors: already_exists, with the name of the vault.
status check_free(soci::session& sql, const std::string& path) {
  std::string owner;
  sql << "select name from vaults where path = :path", soci::use(path), soci::into(owner);
  if (!sql.got_data()) return done{};
  return fail(errc::already_exists, path + " is the file of vault " + owner + " already",
              "ockam vault show " + owner);
}

} // namespace

status vault_records::add(std::string_view name, std::string_view path) {
  return guarded(*database_, [&]() -> status {
    auto& sql = database_->sql;
    sync_commits(sql); // the file alone is in no list
    write_transaction all{sql};
    const std::string key{name}, file{path};
    if (has_row(sql, vaults_table, name)) return taken_name(vaults_table, name);
    if (auto available = check_free(sql, file); !available) return available;
    sql << "insert into vaults (name, path, created_at, is_default) values (:name, :path,"
           " strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), not exists (select 1 from vaults))",
        soci::use(key), soci::use(file);
    all.commit();
    return done{};
  });
}

result<vault_record> vault_records::find(std::string_view name) {
  return find_row(*database_, vaults_table, name, read_vault);
}

result<vault_record> vault_records::chosen() {
  return default_row(*database_, vaults_table, read_vault);
}

result<std::vector<vault_record>> vault_records::all() {
  return all_rows(*database_, vaults_table, read_vault);
}

status vault_records::move(std::string_view name, std::string_view path) {
  return guarded(*database_, [&]() -> status {
    auto& sql = database_->sql;
    sync_commits(sql); // the old file goes next
    write_transaction all{sql};
    const std::string key{name}, file{path};
    if (!has_row(sql, vaults_table, name)) return unknown_row(vaults_table, name);
    if (auto available = check_free(sql, file); !available) return available;
    sql << "update vaults set path = :path where name = :name", soci::use(file), soci::use(key);
    all.commit();
    return done{};
  });
}

status vault_records::remove(std::string_view name) {
  return guarded(*database_, [&]() -> status {
    auto& sql = database_->sql;
    write_transaction all{sql};
    const auto users =
        names(sql, "select name from identities where vault = :name order by rowid", name);
    if (!users.empty())
      return fail(errc::in_use,
                  "vault " + std::string{name} + " is in use: it holds the keys of "
                      + listed(identities_table, users),
                  "ockam identity delete " + users.front());
    if (auto gone = remove_row(sql, vaults_table, name); !gone) return gone;
    all.commit();
    return done{};
  });
}

} // namespace ockam::config
