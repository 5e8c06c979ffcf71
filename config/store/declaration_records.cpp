#include "config/store/declaration_records.hpp"

#include "config/database/database.hpp"

namespace ockam::config {

status declaration_records::put(const declaration& what) {
  return guarded(*database_, [&]() -> status {
    sync_commits(database_->sql);
    write_transaction all{database_->sql};
    database_->sql << "insert into declarations (node, kind, name, body, made_by)"
                      " values (:node, :kind, :name, :body, :made_by)"
                      " on conflict (node, kind, name) do update set body = excluded.body,"
                      " made_by = excluded.made_by",
        soci::use(what.node), soci::use(what.kind), soci::use(what.name), soci::use(what.body),
        soci::use(what.made_by);
    all.commit();
    return done{};
  });
}

status declaration_records::remove(std::string_view node, std::string_view kind,
                                   std::string_view name) {
  return guarded(*database_, [&]() -> status {
    const std::string whose{node}, plural{kind}, which{name};
    sync_commits(database_->sql);
    write_transaction all{database_->sql};
    database_->sql << "delete from declarations"
                      " where node = :node and kind = :kind and name = :name",
        soci::use(whose), soci::use(plural), soci::use(which);
    all.commit();
    return done{};
  });
}

result<std::vector<declaration>> declaration_records::of(std::string_view node) {
  return guarded(*database_, [&]() -> result<std::vector<declaration>> {
    const std::string whose{node};
    std::vector<declaration> all;
    const soci::rowset<soci::row> rows =
        (database_->sql.prepare << "select kind, name, body, made_by from declarations"
                                   " where node = :node order by place",
         soci::use(whose));
    for (const auto& row : rows)
      all.push_back({whose, row.get<std::string>(0), row.get<std::string>(1),
                     row.get<std::string>(2), row.get<std::string>(3)});
    return all;
  });
}

} // namespace ockam::config
