// Every case runs on both databases.
#include "config/members/members_place.hpp"

using namespace ockam;
using namespace ockam::tests;
using namespace std::chrono_literals;
using config::member_store;
using fixtures::postgresql_server;
using wire::identifier;

TEST_CASE("a store of a newer version is left alone") {
  on_both([](const place& here) {
    REQUIRE(here.open().put_member({person(1), {}, now, {}}));
    here.execute(here.server ? "update schema_version set version = 99"
                             : "pragma user_version = 99");
    const auto store = member_store::open(here.where);
    REQUIRE_FALSE(store);
    CHECK(store.error().code == errc::config);
    CHECK(store.error().message.find("newer version of ockam") != std::string::npos);
    here.execute(here.server ? "update schema_version set version = 2" : "pragma user_version = 2");
    CHECK(here.open().members()->size() == 1);
  });
}

TEST_CASE("ten that open an empty store at once all can use it") {
  on_both([](const place& here) {
    std::atomic<int> added = 0;
    std::vector<std::thread> threads;
    for (auto i = 0; i < 10; ++i)
      threads.emplace_back([&, i] {
        auto store = member_store::open(here.where, 60s);
        if (store && store->put_member({person(i), {}, now, {}})) ++added;
      });
    for (auto& thread : threads) thread.join();
    CHECK(added == 10);
    CHECK(here.open().members()->size() == 10);
  });
}

TEST_CASE("a store that others have locked is an error in time, and changes nothing") {
  on_both([](const place& here) {
    auto store = here.open(50ms);
    add_enroller(store);
    REQUIRE(store.add_ticket(code(1), ticket_for(1), now));
    soci::session other;
    if (here.server) {
      other.open("postgresql", here.where);
      other << "begin";
      other << "lock table ockam.members, ockam.tickets";
    } else {
      other.open("sqlite3", "dbname=" + here.where);
      other << "begin exclusive";
    }
    const auto failed = store.use_ticket(code(1), person(1), now);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == errc::io);
    CHECK(failed.error().message.find("lock") != std::string::npos);
    CHECK(failed.error().message.find('\n') == std::string::npos);
    CHECK(store.put_member({person(1), {}, now, {}}).error().code == errc::io);
    other << "rollback";
    CHECK(store.members()->size() == 1);
    CHECK(store.use_ticket(code(1), person(1), now));
  });
}

TEST_CASE("a full disk is an error, and nothing is half written") {
  on_both([](const place& here) {
    auto store = here.open();
    add_enroller(store);
    REQUIRE(store.add_ticket(code(1), ticket_for(1), now));
    constexpr std::size_t full = 1 << 20;
    const auto fill = [&](member_store& at) {
      std::string noise(12'000, ' ');
      for (auto i = 0; i < 1000; ++i) {
        for (auto& c : noise) c = static_cast<char>('a' + std::rand() % 26); // NOLINT
        const auto put = at.put_member({person(i), {{"noise", noise}}, now, {}});
        if (!put) return put.error().code == errc::io ? i : -1;
      }
      return -2;
    };
    int members = 0;
    if (here.server) {
      postgresql_server::running().limit_files(here.where, full);
      members = fill(store);
      CHECK(store.member(enroller)); // what is there can be read
    } else {
      fixtures::child_process writer{[&] { // files that may not grow are as good as a full disk
        const rlimit limit{full, full};
        std::signal(SIGXFSZ, SIG_IGN);
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 255;
        auto own = member_store::open(here.where);
        if (!own) return 254;
        const auto count = fill(*own);
        return count < 0 ? 253 : count;
      }};
      members = writer.exit_code();
    }
    CHECK(members > 10);
    CHECK(members < 250);
    auto after = here.open();
    CHECK(after.members()->size() == static_cast<std::size_t>(members) + 1);
    CHECK(after.audit_log(1000)->size() == static_cast<std::size_t>(members) + 2);
    CHECK(after.use_ticket(code(1), person(2000), now));
  });
}

TEST_CASE("a file that is none of ours is left alone, and ours are private") {
  fixtures::temporary_directory home;
  const auto file = (home.path() / "members").string();
  { auto store = member_store::open(file); }
  CHECK(fixtures::mode_of(file) == 0600);
  const auto other = (home.path() / "other").string();
  soci::session(soci::sqlite3, "dbname=" + other) << "create table t (x text)";
  CHECK(member_store::open(other).error().code == errc::config);
  CHECK(member_store::open((home.path() / "no" / "members").string()).error().code == errc::io);
}

TEST_CASE("a server that went away is an error, and the next request finds it again") {
  place here;
  here.where = postgresql_server::running().new_database();
  auto store = here.open(100ms);
  REQUIRE(store.put_member({person(1), {}, now, {}}));
  postgresql_server::running().restart();
  const auto lost = store.members();
  REQUIRE_FALSE(lost);
  CHECK(lost.error().code == errc::io);
  CHECK(store.members()->size() == 1);
  CHECK(store.put_member({person(2), {}, now, {}}));
}
