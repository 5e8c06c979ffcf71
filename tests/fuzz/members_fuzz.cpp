// An authority with a store: rows as they must never be, and requests by strangers, members and
// enrollers.
#include "actors/projects/authority.hpp"
#include "fixtures/seeded_randomness.hpp"
#include "fixtures/temporary_directory.hpp"
#include "person.hpp"
#include "stored.hpp"

#include <algorithm>
#include <array>

using namespace ockam;
using fuzz::bytes_view;
using fuzz::put;
using fuzz::require;

namespace {

wire::identifier who(std::uint8_t byte) { return fuzz::person(byte).who.id(); }

struct members {
  members() {
    require(store.put_member({who(2), {{"ockam-role", "enroller"}}, 1, {}}));
    require(store.put_member({who(3), {{"role", "x"}}, 2, who(2)}));
  }
  config::member_store open() {
    return std::move(
        *config::member_store::open(place.path() / "members", std::chrono::seconds(1)));
  }
  fixtures::temporary_directory place;
  config::member_store store = open();
  soci::session sql{soci::sqlite3, "dbname=" + (place.path() / "members").string()};
  tests::seeded_randomness random;
  actors::authority book{{"p1", std::chrono::hours(1)},
                         open(),
                         std::move(*channels::credential_issuer::make(
                             fuzz::alice().who, fuzz::alice().signer, fuzz::key_of(9), fuzz::now)),
                         random};
};

bool rows(bytes_view data) {
  static members one;
  constexpr const char* columns[] = {
      "members.attributes", "members.added_by",   "members.added_at",
      "members.version",    "tickets.attributes", "tickets.issued_by",
      "tickets.uses_left",  "audit.outcome",      "former_members.version"};
  fuzz::choices from{data};
  std::array<std::uint8_t, 32> code{};
  static_cast<void>(one.store.add_ticket(code, {{{"a", "b"}}, who(2), 1'900'000'000, 3}, 5));
  const auto* const column = columns[from.below(std::size(columns))];
  if (!put(one.sql, column, from.rest())) return false;
  const auto all = one.store.members();
  static_cast<void>(one.store.tickets(5));
  static_cast<void>(one.store.use_ticket(code, who(4), 6));
  static_cast<void>(one.store.changes_since(-1));
  static_cast<void>(one.store.versions_of({who(2), who(3)}));
  static_cast<void>(one.store.credentials(5));
  static_cast<void>(one.store.audit_log(3));
  return all && std::any_of(all->begin(), all->end(), [](const auto& each) {
           return !each.attributes.empty();
         });
}

/// Service, caller, and a request as it came. Nobody gets what is for others.
bool served(bytes_view data) {
  static members one;
  fuzz::choices from{data};
  const auto service = wire::authority_services[from.below(std::size(wire::authority_services))];
  const auto caller = static_cast<std::uint8_t>(2 + from.below(4));
  const auto request = wire::decode_api_request(from.rest());
  if (!request) return false;
  const auto said = one.book.answer(service, who(caller), *request, fuzz::now);
  require(said.body || said.status == wire::api_status::ok);
  if (said.status != wire::api_status::ok) require(wire::decode_api_error(*said.body));
  const auto enroller = one.store.member(who(2));
  if (caller != 2) require(enroller);
  if (!enroller) require(one.store.put_member({who(2), {{"ockam-role", "enroller"}}, 1, {}}));
  return said.status == wire::api_status::ok;
}

constexpr fuzz::parser all[] = {{"rows", rows}, {"served", served}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
