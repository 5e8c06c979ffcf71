#include "config/store/member_store.hpp"

#include "config/database/postgresql.hpp"
#include "config/defaults.hpp"

#include <nlohmann/json.hpp>
#include <openssl/sha.h>

#include <array>

namespace ockam::config {

bool makes_enroller(const wire::attribute_map& attributes) {
  const auto role = attributes.find("ockam-role");
  return role != attributes.end() && role->second == "enroller";
}

namespace {

using wire::attribute_map;
using wire::identifier;

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

// -- values in columns ----------------------------------------------------------

result<std::string> text_of(const attribute_map& attributes) {
  auto text =
      nlohmann::json(attributes).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (text.size() > attributes_size_max)
    return fail(errc::limit,
                "attributes of more than " + std::to_string(attributes_size_max) + " bytes");
  return text;
}

attribute_map attributes_of(const std::string& text) {
  attribute_map out;
  const auto object = nlohmann::json::parse(text, nullptr, false);
  for (const auto& [name, value] : object.items())
    if (value.is_string()) out.emplace(name, value.get<std::string>());
  return out;
}

identifier identifier_of(const std::string& text) {
  const auto out = identifier::parse(text);
  return out ? *out : identifier{};
}

std::optional<identifier> optional_identifier_of(const std::string& text) {
  if (text.empty()) return {};
  return identifier_of(text);
}

std::string hash_of(wire::one_time_code code) {
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> hash;
  SHA256(code.data(), code.size(), hash.data());
  return wire::to_hex(hash);
}

std::optional<wire::ticket_id> id_of(const std::string& hash) {
  wire::bytes value;
  wire::ticket_id out{};
  if (!wire::from_hex(hash, value) || value.size() != out.size()) return {};
  std::copy(value.begin(), value.end(), out.begin());
  return out;
}

error no_ticket(const std::string& hash) {
  return fail(errc::not_found, "ticket " + hash + " not found", "ockam ticket list");
}

ticket_record ticket_of(const std::string& attributes, const std::string& by, long long expires_at,
                        long long uses) {
  return {attributes_of(attributes), identifier_of(by), expires_at,
          static_cast<std::uint64_t>(uses)};
}

/// What a stranger sent may be anything.
std::string printable(std::string_view text) {
  auto size = std::min(text.size(), audit_text_max);
  while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80)
    --size;
  std::string out(text.substr(0, size));
  const auto utf8 = wire::is_utf8(wire::view_of(out));
  for (auto& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !utf8)) c = '?';
  }
  return out;
}

// -- statements -------------------------------------------------------------------

/// How many rows it changed.
template <class... Values>
long long run(soci::session& sql, const char* statement, const Values&... values) {
  soci::statement once{sql};
  (once.exchange(soci::use(values)), ...);
  once.alloc();
  once.prepare(statement);
  once.define_and_bind();
  once.execute(true);
  return once.get_affected_rows();
}

void write_audit(soci::session& sql, const audit_entry& entry) {
  const long long at = entry.at, kept = audit_entries_max;
  const auto who = printable(entry.who), what = printable(entry.what), whom = printable(entry.whom),
             outcome = printable(entry.outcome);
  run(sql, "update audit_counter set last = last + 1");
  run(sql,
      "insert into audit (id, at, who, what, whom, outcome) values"
      " ((select last from audit_counter), :at, :who, :what, :whom, :outcome)",
      at, who, what, whom, outcome);
  run(sql, "delete from audit where id <= (select last from audit_counter) - :kept", kept);
}

/// The version of the change that this transaction makes. Each transaction begins with this:
/// whoever comes second waits here, and never holds what the first one waits for.
long long next_version(soci::session& sql, std::int64_t now) {
  const long long floor = now * 1000;
  run(sql,
      "update member_version set last = case when last >= :floor then last + 1 else :again end",
      floor, floor);
  long long version = 0;
  sql << "select last from member_version", soci::into(version);
  return version;
}

void forget_tickets_of(soci::session& sql, const std::string& issuer) {
  run(sql, "delete from tickets where issued_by = :who", issuer);
}

/// REQUIRES: `version` is of this transaction.
bool remove_row(soci::session& sql, const std::string& who, const identifier& by, std::int64_t now,
                long long version) {
  if (run(sql, "delete from members where identifier = :who", who) == 0) return false;
  constexpr long long kept =
      std::chrono::duration_cast<std::chrono::milliseconds>(former_members_kept).count();
  const auto forgotten = version - kept;
  forget_tickets_of(sql, who);
  run(sql, "delete from credentials where identifier = :who", who);
  run(sql, "delete from former_members where version < :forgotten", forgotten);
  run(sql,
      "insert into former_members (identifier, version) values (:who, :version)"
      " on conflict (identifier) do update set version = excluded.version",
      who, version);
  write_audit(sql, {now, to_string(by), "remove member", who});
  return true;
}

bool is_member(soci::session& sql, const std::string& who) {
  int count = 0;
  sql << "select count(*) from members where identifier = :who", soci::use(who), soci::into(count);
  return count > 0;
}

error not_a_member(const identifier& who) {
  return fail(errc::not_found, to_string(who) + " is not a member", "ockam project-member list");
}

std::vector<member_record> read_members(soci::session& sql, std::int64_t after,
                                        const std::string& order) {
  std::vector<member_record> out;
  std::string who, attributes, by;
  long long added_at = 0, version = 0;
  const long long known = after;
  soci::statement all = (sql.prepare << "select identifier, attributes, added_at, added_by, version"
                                        " from members where version > :known order by "
                                            + order,
                         soci::use(known), soci::into(who), soci::into(attributes),
                         soci::into(added_at), soci::into(by), soci::into(version));
  all.execute();
  while (all.fetch())
    out.push_back({identifier_of(who), attributes_of(attributes), added_at,
                   optional_identifier_of(by), version});
  return out;
}

bool is_enroller(soci::session& sql, const std::string& who) {
  std::string attributes;
  sql << "select attributes from members where identifier = :who", soci::use(who),
      soci::into(attributes);
  return sql.got_data() && makes_enroller(attributes_of(attributes));
}

/// Whether somebody else removed that member after a ticket was made, as far as the audit log goes
/// back: whoever is sent away has the ticket still.
bool was_removed_since(soci::session& sql, const std::string& who, const std::string& ticket) {
  int removals = 0;
  sql << "select count(*) from audit where what = 'remove member' and whom = :who"
         " and who <> whom and outcome = 'done' and id > coalesce("
         "(select max(id) from audit where what = 'create ticket' and whom = :ticket), 0)",
      soci::use(who), soci::use(ticket), soci::into(removals);
  return removals > 0;
}

/// Why a ticket cannot be used.
std::string fault_of(soci::session& sql, const std::string& hash, long long now) {
  long long expires_at = 0;
  sql << "select expires_at from tickets where code_hash = :hash", soci::use(hash),
      soci::into(expires_at);
  if (!sql.got_data()) return "unknown ticket";
  return expires_at <= now ? "expired ticket" : "ticket used up";
}

} // namespace

member_store::member_store(std::unique_ptr<database> opened, std::chrono::milliseconds patience)
    : database_{std::move(opened)}, patience_{patience} {}
member_store::member_store(member_store&&) noexcept = default;
member_store& member_store::operator=(member_store&&) noexcept = default;
member_store::~member_store() = default;

void member_store::set_up_session() {
  auto& sql = database_->sql;
  if (is_sqlite(sql)) {
    sync_commits(sql); // a member that was removed must not come back
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
  static_cast<void>(revived); // or the next call fails, too, and tries again
  return out;
}

result<member_store> member_store::open(const std::string& where) {
  return open(where, state_busy_timeout);
}

result<member_store> member_store::open(const std::string& where,
                                        std::chrono::milliseconds patience) {
  auto opened =
      is_postgresql(where) ? open_postgresql(where, kind, patience) : open_database(where, kind);
  if (!opened) return opened.error();
  member_store out{std::move(*opened), patience};
  const auto ready = out.guarded([&]() -> status {
    out.set_up_session();
    return done{};
  });
  if (!ready) return ready.error();
  return out;
}

// -- members ----------------------------------------------------------------------

status member_store::put_member(const member_record& m) {
  OCKAM_TRY(attributes, text_of(m.attributes));
  return guarded([&]() -> status {
    auto& sql = database_->sql;
    const auto who = to_string(m.who), by = m.added_by ? to_string(*m.added_by) : std::string();
    const long long added_at = m.added_at;
    write_transaction all{sql};
    const auto version = next_version(sql, m.added_at);
    run(sql,
        "insert into members (identifier, attributes, added_at, added_by, version) values"
        " (:who, :attributes, :at, :by, :version) on conflict (identifier) do update"
        " set version = case when members.attributes = excluded.attributes then members.version"
        " else excluded.version end,"
        " attributes = excluded.attributes, added_at = excluded.added_at,"
        " added_by = excluded.added_by",
        who, attributes, added_at, by, version);
    run(sql, "delete from former_members where identifier = :who", who);
    if (!makes_enroller(m.attributes)) forget_tickets_of(sql, who);
    write_audit(sql, {m.added_at, by, "add member", who});
    all.commit();
    return done{};
  });
}

result<member_record> member_store::member(const identifier& wanted) {
  return guarded([&]() -> result<member_record> {
    const auto who = to_string(wanted);
    std::string attributes, by;
    long long added_at = 0, version = 0;
    database_->sql << "select attributes, added_at, added_by, version from members"
                      " where identifier = :who",
        soci::use(who), soci::into(attributes), soci::into(added_at), soci::into(by),
        soci::into(version);
    if (!database_->sql.got_data()) return not_a_member(wanted);
    return member_record{wanted, attributes_of(attributes), added_at, optional_identifier_of(by),
                         version};
  });
}

result<std::vector<member_record>> member_store::members() {
  return guarded([&]() -> result<std::vector<member_record>> {
    return read_members(database_->sql, -1, "added_at, identifier");
  });
}

result<member_changes> member_store::changes_since(std::int64_t version) {
  return guarded([&]() -> result<member_changes> {
    auto& sql = database_->sql;
    long long last = 0;
    sql << "select last from member_version", soci::into(last);
    member_changes out{last, {}, {}};
    if (last == version) return out;
    // Read after the number, which so is never ahead of what it stands for.
    out.changed = read_members(sql, version, "version");
    const long long known = version;
    const soci::rowset<std::string> gone =
        (sql.prepare << "select identifier from former_members where version > :known",
         soci::use(known));
    for (const auto& who : gone) out.gone.push_back(identifier_of(who));
    return out;
  });
}

status member_store::remove_member(const identifier& gone, const identifier& by, std::int64_t now) {
  return guarded([&]() -> status {
    auto& sql = database_->sql;
    write_transaction all{sql};
    if (!remove_row(sql, to_string(gone), by, now, next_version(sql, now)))
      return not_a_member(gone);
    all.commit();
    return done{};
  });
}

result<std::vector<identifier>> member_store::remove_added_members(const identifier& by,
                                                                   std::int64_t now) {
  return guarded([&]() -> result<std::vector<identifier>> {
    auto& sql = database_->sql;
    write_transaction all{sql};
    const auto version = next_version(sql, now);
    const soci::rowset<std::string> names =
        (sql.prepare << "select identifier from members where added_by <> ''"
                        " order by added_at, identifier");
    const std::vector<std::string> gone(names.begin(), names.end());
    std::vector<identifier> out;
    for (const auto& who : gone)
      if (remove_row(sql, who, by, now, version)) out.push_back(identifier_of(who));
    all.commit();
    return out;
  });
}

result<wire::member_versions> member_store::versions_of(const std::vector<identifier>& some) {
  return guarded([&]() -> result<wire::member_versions> {
    std::string who;
    long long version = 0;
    soci::statement one =
        (database_->sql.prepare << "select version from members where identifier = :who",
         soci::use(who), soci::into(version));
    wire::member_versions out;
    for (const auto& each : some) {
      who = to_string(each);
      one.execute(true);
      if (one.got_data()) out.emplace(each, static_cast<std::uint64_t>(version));
    }
    return out;
  });
}

// -- tickets ------------------------------------------------------------------------

status member_store::add_ticket(wire::one_time_code code, const ticket_record& ticket,
                                std::int64_t now) {
  OCKAM_TRY(attributes, text_of(ticket.attributes));
  return guarded([&]() -> status {
    auto& sql = database_->sql;
    const auto hash = hash_of(code), by = to_string(ticket.issued_by);
    const long long at = now, expires_at = ticket.expires_at,
                    uses = static_cast<long long>(
                        std::min<std::uint64_t>(ticket.uses, std::numeric_limits<int>::max()));
    write_transaction all{sql};
    run(sql,
        "delete from tickets where expires_at <= :now or uses_left <= 0"
        " or issued_by not in (select identifier from members)",
        at);
    std::size_t count = 0;
    sql << "select count(*) from tickets", soci::into(count);
    if (count >= tickets_max)
      return fail(errc::limit, "there are " + std::to_string(count) + " unused tickets already");
    run(sql,
        "insert into tickets (code_hash, attributes, issued_by, expires_at, uses_left) values"
        " (:hash, :attributes, :by, :expires_at, :uses)",
        hash, attributes, by, expires_at, uses);
    write_audit(sql, {now, by, "create ticket", hash});
    all.commit();
    return done{};
  });
}

result<member_record> member_store::use_ticket(wire::one_time_code code, const identifier& who,
                                               std::int64_t now) {
  return guarded([&]() -> result<member_record> {
    auto& sql = database_->sql;
    const auto hash = hash_of(code), name = to_string(who);
    const long long at = now;
    write_transaction all{sql};
    const auto version = next_version(sql, now);
    if (is_member(sql, name)) return fail(errc::already_exists, name + " is a member already");
    // Whoever comes second waits here for the first, and then sees what is left.
    const auto taken = run(sql,
                           "update tickets set uses_left = uses_left - 1"
                           " where code_hash = :hash and uses_left > 0 and expires_at > :now",
                           hash, at);
    if (taken == 0) return fail(errc::denied, fault_of(sql, hash, at));
    std::string attributes, by;
    sql << "select attributes, issued_by from tickets where code_hash = :hash", soci::use(hash),
        soci::into(attributes), soci::into(by);
    if (!is_enroller(sql, by)) return fail(errc::denied, "its issuer is no enroller any more");
    if (was_removed_since(sql, name, hash))
      return fail(errc::denied, name + " was removed after it was made");
    run(sql,
        "insert into members (identifier, attributes, added_at, added_by, version) values"
        " (:who, :attributes, :at, :by, :version)",
        name, attributes, at, by, version);
    run(sql, "delete from former_members where identifier = :who", name);
    write_audit(sql, {now, name, "use ticket", hash});
    all.commit();
    return member_record{who, attributes_of(attributes), now, identifier_of(by), version};
  });
}

result<std::vector<known_ticket>> member_store::tickets(std::int64_t now) {
  return guarded(
      [&]() -> result<std::vector<known_ticket>> {
        std::vector<known_ticket> out;
        std::string hash, attributes, by;
        long long expires_at = 0, uses = 0;
        const long long at = now;
        soci::statement all =
            (database_->sql.prepare
                 << "select code_hash, tickets.attributes, issued_by, expires_at, uses_left"
                    " from tickets join members on identifier = issued_by"
                    " where expires_at > :now and uses_left > 0 order by expires_at, code_hash",
             soci::use(at), soci::into(hash), soci::into(attributes), soci::into(by),
             soci::into(expires_at), soci::into(uses));
        all.execute();
        while (all.fetch())
          if (const auto id = id_of(hash))
            out.push_back({*id, ticket_of(attributes, by, expires_at, uses)});
        return out;
      });
}

result<ticket_record> member_store::ticket(const wire::ticket_id& wanted) {
  return guarded([&]() -> result<ticket_record> {
    const auto hash = wire::to_hex(wanted);
    std::string attributes, by;
    long long expires_at = 0, uses = 0;
    database_->sql << "select attributes, issued_by, expires_at, uses_left from tickets"
                      " where code_hash = :hash",
        soci::use(hash), soci::into(attributes), soci::into(by), soci::into(expires_at),
        soci::into(uses);
    if (!database_->sql.got_data()) return no_ticket(hash);
    return ticket_of(attributes, by, expires_at, uses);
  });
}

status member_store::remove_ticket(const wire::ticket_id& gone, const identifier& by,
                                   std::int64_t now) {
  return guarded([&]() -> status {
    auto& sql = database_->sql;
    const auto hash = wire::to_hex(gone);
    write_transaction all{sql};
    if (run(sql, "delete from tickets where code_hash = :hash", hash) == 0) return no_ticket(hash);
    write_audit(sql, {now, to_string(by), "delete ticket", hash});
    all.commit();
    return done{};
  });
}

// -- credentials ----------------------------------------------------------------------

status member_store::note_credential(const issued_credential& issued) {
  return guarded([&]() -> status {
    auto& sql = database_->sql;
    const auto who = to_string(issued.who);
    const long long issued_at = issued.issued_at, expires_at = issued.expires_at;
    write_transaction all{sql};
    // Holds the row: nobody removes the member meanwhile.
    if (run(sql, "update members set added_at = added_at where identifier = :who", who) == 0)
      return not_a_member(issued.who);
    run(sql,
        "insert into credentials (identifier, issued_at, expires_at) values"
        " (:who, :issued_at, :expires_at) on conflict (identifier) do update"
        " set issued_at = excluded.issued_at, expires_at = excluded.expires_at",
        who, issued_at, expires_at);
    write_audit(sql, {issued.issued_at, who, "issue credential", ""});
    all.commit();
    return done{};
  });
}

result<std::vector<issued_credential>> member_store::credentials(std::int64_t now) {
  return guarded([&]() -> result<std::vector<issued_credential>> {
    std::vector<issued_credential> out;
    const long long at = now;
    std::string who;
    long long issued_at = 0, expires_at = 0;
    soci::statement all =
        (database_->sql.prepare << "select identifier, issued_at, expires_at from credentials"
                                   " where expires_at >= :now order by expires_at desc, identifier",
         soci::use(at), soci::into(who), soci::into(issued_at), soci::into(expires_at));
    all.execute();
    while (all.fetch()) out.push_back({identifier_of(who), issued_at, expires_at});
    return out;
  });
}

// -- audit log --------------------------------------------------------------------------

status member_store::audit(const audit_entry& entry) { return audit({&entry, 1}); }

status member_store::audit(std::span<const audit_entry> entries) {
  return guarded([&]() -> status {
    write_transaction all{database_->sql};
    for (const auto& entry : entries) write_audit(database_->sql, entry);
    all.commit();
    return done{};
  });
}

result<std::vector<audit_entry>> member_store::audit_log(std::size_t newest) {
  return guarded([&]() -> result<std::vector<audit_entry>> {
    std::vector<audit_entry> out;
    const long long wanted = static_cast<long long>(newest);
    audit_entry next;
    long long at = 0;
    soci::statement all =
        (database_->sql.prepare << "select at, who, what, whom, outcome from audit"
                                   " order by id desc limit :wanted",
         soci::use(wanted), soci::into(at), soci::into(next.who), soci::into(next.what),
         soci::into(next.whom), soci::into(next.outcome));
    all.execute();
    while (all.fetch()) {
      next.at = at;
      out.push_back(next);
    }
    return out;
  });
}

} // namespace ockam::config
