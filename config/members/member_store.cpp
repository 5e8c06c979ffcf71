#include "config/members/member_store.hpp"

#include "config/database/postgresql.hpp"
#include "config/defaults.hpp"
#include "config/members/audit_rows.hpp"
#include "config/members/member_rows.hpp"
#include "config/members/ticket_rows.hpp"

namespace ockam::config {

using wire::identifier;

namespace {

/// Statements that both databases understand.
const database_kind kind{
    .noun = "the members",
    .egress = "bring back a copy of the file; without one, members have to enroll again",
    .steps = {{"create table members (identifier text primary key, attributes text not null,"
               " added_at bigint not null, added_by text not null)",
               "create table tickets (code_hash text primary key, attributes text not null,"
               " issued_by text not null, expires_at bigint not null, uses_left bigint not null)",
               "create table credentials (identifier text primary key, issued_at bigint not null,"
               " expires_at bigint not null)",
               "create table audit (id bigint primary key, at bigint not null, who text not null,"
               " what text not null, whom text not null, outcome text not null)",
               "create table audit_counter (last bigint not null)",
               "insert into audit_counter values (0)"},
              {"alter table members add column version bigint not null default 0",
               "create index members_by_version on members (version)",
               "create table former_members (identifier text primary key, version bigint not null)",
               "create table member_version (last bigint not null)",
               "insert into member_version values (0)"}},
    .many_writers = true};

} // namespace

bool is_on_server(const std::string& where) { return is_postgresql(where); }

member_store::member_store(std::unique_ptr<database> opened, std::chrono::milliseconds patience)
    : database_{std::move(opened)}, patience_{patience} {}
member_store::member_store(member_store&&) noexcept = default;
member_store& member_store::operator=(member_store&&) noexcept = default;
member_store::~member_store() = default;

void member_store::set_up_session() {
  auto& sql = database_->sql;
  if (is_sqlite(sql)) {
    sync_commits(sql);                      // a member that was removed must not come back
    sql << "pragma wal_autocheckpoint = 1"; // a copy of the file alone has all members
    sql << "pragma busy_timeout = " << std::to_string(patience_.count());
  } else {
    set_up_postgresql(sql, patience_);
  }
}

template <class F>
auto member_store::guarded(F f) -> decltype(f()) {
  auto out = config::guarded(*database_, f);
  auto& sql = database_->sql;
  if (out || out.error().code != errc::io || is_sqlite(sql)) return out;
  const auto revived = config::guarded(*database_, [&]() -> status {
    if (sql.is_connected()) return done{};
    sql.reconnect();
    set_up_session();
    return done{};
  });
  static_cast<void>(revived); // if not, the next call fails and tries again
  return out;
}

result<member_store> member_store::open(const std::string& where) {
  return open(where, state_busy_timeout);
}

result<member_store> member_store::open(const std::string& where,
                                        std::chrono::milliseconds patience) {
  OCKAM_TRY(opened, is_postgresql(where) ? open_postgresql(where, kind, patience)
                                         : open_database(where, kind));
  member_store out{std::move(opened), patience};
  const auto ready = out.guarded([&]() -> status {
    out.set_up_session();
    return done{};
  });
  if (!ready) return ready.error();
  return out;
}

status member_store::copy_to(const std::filesystem::path& file) {
  if (!is_sqlite(database_->sql))
    return fail(errc::invalid, "the members are on a server", "pg_dump makes a copy of them");
  return guarded([&]() -> status {
    const auto to = file.string();
    database_->sql << "vacuum into :file", soci::use(to);
    return done{};
  });
}

// -- what is in it: each of its own rows -----------------------------------------------

status member_store::put_member(const member_record& m) {
  return guarded([&] { return member_rows{database_->sql}.put(m); });
}

result<member_record> member_store::member(const identifier& who) {
  return guarded([&] { return member_rows{database_->sql}.find(who); });
}

result<std::vector<member_record>> member_store::members() {
  return guarded([&] { return member_rows{database_->sql}.all(); });
}

status member_store::remove_member(const identifier& gone, const identifier& by, std::int64_t now) {
  return guarded([&] { return member_rows{database_->sql}.remove(gone, by, now); });
}

result<std::vector<identifier>> member_store::remove_added_members(const identifier& by,
                                                                   std::int64_t now) {
  return guarded([&] { return member_rows{database_->sql}.remove_added(by, now); });
}

result<wire::member_versions> member_store::versions_of(const std::vector<identifier>& some) {
  return guarded([&] { return member_rows{database_->sql}.versions_of(some); });
}

result<member_changes> member_store::changes_since(std::int64_t version) {
  return guarded([&] { return member_rows{database_->sql}.changes_since(version); });
}

status member_store::add_ticket(wire::one_time_code code, const ticket_record& ticket,
                                std::int64_t now) {
  return guarded([&] { return ticket_rows{database_->sql}.add(code, ticket, now); });
}

result<member_record> member_store::use_ticket(wire::one_time_code code, const identifier& who,
                                               std::int64_t now) {
  return guarded([&] { return ticket_rows{database_->sql}.use(code, who, now); });
}

result<std::vector<known_ticket>> member_store::tickets(std::int64_t now) {
  return guarded([&] { return ticket_rows{database_->sql}.all(now); });
}

result<ticket_record> member_store::ticket(const wire::ticket_id& wanted) {
  return guarded([&] { return ticket_rows{database_->sql}.find(wanted); });
}

status member_store::remove_ticket(const wire::ticket_id& gone, const identifier& by,
                                   std::int64_t now) {
  return guarded([&] { return ticket_rows{database_->sql}.remove(gone, by, now); });
}

status member_store::note_credential(const issued_credential& issued) {
  return guarded([&] { return member_rows{database_->sql}.note_credential(issued); });
}

result<std::vector<issued_credential>> member_store::credentials(std::int64_t now) {
  return guarded([&] { return member_rows{database_->sql}.credentials(now); });
}

status member_store::audit(const audit_entry& entry) { return audit({&entry, 1}); }

status member_store::audit(std::span<const audit_entry> entries) {
  return guarded([&] { return audit_rows{database_->sql}.write(entries); });
}

result<std::vector<audit_entry>> member_store::audit_log(std::size_t newest) {
  return guarded([&] { return audit_rows{database_->sql}.newest(newest); });
}

result<std::vector<audit_entry>> member_store::audit_log_after(std::int64_t number,
                                                               std::size_t at_most) {
  return guarded([&] { return audit_rows{database_->sql}.after(number, at_most); });
}

} // namespace ockam::config
