#include "config/store/trust_records.hpp"

#include "config/database/database.hpp"

namespace ockam::config {

status trust_records::put(std::string_view node, const trust_record& what) {
  return guarded(*database_, [&]() -> status {
    const std::string name{node};
    sync_commits(database_->sql);
    write_transaction all{database_->sql};
    database_->sql << "insert into trusted_authorities (node, authority, history, credential)"
                      " values (:node, :authority, :history, :credential)"
                      " on conflict (node, authority) do update set history = excluded.history,"
                      " credential = coalesce(nullif(excluded.credential, ''), credential)",
        soci::use(name), soci::use(what.authority), soci::use(what.history),
        soci::use(what.credential);
    all.commit();
    return done{};
  });
}

result<std::vector<trust_record>> trust_records::of(std::string_view node) {
  return guarded(*database_, [&]() -> result<std::vector<trust_record>> {
    const std::string name{node};
    std::vector<trust_record> all;
    const soci::rowset<soci::row> rows =
        (database_->sql.prepare << "select authority, history, credential from trusted_authorities"
                                   " where node = :node order by authority",
         soci::use(name));
    for (const auto& row : rows)
      all.push_back({row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2)});
    return all;
  });
}

/// Most of the time it is there, and reading waits for no disk.
status trust_records::enter(std::string_view node, const entered_project& what) {
  return guarded(*database_, [&]() -> status {
    const std::string name{node};
    auto& sql = database_->sql;
    std::string host;
    sql << "select host from entered_projects where node = :node and project = :project",
        soci::use(name), soci::use(what.name), soci::into(host);
    if (sql.got_data() && host == what.host) return done{};
    sync_commits(sql);
    write_transaction all{sql};
    sql << "insert into entered_projects (node, project, host) values (:node, :project, :host)"
           " on conflict (node, project) do update set host = excluded.host",
        soci::use(name), soci::use(what.name), soci::use(what.host);
    all.commit();
    return done{};
  });
}

result<std::vector<entered_project>> trust_records::entered_by(std::string_view node) {
  return guarded(*database_, [&]() -> result<std::vector<entered_project>> {
    const std::string name{node};
    std::vector<entered_project> all;
    const soci::rowset<soci::row> rows =
        (database_->sql.prepare << "select project, host from entered_projects"
                                   " where node = :node order by project",
         soci::use(name));
    for (const auto& row : rows) all.push_back({row.get<std::string>(0), row.get<std::string>(1)});
    return all;
  });
}

} // namespace ockam::config
