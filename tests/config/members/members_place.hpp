// Where members are: an SQLite file, or a PostgreSQL server.
#pragma once
#include "config/database/postgresql.hpp"
#include "config/defaults.hpp"
#include "config/members/member_store.hpp"
#include "fixtures/child_process.hpp"
#include "fixtures/file_mode.hpp"
#include "fixtures/postgresql.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <latch>
#include <sys/resource.h>
#include <thread>

namespace ockam::tests {

using namespace std::chrono_literals;
using config::member_store;
using fixtures::postgresql_server;
using wire::identifier;

/// An empty store, wherever it is.
struct place {
  fixtures::temporary_directory home;
  std::string where;
  bool server = false;

  member_store open(std::chrono::milliseconds patience = 10s) const {
    auto store = member_store::open(where, patience);
    REQUIRE_MESSAGE(store, store.error().message);
    return std::move(*store);
  }
  /// As somebody else, not as the store.
  void execute(const std::string& statement) const {
    if (server)
      soci::session("postgresql", where) << "set search_path to ockam; " + statement;
    else
      soci::session("sqlite3", "dbname=" + where) << statement;
  }
};

template <class Test>
void on_both(Test test) {
  place here;
  SUBCASE("SQLite") { here.where = here.home.path() / "members"; }
  SUBCASE("PostgreSQL") {
    here.server = true;
    here.where = postgresql_server::running().new_database();
  }
  test(here);
}

inline identifier person(int number) {
  identifier out;
  out.hash.fill(static_cast<std::uint8_t>(number));
  out.hash[0] = static_cast<std::uint8_t>(number >> 8);
  return out;
}
inline const identifier enroller = person(255);

struct code {
  explicit code(std::uint8_t byte) { bytes.fill(byte); }
  operator wire::one_time_code() const { return bytes; } // NOLINT: a code as it is passed
  std::array<std::uint8_t, 32> bytes{};
};

inline constexpr std::int64_t now = 1'700'000'000;

inline config::ticket_record ticket_for(std::uint64_t uses) {
  return {{{"role", "server"}, {"ockam-relay", "b"}}, enroller, now + 600, uses};
}

/// What makes tickets hold.
inline void add_enroller(member_store& store) {
  REQUIRE(store.put_member({enroller, {{"ockam-role", "enroller"}}, now - 1, {}}));
}

inline std::vector<std::string> outcomes(member_store& store) {
  std::vector<std::string> out;
  const auto log = store.audit_log(100);
  REQUIRE(log);
  for (const auto& entry : *log) out.push_back(entry.what + ": " + entry.outcome);
  return out;
}

} // namespace ockam::tests
