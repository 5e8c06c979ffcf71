#include "config/members/audit_rows.hpp"

#include "config/database/database.hpp"
#include "config/defaults.hpp"
#include "config/members/member_columns.hpp"
#include "config/members/row_change.hpp"

namespace ockam::config {

void write_audit_row(soci::session& sql, const audit_entry& entry) {
  const long long at = entry.at, kept = audit_entries_max;
  const auto who = text_for_audit(entry.who), what = text_for_audit(entry.what),
             whom = text_for_audit(entry.whom), outcome = text_for_audit(entry.outcome);
  change_rows(sql, "update audit_counter set last = last + 1");
  change_rows(sql,
              "insert into audit (id, at, who, what, whom, outcome) values"
              " ((select last from audit_counter), :at, :who, :what, :whom, :outcome)",
              at, who, what, whom, outcome);
  change_rows(sql, "delete from audit where id <= (select last from audit_counter) - :kept", kept);
}

status audit_rows::write(std::span<const audit_entry> entries) {
  write_transaction all{sql_};
  for (const auto& entry : entries) write_audit_row(sql_, entry);
  all.commit();
  return done{};
}

result<std::vector<audit_entry>> audit_rows::read(const char* which, long long after,
                                                  std::size_t at_most) {
  std::vector<audit_entry> out;
  const auto wanted = static_cast<long long>(at_most);
  audit_entry next;
  long long at = 0, number = 0;
  soci::statement all = (sql_.prepare << which, soci::use(after), soci::use(wanted),
                         soci::into(number), soci::into(at), soci::into(next.who),
                         soci::into(next.what), soci::into(next.whom), soci::into(next.outcome));
  all.execute();
  while (all.fetch()) {
    next.at = at;
    next.number = number;
    out.push_back(next);
  }
  return out;
}

result<std::vector<audit_entry>> audit_rows::newest(std::size_t count) {
  return read("select id, at, who, what, whom, outcome from audit where id > :after"
              " order by id desc limit :wanted",
              0, count);
}

result<std::vector<audit_entry>> audit_rows::after(std::int64_t number, std::size_t at_most) {
  return read("select id, at, who, what, whom, outcome from audit where id > :after"
              " order by id limit :wanted",
              number, at_most);
}

} // namespace ockam::config
