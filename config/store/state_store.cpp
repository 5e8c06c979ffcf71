#include "config/store/state_store.hpp"

#include "config/database/named_rows.hpp"
#include "config/home/node_files.hpp"
#include "config/home/ownership.hpp"

#include <algorithm>

namespace ockam::config {

namespace fs = std::filesystem;

namespace {

const database_kind state{
    .noun = "the state",
    .egress = "`ockam reset -y` starts afresh; nodes and their state are lost",
    .steps =
        {
            {"create table nodes (name text primary key, listener_address text not null,"
             " created_at text not null, is_default integer not null default 0)",
             "create unique index default_node on nodes (is_default) where is_default = 1"},
            {"create table vaults (name text primary key, path text not null unique,"
             " created_at text not null, is_default integer not null)",
             "create unique index default_vault on vaults (is_default) where is_default = 1",
             "create table identities (name text primary key, identifier text not null unique,"
             " history text not null, vault text not null references vaults (name),"
             " created_at text not null, is_default integer not null)",
             "create unique index default_identity on identities (is_default) where is_default = 1",
             "alter table nodes add column identity text references identities (name)"},
            {"alter table nodes add column threads integer not null default 0"},
            {"create table projects (name text primary key, node text not null,"
             " description text not null, created_at text not null, is_default integer not null)",
             "create unique index default_project on projects (is_default) where is_default = 1",
             "create table credentials (project text not null references projects (name),"
             " identifier text not null, credential text not null, expires_at bigint not null,"
             " primary key (project, identifier))",
             "alter table nodes add column project text references projects (name)"},
            {"create table trusted_authorities (node text not null, authority text not null,"
             " history text not null, credential text not null, primary key (node, authority))"},
            {"create table declarations (place integer primary key, node text not null,"
             " kind text not null, name text not null, body text not null, made_by text not null,"
             " unique (node, kind, name))",
             "create table settings (key text primary key, value text not null)"},
            {"alter table nodes add column status_address text not null default ''"},
            {"alter table nodes add column offers text not null default ''"},
            {"create table entered_projects (node text not null, project text not null,"
             " host text not null, primary key (node, project))"},
            {"alter table nodes add column links_per_source integer not null default 0"},
            {"alter table nodes add column when_silent text not null default ''"},
            {"alter table nodes add column hosts integer not null default 0",
             "alter table projects add column made_by_itself integer not null default 0"},
            {"alter table nodes add column limits text not null default ''",
             "update nodes set limits = 'links-per-source=' || links_per_source"
             " where links_per_source > 0"},
            {"alter table nodes add column sandbox text not null default ''"},
        },
    .many_writers = true};

node_record read_node(const soci::row& row) {
  return {
      row.get<std::string>(0), row.get<std::string>(1),  row.get<std::string>(2),
      row.get<std::string>(3), row.get<int>(4) == 1,     static_cast<std::size_t>(row.get<int>(5)),
      row.get<std::string>(6), row.get<std::string>(7),  row.get<std::string>(8),
      row.get<std::string>(9), row.get<std::string>(10), row.get<int>(11) == 1,
      row.get<std::string>(12)};
}

/// Sets a column of a node. Errors: not_found.
template <class Value>
status set_of_node(database& db, std::string_view name, const std::string& column,
                   const Value& value) {
  return guarded(db, [&]() -> status {
    write_transaction all{db.sql};
    if (!has_row(db.sql, nodes_table, name)) return unknown_row(nodes_table, name);
    const std::string key{name};
    db.sql << "update nodes set " << column << " = :value where name = :name", soci::use(value),
        soci::use(key);
    all.commit();
    return done{};
  });
}

} // namespace

fs::path state_file(const fs::path& home) { return home / "database.sqlite3"; }

state_store::state_store(std::unique_ptr<database> opened) : database_{std::move(opened)} {}
state_store::state_store(state_store&&) noexcept = default;
state_store& state_store::operator=(state_store&&) noexcept = default;
state_store::~state_store() = default;

vault_records state_store::vaults() noexcept { return vault_records{*database_}; }
identity_records state_store::identities() noexcept { return identity_records{*database_}; }
project_records state_store::projects() noexcept { return project_records{*database_}; }
trust_records state_store::trusted() noexcept { return trust_records{*database_}; }
declaration_records state_store::declarations() noexcept { return declaration_records{*database_}; }

result<state_store> state_store::open(const fs::path& home) {
  if (auto ours = check_home(home); !ours) return ours.error();
  if (auto made = make_private_directory(home); !made) return made.error();
  OCKAM_TRY(opened, open_database(state_file(home), state));
  return state_store{std::move(opened)};
}

status state_store::put_node(std::string_view name, std::string_view listener_address,
                             std::string_view identity, std::size_t threads,
                             std::string_view project, bool hosts) {
  return guarded(*database_, [&]() -> status {
    auto& sql = database_->sql;
    write_transaction all{sql};
    if (!identity.empty() && !has_row(sql, identities_table, identity))
      return unknown_row(identities_table, identity);
    if (!project.empty() && !has_row(sql, projects_table, project))
      return unknown_row(projects_table, project);
    const std::string key{name}, address{listener_address}, who{identity}, member_of{project};
    const auto wanted = static_cast<int>(threads), is_host = hosts ? 1 : 0;
    sql << "insert into nodes (name, listener_address, identity, threads, project, created_at,"
           " is_default, hosts) values (:name, :address, nullif(:identity, ''), :threads,"
           " nullif(:project, ''),"
           " strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), 0, :hosts)"
           " on conflict (name) do update set listener_address = excluded.listener_address,"
           " identity = coalesce(excluded.identity, identity), threads = excluded.threads,"
           " project = coalesce(excluded.project, project), hosts = excluded.hosts,"
           " is_default = is_default and not excluded.hosts",
        soci::use(key), soci::use(address), soci::use(who), soci::use(wanted), soci::use(member_of),
        soci::use(is_host);
    choose_oldest(sql, nodes_table);
    all.commit();
    return done{};
  });
}

status state_store::set_limits(std::string_view name, std::string_view limits) {
  return set_of_node(*database_, name, "limits", std::string{limits});
}

status state_store::set_status_address(std::string_view name, std::string_view address) {
  return set_of_node(*database_, name, "status_address", std::string{address});
}

status state_store::set_offers(std::string_view name, std::string_view options) {
  return set_of_node(*database_, name, "offers", std::string{options});
}

status state_store::set_when_silent(std::string_view name, std::string_view mode) {
  return set_of_node(*database_, name, "when_silent", std::string{mode});
}

status state_store::set_sandbox(std::string_view name, std::string_view mode) {
  return set_of_node(*database_, name, "sandbox", std::string{mode});
}

status state_store::writable() const {
  return database_->unwritable ? status(*database_->unwritable) : status(done{});
}

result<last_made> state_store::newest() {
  return guarded(*database_, [&]() -> result<last_made> {
    last_made out;
    database_->sql
        << "select created_at, what from (select created_at, 'node ' || name what from nodes"
           " union all select created_at, 'vault ' || name from vaults"
           " union all select created_at, 'identity ' || name from identities)"
           " order by created_at desc limit 1",
        soci::into(out.when), soci::into(out.what);
    return out;
  });
}

status state_store::check() {
  return guarded(*database_, [&]() -> status {
    std::string told;
    database_->sql << "pragma quick_check(1)", soci::into(told);
    if (told == "ok") return done{};
    std::replace(told.begin(), told.end(), '\n', ' ');
    return fail(errc::io, "the state in " + database_->file.string() + " is damaged: " + told,
                state.egress);
  });
}

result<node_record> state_store::node(std::string_view name) {
  return find_row(*database_, nodes_table, name, read_node);
}

result<node_record> state_store::default_node() {
  return default_row(*database_, nodes_table, read_node);
}

result<std::vector<node_record>> state_store::nodes() {
  return all_rows(*database_, nodes_table, read_node);
}

status state_store::set_default(std::string_view name) {
  OCKAM_TRY(known, node(name));
  if (known.hosts)
    return fail(errc::invalid,
                "node " + std::string{name} + " hosts a project, and is never the default node",
                "ockam node create makes one that can be");
  return guarded(*database_, [&] { return choose_row(*database_, nodes_table, name); });
}

status state_store::remove_node(std::string_view name) {
  return guarded(*database_, [&]() -> status {
    write_transaction all{database_->sql};
    if (auto gone = remove_row(database_->sql, nodes_table, name); !gone) return gone;
    const std::string node{name};
    for (const std::string table : {"trusted_authorities", "entered_projects", "declarations"})
      database_->sql << "delete from " << table << " where node = :node", soci::use(node);
    all.commit();
    return done{};
  });
}

result<std::optional<std::string>> state_store::setting(std::string_view key) {
  return guarded(*database_, [&]() -> result<std::optional<std::string>> {
    const std::string name{key};
    std::string value;
    database_->sql << "select value from settings where key = :key", soci::use(name),
        soci::into(value);
    if (!database_->sql.got_data()) return std::optional<std::string>{};
    return std::optional{value};
  });
}

status state_store::set_setting(std::string_view key, std::string_view value) {
  return guarded(*database_, [&]() -> status {
    const std::string name{key}, said{value};
    write_transaction all{database_->sql};
    database_->sql << "insert into settings (key, value) values (:key, :value)"
                      " on conflict (key) do update set value = excluded.value",
        soci::use(name), soci::use(said);
    all.commit();
    return done{};
  });
}

status state_store::unset_setting(std::string_view key) {
  return guarded(*database_, [&]() -> status {
    const std::string name{key};
    write_transaction all{database_->sql};
    database_->sql << "delete from settings where key = :key", soci::use(name);
    all.commit();
    return done{};
  });
}

} // namespace ockam::config
