#include "config/store/project_records.hpp"

#include "config/database/named_rows.hpp"

#include <map>

namespace ockam::config {

namespace {

project_record read_project(const soci::row& row) {
  return {row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2),
          row.get<std::string>(3), row.get<int>(4) == 1,    row.get<int>(5) == 1};
}

/// Whether a declaration says `/project/NAME`, or `/project/default` where that means it.
bool leads_through(std::string_view body, std::string_view project) {
  const auto part = "/project/" + std::string{project};
  for (auto at = body.find(part); at != body.npos; at = body.find(part, at + 1)) {
    const auto behind = at + part.size();
    if (behind == body.size() || body[behind] == '/' || body[behind] == '"') return true;
  }
  return false;
}

std::vector<project_user> users_of(soci::session& sql, const project_record& project) {
  constexpr auto any_default = "default";
  std::map<std::string, std::string> found; // how, by node
  for (const auto* const query : {"select name from nodes where project = :name",
                                  "select node from entered_projects where project = :name"})
    for (auto& node : names(sql, query, project.name)) found.emplace(std::move(node), "");
  const auto means_default = project.is_default && !has_row(sql, projects_table, any_default);
  const soci::rowset<soci::row> rows =
      (sql.prepare << "select node, kind, name, body from declarations order by place");
  for (const auto& row : rows) {
    const auto body = row.get<std::string>(3);
    if (leads_through(body, project.name) || (means_default && leads_through(body, any_default)))
      found.emplace(row.get<std::string>(0),
                    row.get<std::string>(1) + " " + row.get<std::string>(2));
  }
  std::vector<project_user> all;
  for (auto& [node, how] : found) all.push_back({node, std::move(how)});
  return all;
}

error in_use(const std::string& project, const std::vector<project_user>& users) {
  std::string list;
  for (const auto& each : users)
    list +=
        (list.empty() ? "" : ", ") + each.node + (each.how.empty() ? "" : " (" + each.how + ")");
  return fail(errc::in_use,
              "project " + project + " is in use by node" + (users.size() > 1 ? "s " : " ") + list,
              "ockam project delete " + project + " --yes; what these nodes offer is closed then");
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
    if (!what.made_by_itself && !has_row(sql, projects_table, what.name))
      sql << "update projects set is_default = 0 where is_default = 1 and made_by_itself = 1";
    const int by_itself = what.made_by_itself ? 1 : 0;
    sql << "insert into projects (name, node, description, created_at, is_default, made_by_itself)"
           " values (:name, :node, :description, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),"
           " not exists (select 1 from projects where is_default = 1), :by_itself)"
           " on conflict (name) do update set description = excluded.description",
        soci::use(what.name), soci::use(what.node), soci::use(what.description),
        soci::use(by_itself);
    all.commit();
    return done{};
  });
}

status project_records::choose(std::string_view name) {
  return guarded(*database_, [&]() -> status {
    if (auto chosen = choose_row(*database_, projects_table, name); !chosen) return chosen;
    const std::string key{name};
    write_transaction all{database_->sql};
    database_->sql << "update projects set made_by_itself = 0 where name = :name", soci::use(key);
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

result<std::vector<project_user>> project_records::users(std::string_view name) {
  OCKAM_TRY(project, find(name));
  return guarded(*database_, [&]() -> result<std::vector<project_user>> {
    return users_of(database_->sql, project);
  });
}

status project_records::remove(std::string_view name, bool in_any_case) {
  OCKAM_TRY(project, find(name));
  return guarded(*database_, [&]() -> status {
    auto& sql = database_->sql;
    sync_commits(sql); // a power cut may not open its users again
    write_transaction all{sql};
    const auto users = users_of(sql, project);
    if (!users.empty() && !in_any_case) return in_use(project.name, users);
    for (const auto& each : users) {
      sql << "insert into entered_projects (node, project, host) values (:node, :project, :host)"
             " on conflict (node, project) do nothing",
          soci::use(each.node), soci::use(project.name), soci::use(project.node);
      sql << "update nodes set project = null where name = :node and project = :project",
          soci::use(each.node), soci::use(project.name);
    }
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
