// Tables whose rows have a name and of which one row, if there are any, is the default: the columns
// are called `name` and `is_default`. For .cpp files of config/ only.
#pragma once
#include "config/database/database.hpp"

#include <type_traits>

namespace ockam::config {

struct named_table {
  const char* name;           ///< `nodes`
  const char* noun;           ///< `node`, as the command line calls it
  const char* columns;        ///< in the order of the record's members
  const char* eligible = "1"; ///< a condition on rows that may be the default one
};

inline constexpr named_table nodes_table{
    "nodes", "node",
    "name, listener_address, coalesce(identity, ''), created_at, is_default, threads,"
    " coalesce(project, ''), status_address, offers, limits, when_silent, hosts, sandbox",
    "hosts = 0"},
    vaults_table{"vaults", "vault", "name, path, created_at, is_default"},
    identities_table{"identities", "identity",
                     "name, identifier, history, vault, created_at, is_default"},
    projects_table{"projects", "project",
                   "name, node, description, created_at, is_default, made_by_itself"};

/// `node not found: n1`
error unknown_row(const named_table&, std::string_view name);
/// `node not found: n1 in /root/.ockam`
error unknown_row(const database&, const named_table&, std::string_view name);
/// `node n1 already exists`
error taken_name(const named_table&, std::string_view name);
/// `node not found: there is no default node in /root/.ockam`
error no_default(const database&, const named_table&);

bool has_row(soci::session&, const named_table&, std::string_view name);

/// Names that `query` selects with `argument`, and how to say them: `node n1`, `nodes n1, n2`.
std::vector<std::string> names(soci::session&, const std::string& query, std::string_view argument);
std::string listed(const named_table&, const std::vector<std::string>& names);

/// `read` makes a record of a row. Errors: not_found.
template <class Read>
using record_of = std::invoke_result_t<Read, const soci::row&>;

template <class Read>
result<record_of<Read>> find_row(database& db, const named_table& table, std::string_view name,
                                 Read read) {
  return guarded(db, [&]() -> result<record_of<Read>> {
    soci::row row;
    const std::string key{name};
    db.sql << "select " << table.columns << " from " << table.name << " where name = :name",
        soci::use(key), soci::into(row);
    if (!db.sql.got_data()) return unknown_row(db, table, name);
    return read(row);
  });
}

template <class Read>
result<record_of<Read>> default_row(database& db, const named_table& table, Read read) {
  return guarded(db, [&]() -> result<record_of<Read>> {
    soci::row row;
    db.sql << "select " << table.columns << " from " << table.name << " where is_default = 1",
        soci::into(row);
    if (!db.sql.got_data()) return no_default(db, table);
    return read(row);
  });
}

/// All rows, oldest first.
template <class Read>
result<std::vector<record_of<Read>>> all_rows(database& db, const named_table& table, Read read) {
  return guarded(db, [&]() -> result<std::vector<record_of<Read>>> {
    std::vector<record_of<Read>> all;
    const soci::rowset<soci::row> rows = (db.sql.prepare << "select " << table.columns << " from "
                                                         << table.name << " order by rowid");
    for (const auto& row : rows) all.push_back(read(row));
    return all;
  });
}

/// Makes a row the default. Errors: not_found.
status choose_row(database&, const named_table&, std::string_view name);

/// If no row is the default, the oldest eligible one becomes it. To be called in a transaction.
void choose_oldest(soci::session&, const named_table&);

/// Removes a row; the oldest one left takes over as the default. To be called in a transaction.
/// Errors: not_found.
status remove_row(soci::session&, const named_table&, std::string_view name);

} // namespace ockam::config
