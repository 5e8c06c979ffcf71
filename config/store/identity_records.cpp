#include "config/store/identity_records.hpp"

#include "config/database/named_rows.hpp"

namespace ockam::config {

namespace {

identity_record read(const soci::row& row) {
  return {row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2),
          row.get<std::string>(3), row.get<std::string>(4), row.get<int>(5) == 1};
}

} // namespace

status identity_records::add(const addition& what) {
  return guarded(*database_, [&]() -> status {
    auto& sql = database_->sql;
    sync_commits(sql); // the key alone would not bring the identifier back
    write_transaction all{sql};
    if (has_row(sql, identities_table, what.name)) return taken_name(identities_table, what.name);
    if (!has_row(sql, vaults_table, what.vault)) return unknown_row(vaults_table, what.vault);
    const auto same =
        names(sql, "select name from identities where identifier = :identifier", what.identifier);
    if (!same.empty())
      return fail(errc::already_exists, what.identifier + " is identity " + same.front() + " here",
                  "ockam identity show " + same.front());
    sql << "insert into identities (name, identifier, history, vault, created_at, is_default)"
           " values (:name, :identifier, :history, :vault, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),"
           " not exists (select 1 from identities))",
        soci::use(what.name), soci::use(what.identifier), soci::use(what.history),
        soci::use(what.vault);
    all.commit();
    return done{};
  });
}

result<identity_record> identity_records::find(std::string_view name) {
  return find_row(*database_, identities_table, name, read);
}

result<identity_record> identity_records::chosen() {
  return default_row(*database_, identities_table, read);
}

result<std::vector<identity_record>> identity_records::all() {
  return all_rows(*database_, identities_table, read);
}

status identity_records::choose(std::string_view name) {
  return guarded(*database_, [&] { return choose_row(*database_, identities_table, name); });
}

status identity_records::remove(std::string_view name) {
  return guarded(*database_, [&]() -> status {
    auto& sql = database_->sql;
    write_transaction all{sql};
    const auto users =
        names(sql, "select name from nodes where identity = :name order by rowid", name);
    if (!users.empty())
      return fail(errc::in_use,
                  "identity " + std::string{name} + " is in use by " + listed(nodes_table, users),
                  "ockam node delete " + users.front());
    if (auto gone = remove_row(sql, identities_table, name); !gone) return gone;
    all.commit();
    return done{};
  });
}

} // namespace ockam::config
