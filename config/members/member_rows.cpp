#include "config/members/member_rows.hpp"

#include "config/database/database.hpp"
#include "config/defaults.hpp"
#include "config/members/audit_rows.hpp"
#include "config/members/guests.hpp"
#include "config/members/member_columns.hpp"
#include "config/members/row_change.hpp"

#include <chrono>

namespace ockam::config {

using wire::identifier;

namespace {

void forget_tickets_of(soci::session& sql, const std::string& issuer) {
  change_rows(sql, "delete from tickets where issued_by = :who", issuer);
}

/// Removes a member as the change `version`. REQUIRES: the version is of this transaction.
bool remove_member_row(soci::session& sql, const std::string& who, const identifier& by,
                       std::int64_t now, long long version) {
  if (change_rows(sql, "delete from members where identifier = :who", who) == 0) return false;
  constexpr long long kept =
      std::chrono::duration_cast<std::chrono::milliseconds>(former_members_kept).count();
  const auto forgotten = version - kept;
  forget_tickets_of(sql, who);
  change_rows(sql, "delete from credentials where identifier = :who", who);
  change_rows(sql, "delete from former_members where version < :forgotten", forgotten);
  change_rows(sql,
              "insert into former_members (identifier, version) values (:who, :version)"
              " on conflict (identifier) do update set version = excluded.version",
              who, version);
  write_audit_row(sql, {now, to_string(by), "remove member", who});
  return true;
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

} // namespace

long long next_version(soci::session& sql, std::int64_t now) {
  const long long floor = now * 1000;
  change_rows(
      sql,
      "update member_version set last = case when last >= :floor then last + 1 else :again end",
      floor, floor);
  long long version = 0;
  sql << "select last from member_version", soci::into(version);
  return version;
}

status member_rows::put(const member_record& m) {
  OCKAM_TRY(attributes, text_of_attributes(m.attributes));
  const auto who = to_string(m.who), by = m.added_by ? to_string(*m.added_by) : std::string();
  const long long added_at = m.added_at;
  write_transaction all{sql_};
  const auto version = next_version(sql_, m.added_at);
  change_rows(
      sql_,
      "insert into members (identifier, attributes, added_at, added_by, version) values"
      " (:who, :attributes, :at, :by, :version) on conflict (identifier) do update"
      " set version = case when members.attributes = excluded.attributes then members.version"
      " else excluded.version end,"
      " attributes = excluded.attributes, added_at = excluded.added_at,"
      " added_by = excluded.added_by",
      who, attributes, added_at, by, version);
  change_rows(sql_, "delete from former_members where identifier = :who", who);
  if (!makes_enroller(m.attributes) && !makes_sharer(m.attributes)) forget_tickets_of(sql_, who);
  write_audit_row(sql_, {m.added_at, by, "add member", who});
  all.commit();
  return done{};
}

result<member_record> member_rows::find(const identifier& wanted) {
  const auto who = to_string(wanted);
  std::string attributes, by;
  long long added_at = 0, version = 0;
  sql_ << "select attributes, added_at, added_by, version from members"
          " where identifier = :who",
      soci::use(who), soci::into(attributes), soci::into(added_at), soci::into(by),
      soci::into(version);
  if (!sql_.got_data()) return not_a_member(wanted);
  return member_record{wanted, attributes_of(attributes), added_at, optional_identifier_of(by),
                       version};
}

result<std::vector<member_record>> member_rows::all() {
  return read_members(sql_, -1, "added_at, identifier");
}

result<member_changes> member_rows::changes_since(std::int64_t version) {
  long long last = 0;
  sql_ << "select last from member_version", soci::into(last);
  member_changes out{last, {}, {}};
  if (last == version) return out;
  // The members are read after the number, so that it is never ahead of what it stands for.
  out.changed = read_members(sql_, version, "version");
  const long long known = version;
  const soci::rowset<std::string> gone =
      (sql_.prepare << "select identifier from former_members where version > :known",
       soci::use(known));
  for (const auto& who : gone) out.gone.push_back(identifier_of(who));
  return out;
}

status member_rows::remove(const identifier& gone, const identifier& by, std::int64_t now) {
  write_transaction all{sql_};
  if (!remove_member_row(sql_, to_string(gone), by, now, next_version(sql_, now)))
    return not_a_member(gone);
  all.commit();
  return done{};
}

result<std::vector<identifier>> member_rows::remove_added(const identifier& by, std::int64_t now) {
  write_transaction all{sql_};
  const auto version = next_version(sql_, now);
  const soci::rowset<std::string> names =
      (sql_.prepare << "select identifier from members where added_by <> ''"
                       " order by added_at, identifier");
  const std::vector<std::string> gone(names.begin(), names.end());
  std::vector<identifier> out;
  for (const auto& who : gone)
    if (remove_member_row(sql_, who, by, now, version)) out.push_back(identifier_of(who));
  all.commit();
  return out;
}

result<wire::member_versions> member_rows::versions_of(const std::vector<identifier>& some) {
  std::string who;
  long long version = 0;
  soci::statement one = (sql_.prepare << "select version from members where identifier = :who",
                         soci::use(who), soci::into(version));
  wire::member_versions out;
  for (const auto& each : some) {
    who = to_string(each);
    one.execute(true);
    if (one.got_data()) out.emplace(each, static_cast<std::uint64_t>(version));
  }
  return out;
}

status member_rows::note_credential(const issued_credential& issued) {
  const auto who = to_string(issued.who);
  const long long issued_at = issued.issued_at, expires_at = issued.expires_at;
  write_transaction all{sql_};
  // Holds the row: nobody removes the member meanwhile.
  if (change_rows(sql_, "update members set added_at = added_at where identifier = :who", who) == 0)
    return not_a_member(issued.who);
  change_rows(sql_,
              "insert into credentials (identifier, issued_at, expires_at) values"
              " (:who, :issued_at, :expires_at) on conflict (identifier) do update"
              " set issued_at = excluded.issued_at, expires_at = excluded.expires_at",
              who, issued_at, expires_at);
  write_audit_row(sql_, {issued.issued_at, who, "issue credential", ""});
  all.commit();
  return done{};
}

result<std::vector<issued_credential>> member_rows::credentials(std::int64_t now) {
  std::vector<issued_credential> out;
  const long long at = now;
  std::string who;
  long long issued_at = 0, expires_at = 0;
  soci::statement all =
      (sql_.prepare << "select identifier, issued_at, expires_at from credentials"
                       " where expires_at >= :now order by expires_at desc, identifier",
       soci::use(at), soci::into(who), soci::into(issued_at), soci::into(expires_at));
  all.execute();
  while (all.fetch()) out.push_back({identifier_of(who), issued_at, expires_at});
  return out;
}

} // namespace ockam::config
