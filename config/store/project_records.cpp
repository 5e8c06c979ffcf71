#include "config/store/project_records.hpp"

#include "config/database/named_rows.hpp"

namespace ockam::config {

namespace {

project_record read_project(const soci::row& row) {
  return {row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2),
          row.get<std::string>(3), row.get<int>(4) == 1};
}

} // namespace

status project_records::put(const addition& what) {
  return guarded(*database_, [&]() -> status {
    auto& sql = database_->sql;
    write_transaction all{sql};
    std::string other;
    sql << "select node from projects where name = :name and node <> :node", soci::use(what.name),
        soci::use(what.node), soci::into(other);
    if (sql.got_data())
      return fail(errc::already_exists,
                  "another project is called " + what.name + ", that of node " + other,
                  "ockam project delete " + what.name);
    sql << "insert into projects (name, node, description, created_at, is_default)"
           " values (:name, :node, :description, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),"
           " not exists (select 1 from projects))"
           " on conflict (name) do update set description = excluded.description",
        soci::use(what.name), soci::use(what.node), soci::use(what.description);
    all.commit();
    return done{};
  });
}

result<project_record> project_records::find(std::string_view name) {
  return find_row(*database_, projects_table, name, read_project);
}

result<project_record> project_records::chosen() {
  return default_row(*database_, projects_table, read_project);
}

result<std::vector<project_record>> project_records::all() {
  return all_rows(*database_, projects_table, read_project);
}

status project_records::remove(std::string_view name) {
  return guarded(*database_, [&]() -> status {
    auto& sql = database_->sql;
    write_transaction all{sql};
    const auto users =
        names(sql, "select name from nodes where project = :name order by rowid", name);
    if (!users.empty())
      return fail(errc::in_use,
                  "project " + std::string{name} + " is in use by " + listed(nodes_table, users),
                  "ockam node delete " + users.front());
    if (auto gone = remove_row(sql, projects_table, name); !gone) return gone;
    const std::string key{name};
    sql << "delete from credentials where project = :name", soci::use(key);
    all.commit();
    return done{};
  });
}

status project_records::keep(std::string_view project, std::string_view identifier,
                             const kept_credential& what) {
  return guarded(*database_, [&]() -> status {
    auto& sql = database_->sql;
    write_transaction all{sql};
    if (!has_row(sql, projects_table, project)) return unknown_row(projects_table, project);
    const std::string key{project}, who{identifier};
    const auto until = static_cast<long long>(what.expires_at);
    sql << "insert into credentials (project, identifier, credential, expires_at)"
           " values (:project, :identifier, :credential, :until)"
           " on conflict (project, identifier) do update set credential = excluded.credential,"
           " expires_at = excluded.expires_at",
        soci::use(key), soci::use(who), soci::use(what.credential), soci::use(until);
    all.commit();
    return done{};
  });
}

result<std::optional<kept_credential>> project_records::kept(std::string_view project,
                                                             std::string_view identifier) {
  return guarded(*database_, [&]() -> result<std::optional<kept_credential>> {
    const std::string key{project}, who{identifier};
    std::string text;
    long long until = 0;
    database_->sql << "select credential, expires_at from credentials"
                      " where project = :project and identifier = :identifier",
        soci::use(key), soci::use(who), soci::into(text), soci::into(until);
    if (!database_->sql.got_data()) return std::optional<kept_credential>{};
    return std::optional{kept_credential{std::move(text), static_cast<std::uint64_t>(until)}};
  });
}

} // namespace ockam::config
