// An authority with a new store, and requests to it. Person 1 is the authority, person 2 its
// enroller from the start.
#pragma once
#include "actors/projects/authority.hpp"
#include "actors/test_identities.hpp"
#include "config/database/soci.hpp"
#include "fixtures/postgresql.hpp"
#include "fixtures/temporary_directory.hpp"
#include "wire/encoding/cbor.hpp"

#include <doctest/doctest.h>

namespace ockam::tests {

inline const wire::attribute_map enroller_role{{"ockam-role", "enroller"}};

/// The place of a store, which outlives what is opened there.
struct members_place {
  fixtures::temporary_directory home;
  std::string where = home.path() / "members";

  config::member_store open(std::chrono::milliseconds patience = 5s) const {
    auto store = config::member_store::open(where, patience);
    REQUIRE_MESSAGE(store, store.error().message);
    return std::move(*store);
  }
  std::shared_ptr<actors::authority> make_authority(transports::randomness& random,
                                                    std::chrono::milliseconds patience = 5s) const {
    auto store = open(patience);
    REQUIRE(store.put_member({id_of(2), enroller_role, std::int64_t(tests::now) - 10, {}}));
    const person self(1);
    auto issuer = channels::credential_issuer::make(self.who, self.signer,
                                                    key_of(std::uint8_t{0x77}), tests::now);
    REQUIRE(issuer);
    return std::make_shared<actors::authority>(actors::authority::settings{"p1", 1h},
                                               std::move(store), std::move(*issuer), random);
  }
  /// Runs SQL as somebody else, not as the store.
  std::unique_ptr<soci::session> session() const {
    if (!where.starts_with("postgresql:"))
      return std::make_unique<soci::session>("sqlite3", "dbname=" + where);
    auto out = std::make_unique<soci::session>("postgresql", where);
    *out << "set search_path to ockam";
    return out;
  }
  /// The audit log, newest first: `add member: done`.
  std::vector<std::string> audited() const {
    std::vector<std::string> out;
    const auto log = open().audit_log(1000);
    REQUIRE(log);
    for (const auto& each : *log) out.push_back(each.what + ": " + each.outcome);
    return out;
  }
};

/// Runs a test on both databases.
template <class Test>
void on_both_stores(Test test) {
  members_place here;
  SUBCASE("SQLite") {}
  SUBCASE("PostgreSQL") { here.where = fixtures::postgresql_server::running().new_database(); }
  test(here);
}

} // namespace ockam::tests
