#include "config/database/named_rows.hpp"

namespace ockam::config {

namespace {

std::string of(const named_table& table) { return table.noun; }

/// Runs a statement; returns how many rows it changed.
long long run(soci::session& sql, const std::string& statement, std::string name) {
  soci::statement once = (sql.prepare << statement, soci::use(name));
  once.execute(true);
  return once.get_affected_rows();
}

} // namespace

error unknown_row(const named_table& table, std::string_view name) {
  return fail(errc::not_found, of(table) + " not found: " + std::string{name},
              "`ockam " + of(table) + " list` shows those there are");
}

error unknown_row(const database& db, const named_table& table, std::string_view name) {
  auto why = unknown_row(table, name);
  why.message += " in " + db.file.parent_path().string();
  return why;
}

error taken_name(const named_table& table, std::string_view name) {
  return fail(errc::already_exists, of(table) + " " + std::string{name} + " already exists",
              "ockam " + of(table) + " show " + std::string{name});
}

error no_default(const database& db, const named_table& table) {
  return fail(errc::not_found,
              of(table) + " not found: there is no default " + of(table) + " in "
                  + db.file.parent_path().string(),
              "make one with `ockam " + of(table) + " create`");
}

bool has_row(soci::session& sql, const named_table& table, std::string_view name) {
  int count = 0;
  const std::string key{name};
  sql << "select count(*) from " << table.name << " where name = :name", soci::use(key),
      soci::into(count);
  return count > 0;
}

std::vector<std::string> names(soci::session& sql, const std::string& query,
                               std::string_view argument) {
  std::vector<std::string> all;
  const std::string value{argument};
  const soci::rowset<std::string> rows = (sql.prepare << query, soci::use(value));
  for (const auto& name : rows) all.push_back(name);
  return all;
}

std::string listed(const named_table& table, const std::vector<std::string>& names) {
  std::string text = names.size() == 1 ? table.noun : table.name;
  for (const auto& name : names) text += (&name == &names.front() ? " " : ", ") + name;
  return text;
}

status choose_row(database& db, const named_table& table, std::string_view name) {
  const std::string update = std::string{"update "} + table.name;
  write_transaction all{db.sql};
  db.sql << update << " set is_default = 0 where is_default = 1";
  if (run(db.sql, update + " set is_default = 1 where name = :name", std::string{name}) == 0)
    return unknown_row(table, name);
  all.commit();
  return done{};
}

status remove_row(soci::session& sql, const named_table& table, std::string_view name) {
  const std::string rows = table.name;
  if (run(sql, "delete from " + rows + " where name = :name", std::string{name}) == 0)
    return unknown_row(table, name);
  choose_oldest(sql, table);
  return done{};
}

void choose_oldest(soci::session& sql, const named_table& table) {
  const std::string rows = table.name;
  sql << "update " << rows << " set is_default = 1 where rowid = (select min(rowid) from " << rows
      << " where " << table.eligible << ") and not exists (select 1 from " << rows
      << " where is_default = 1)";
}

} // namespace ockam::config
