#include "config/store/trust_records.hpp"

#include "config/database/database.hpp"

namespace ockam::config {

status trust_records::put(std::string_view node, const trust_record& what) {
  return guarded(*database_, [&]() -> status {
    const std::string name{node};
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

} // namespace ockam::config
