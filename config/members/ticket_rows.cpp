#include "config/members/ticket_rows.hpp"

#include "config/database/database.hpp"
#include "config/defaults.hpp"
#include "config/members/audit_rows.hpp"
#include "config/members/guests.hpp"
#include "config/members/member_columns.hpp"
#include "config/members/member_rows.hpp"
#include "config/members/row_change.hpp"

#include <algorithm>
#include <limits>

namespace ockam::config {

using wire::identifier;

namespace {

error no_ticket(const std::string& hash) { return not_found("ticket", hash, "ockam ticket list"); }

ticket_record ticket_of(const std::string& attributes, const std::string& by, long long expires_at,
                        long long uses) {
  return {attributes_of(attributes), identifier_of(by), expires_at,
          static_cast<std::uint64_t>(uses)};
}

bool is_member(soci::session& sql, const std::string& who) {
  int count = 0;
  sql << "select count(*) from members where identifier = :who", soci::use(who), soci::into(count);
  return count > 0;
}

/// Whether who made a ticket may let in still whom it is for.
bool may_let_in(soci::session& sql, const std::string& who, const wire::attribute_map& whom) {
  std::string text;
  sql << "select attributes from members where identifier = :who", soci::use(who), soci::into(text);
  if (!sql.got_data()) return false;
  const auto attributes = attributes_of(text);
  return makes_enroller(attributes) || (makes_sharer(attributes) && is_guest(whom));
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

status ticket_rows::add(wire::one_time_code code, const ticket_record& ticket, std::int64_t now) {
  OCKAM_TRY(attributes, text_of_attributes(ticket.attributes));
  const auto hash = hash_of(code), by = to_string(ticket.issued_by);
  const long long at = now, expires_at = ticket.expires_at,
                  uses = static_cast<long long>(
                      std::min<std::uint64_t>(ticket.uses, std::numeric_limits<int>::max()));
  write_transaction all{sql_};
  change_rows(sql_,
              "delete from tickets where expires_at <= :now or uses_left <= 0"
              " or issued_by not in (select identifier from members)",
              at);
  std::size_t count = 0;
  sql_ << "select count(*) from tickets", soci::into(count);
  if (count >= tickets_max)
    return fail(errc::limit, "there are " + std::to_string(count) + " unused tickets already");
  change_rows(sql_,
              "insert into tickets (code_hash, attributes, issued_by, expires_at, uses_left) values"
              " (:hash, :attributes, :by, :expires_at, :uses)",
              hash, attributes, by, expires_at, uses);
  write_audit_row(sql_, {now, by, "create ticket", hash});
  all.commit();
  return done{};
}

result<member_record> ticket_rows::use(wire::one_time_code code, const identifier& who,
                                       std::int64_t now) {
  const auto hash = hash_of(code), name = to_string(who);
  const long long at = now;
  write_transaction all{sql_};
  const auto version = next_version(sql_, now);
  if (is_member(sql_, name)) return fail(errc::already_exists, name + " is a member already");
  // Whoever comes second waits here for the first, and then sees what is left.
  const auto taken = change_rows(sql_,
                                 "update tickets set uses_left = uses_left - 1"
                                 " where code_hash = :hash and uses_left > 0 and expires_at > :now",
                                 hash, at);
  if (taken == 0) return fail(errc::denied, fault_of(sql_, hash, at));
  std::string attributes, by;
  sql_ << "select attributes, issued_by from tickets where code_hash = :hash", soci::use(hash),
      soci::into(attributes), soci::into(by);
  if (!may_let_in(sql_, by, attributes_of(attributes)))
    return fail(errc::denied, "its issuer is no enroller any more");
  if (was_removed_since(sql_, name, hash))
    return fail(errc::denied, name + " was removed after it was made");
  change_rows(sql_,
              "insert into members (identifier, attributes, added_at, added_by, version) values"
              " (:who, :attributes, :at, :by, :version)",
              name, attributes, at, by, version);
  change_rows(sql_, "delete from former_members where identifier = :who", name);
  write_audit_row(sql_, {now, name, "use ticket", hash});
  all.commit();
  return member_record{who, attributes_of(attributes), now, identifier_of(by), version};
}

result<std::vector<known_ticket>> ticket_rows::all(std::int64_t now) {
  std::vector<known_ticket> out;
  std::string hash, attributes, by;
  long long expires_at = 0, uses = 0;
  const long long at = now;
  soci::statement all =
      (sql_.prepare << "select code_hash, tickets.attributes, issued_by, expires_at, uses_left"
                       " from tickets join members on identifier = issued_by"
                       " where expires_at > :now and uses_left > 0 order by expires_at, code_hash",
       soci::use(at), soci::into(hash), soci::into(attributes), soci::into(by),
       soci::into(expires_at), soci::into(uses));
  all.execute();
  while (all.fetch())
    if (const auto id = ticket_id_of(hash))
      out.push_back({*id, ticket_of(attributes, by, expires_at, uses)});
  return out;
}

result<ticket_record> ticket_rows::find(const wire::ticket_id& wanted) {
  const auto hash = wire::to_hex(wanted);
  std::string attributes, by;
  long long expires_at = 0, uses = 0;
  sql_ << "select attributes, issued_by, expires_at, uses_left from tickets"
          " where code_hash = :hash",
      soci::use(hash), soci::into(attributes), soci::into(by), soci::into(expires_at),
      soci::into(uses);
  if (!sql_.got_data()) return no_ticket(hash);
  return ticket_of(attributes, by, expires_at, uses);
}

status ticket_rows::remove(const wire::ticket_id& gone, const identifier& by, std::int64_t now) {
  const auto hash = wire::to_hex(gone);
  write_transaction all{sql_};
  if (change_rows(sql_, "delete from tickets where code_hash = :hash", hash) == 0)
    return no_ticket(hash);
  write_audit_row(sql_, {now, to_string(by), "delete ticket", hash});
  all.commit();
  return done{};
}

} // namespace ockam::config
