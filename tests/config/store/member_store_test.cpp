// Every case runs on both databases.
#include "config/database/postgresql.hpp"
#include "config/defaults.hpp"
#include "config/store/member_store.hpp"
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

using namespace ockam;
using namespace std::chrono_literals;
using config::member_store;
using fixtures::postgresql_server;
using wire::identifier;

namespace {

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

identifier person(int number) {
  identifier out;
  out.hash.fill(static_cast<std::uint8_t>(number));
  out.hash[0] = static_cast<std::uint8_t>(number >> 8);
  return out;
}
const identifier enroller = person(255);

struct code {
  explicit code(std::uint8_t byte) { bytes.fill(byte); }
  operator wire::one_time_code() const { return bytes; } // NOLINT: a code as it is passed
  std::array<std::uint8_t, 32> bytes{};
};

constexpr std::int64_t now = 1'700'000'000;

config::ticket_record ticket_for(std::uint64_t uses) {
  return {{{"role", "server"}, {"ockam-relay", "b"}}, enroller, now + 600, uses};
}

/// What makes tickets hold.
void add_enroller(member_store& store) {
  REQUIRE(store.put_member({enroller, {{"ockam-role", "enroller"}}, now - 1, {}}));
}

std::vector<std::string> outcomes(member_store& store) {
  std::vector<std::string> out;
  const auto log = store.audit_log(100);
  REQUIRE(log);
  for (const auto& entry : *log) out.push_back(entry.what + ": " + entry.outcome);
  return out;
}

} // namespace

TEST_CASE("members are found with what is known of them, by every process") {
  on_both([](const place& here) {
    auto store = here.open();
    CHECK(store.members()->empty());
    CHECK(store.member(person(1)).error().code == errc::not_found);
    REQUIRE(store.put_member({enroller, {{"ockam-role", "enroller"}}, now, {}}));
    REQUIRE(store.put_member({person(1), {{"é", "a\"'\n"}, {"", ""}}, now + 1, enroller}));
    auto other = here.open();
    const auto found = other.member(person(1));
    REQUIRE(found);
    CHECK(found->attributes == wire::attribute_map{{"é", "a\"'\n"}, {"", ""}});
    CHECK(found->added_at == now + 1);
    CHECK(found->added_by == enroller);
    CHECK_FALSE(other.member(enroller)->added_by);
    const auto all = other.members();
    REQUIRE(all->size() == 2);
    CHECK(all->front().who == enroller);
    REQUIRE(store.put_member({person(1), {{"role", "x"}}, now + 2, enroller}));
    CHECK(other.member(person(1))->attributes == wire::attribute_map{{"role", "x"}});
    CHECK(other.members()->size() == 2);
  });
}

TEST_CASE("a member that is removed is gone with its credential") {
  on_both([](const place& here) {
    auto store = here.open();
    REQUIRE(store.put_member({person(1), {}, now, enroller}));
    REQUIRE(store.note_credential({person(1), now, now + 100}));
    REQUIRE(store.remove_member(person(1), enroller, now));
    CHECK(store.member(person(1)).error().code == errc::not_found);
    CHECK(store.credentials(now)->empty());
    CHECK(store.remove_member(person(1), enroller, now).error().code == errc::not_found);
    CHECK(store.note_credential({person(1), now, now + 100}).error().code == errc::not_found);
    CHECK(outcomes(store)
          == std::vector<std::string>{"remove member: done", "issue credential: done",
                                      "add member: done"});
  });
}

TEST_CASE("all who were let in can be removed at once, who were there from the start stay") {
  on_both([](const place& here) {
    auto store = here.open();
    REQUIRE(store.put_member({enroller, {{"ockam-role", "enroller"}}, now, {}}));
    CHECK(store.remove_added_members(enroller, now)->empty());
    for (auto number : {1, 2, 3})
      REQUIRE(store.put_member({person(number), {}, now + number, enroller}));
    REQUIRE(store.note_credential({person(2), now, now + 100}));
    const auto known = *store.versions_of({person(3), person(4), enroller, person(5)});
    CHECK(known.size() == 2);
    CHECK(known.at(person(3)) > known.at(enroller));
    CHECK(*store.remove_added_members(enroller, now)
          == std::vector{person(1), person(2), person(3)});
    CHECK(store.members()->size() == 1);
    CHECK(store.credentials(now)->empty());
    CHECK(outcomes(store).size() == 8);
    CHECK(store.versions_of({enroller, person(3)})->size() == 1);
    CHECK(store.versions_of({})->empty());
  });
}

TEST_CASE("of a member's credentials the last one is known while it holds") {
  on_both([](const place& here) {
    auto store = here.open();
    for (auto number : {1, 2}) REQUIRE(store.put_member({person(number), {}, now, enroller}));
    REQUIRE(store.note_credential({person(1), now, now + 100}));
    REQUIRE(store.note_credential({person(1), now + 50, now + 150}));
    REQUIRE(store.note_credential({person(2), now, now + 200}));
    const auto held = store.credentials(now + 150);
    REQUIRE(held->size() == 2);
    CHECK(held->at(0).who == person(2));
    CHECK(held->at(1).issued_at == now + 50);
    CHECK(held->at(1).expires_at == now + 150);
    CHECK(store.credentials(now + 151)->size() == 1);
  });
}

TEST_CASE("a ticket makes members as often as it says, and no member twice") {
  on_both([](const place& here) {
    auto store = here.open();
    add_enroller(store);
    REQUIRE(store.add_ticket(code(1), ticket_for(2), now));
    const auto first = store.use_ticket(code(1), person(1), now);
    REQUIRE(first);
    CHECK(first->attributes == ticket_for(2).attributes);
    CHECK(first->added_by == enroller);
    CHECK(store.use_ticket(code(1), person(1), now).error().code == errc::already_exists);
    CHECK(store.use_ticket(code(1), person(2), now + 599));
    const auto third = store.use_ticket(code(1), person(3), now);
    CHECK(third.error().code == errc::denied);
    CHECK(third.error().message == "ticket used up");
    CHECK(store.member(person(2))->added_at == now + 599);
    CHECK(store.member(person(3)).error().code == errc::not_found);
  });
}

TEST_CASE("a ticket that is unknown or expired makes no member") {
  on_both([](const place& here) {
    auto store = here.open();
    add_enroller(store);
    REQUIRE(store.add_ticket(code(1), ticket_for(1), now));
    const auto unknown = store.use_ticket(code(2), person(1), now);
    CHECK(unknown.error().code == errc::denied);
    CHECK(unknown.error().message == "unknown ticket");
    const auto late = store.use_ticket(code(1), person(1), now + 600);
    CHECK(late.error().code == errc::denied);
    CHECK(late.error().message == "expired ticket");
    CHECK(store.members()->size() == 1);
    CHECK(store.use_ticket(code(1), person(1), now + 599));
  });
}

TEST_CASE("of fifty clients at once exactly as many get in as the ticket has uses") {
  on_both([](const place& here) {
    constexpr int clients = 50;
    auto first = here.open();
    add_enroller(first);
    for (const auto uses : {1, 20}) {
      const code mine(static_cast<std::uint8_t>(uses));
      REQUIRE(here.open().add_ticket(mine, ticket_for(static_cast<std::uint64_t>(uses)), now));
      std::atomic<int> in = 0, denied = 0;
      std::latch ready{clients};
      std::vector<std::thread> threads;
      for (auto client = 0; client < clients; ++client)
        threads.emplace_back([&, client] {
          auto store = member_store::open(here.where, 60s);
          ready.arrive_and_wait();
          if (!store) return;
          const auto used = store->use_ticket(mine, person(uses * 1000 + client), now);
          if (used) ++in;
          if (!used && used.error().code == errc::denied) ++denied;
        });
      for (auto& thread : threads) thread.join();
      CHECK(in == uses);
      CHECK(denied == clients - uses);
    }
    auto store = here.open();
    CHECK(store.members()->size() == 22);
    CHECK(store.audit_log(1000)->size() == 24); // and two tickets, and their issuer
  });
}

TEST_CASE("one client that tries twice at once becomes a member once, for one use") {
  on_both([](const place& here) {
    auto first = here.open();
    add_enroller(first);
    REQUIRE(first.add_ticket(code(1), ticket_for(2), now));
    std::atomic<int> in = 0, known = 0;
    std::latch ready{8};
    std::vector<std::thread> threads;
    for (auto i = 0; i < 8; ++i)
      threads.emplace_back([&] {
        auto store = member_store::open(here.where, 60s);
        ready.arrive_and_wait();
        if (!store) return;
        const auto used = store->use_ticket(code(1), person(1), now);
        if (used) ++in;
        if (!used && used.error().code == errc::already_exists) ++known;
      });
    for (auto& thread : threads) thread.join();
    CHECK(in == 1);
    CHECK(known == 7);
    CHECK(here.open().use_ticket(code(1), person(2), now));
  });
}

TEST_CASE("codes are not in the store, and expired tickets leave it") {
  on_both([](const place& here) {
    auto store = here.open();
    add_enroller(store);
    REQUIRE(store.add_ticket(code(0x41), ticket_for(1), now));
    const auto log = store.audit_log(10);
    for (const auto& entry : *log) {
      CHECK(entry.whom.find("41414141") == std::string::npos);
      CHECK(entry.whom.size() >= 64);
    }
    REQUIRE(store.add_ticket(code(0x42), ticket_for(1), now + 600));
    CHECK(store.use_ticket(code(0x41), person(1), now).error().message == "unknown ticket");
    CHECK(
        store.add_ticket(code(0x43), {{{"a", std::string(20'000, 'x')}}, enroller, now + 1, 1}, now)
            .error()
            .code
        == errc::limit);
    CHECK(store.put_member({person(1), {{"a", std::string(20'000, 'x')}}, now, {}}).error().code
          == errc::limit);
  });
}

TEST_CASE("a ticket holds while its issuer is an enroller") {
  on_both([](const place& here) {
    auto store = here.open();
    const std::function<void()> ends[] = {
        [&] { REQUIRE(store.remove_member(enroller, enroller, now)); },
        [&] {
          REQUIRE(store.put_member({enroller, {{"role", "x"}}, now, person(9)}));
        },
        [&] { // as an older program leaves it
          here.execute("update members set attributes = '{}' where identifier = '"
                       + to_string(enroller) + "'");
          CHECK(store.use_ticket(code(1), person(9), now).error().message
                == "its issuer is no enroller any more");
        }};
    auto member = 1;
    for (const auto& end : ends) {
      add_enroller(store);
      REQUIRE(store.add_ticket(code(1), ticket_for(5), now));
      REQUIRE(store.use_ticket(code(1), person(member), now));
      const auto left = store.tickets(now);
      REQUIRE(left->size() == 1);
      CHECK(left->front().what.uses == 4);
      CHECK(left->front().what.issued_by == enroller);
      end();
      CHECK(store.use_ticket(code(1), person(50), now).error().code == errc::denied);
      CHECK(store.member(person(50)).error().code == errc::not_found);
      CHECK(store.member(person(member++))); // who was let in stays
    }
  });
}

TEST_CASE("whoever was removed does not come back by a ticket of before") {
  on_both([](const place& here) {
    auto store = here.open();
    add_enroller(store);
    REQUIRE(store.add_ticket(code(1), ticket_for(9), now));
    REQUIRE(store.use_ticket(code(1), person(1), now));
    REQUIRE(store.remove_member(person(1), enroller, now));
    const auto refused = store.use_ticket(code(1), person(1), now);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::denied);
    CHECK(refused.error().message == to_string(person(1)) + " was removed after it was made");
    CHECK(store.member(person(1)).error().code == errc::not_found);
    CHECK(store.tickets(now)->front().what.uses == 8); // what is refused uses nothing up
    REQUIRE(store.add_ticket(code(2), ticket_for(9), now));
    CHECK(store.use_ticket(code(2), person(1), now));
    // who left by itself may come back, and what was refused is no removal
    REQUIRE(store.remove_member(person(1), person(1), now));
    CHECK(store.use_ticket(code(2), person(1), now));
    REQUIRE(store.audit({now, to_string(person(7)), "remove member", to_string(person(2)),
                         "refused: Non-enroller is trying to delete a member"}));
    CHECK(store.use_ticket(code(2), person(2), now));
  });
}

TEST_CASE("a ticket that was taken back makes no member") {
  on_both([](const place& here) {
    auto store = here.open();
    add_enroller(store);
    REQUIRE(store.add_ticket(code(1), ticket_for(5), now));
    REQUIRE(store.add_ticket(code(2), ticket_for(1), now));
    const auto all = *store.tickets(now);
    REQUIRE(all.size() == 2);
    CHECK(store.ticket(all[0].id)->attributes == ticket_for(1).attributes);
    for (const auto& each : all) REQUIRE(store.remove_ticket(each.id, enroller, now));
    CHECK(store.remove_ticket(all[0].id, enroller, now).error().code == errc::not_found);
    CHECK(store.tickets(now)->empty());
    CHECK(store.use_ticket(code(1), person(1), now).error().message == "unknown ticket");
    CHECK(outcomes(store).front() == "delete ticket: done");
  });
}

TEST_CASE("each change of a member has a later version, and the same attributes keep theirs") {
  on_both([](const place& here) {
    auto store = here.open();
    const auto version = [&] { return store.member(person(1))->version; };
    REQUIRE(store.put_member({person(1), {{"role", "x"}}, now, enroller}));
    const auto first = version();
    CHECK(first == now * 1000);
    REQUIRE(store.put_member({person(1), {{"role", "x"}}, now + 1, enroller}));
    CHECK(version() == first);
    REQUIRE(store.put_member({person(1), {{"role", "y"}}, now - 100, enroller})); // set back
    const auto second = version();
    CHECK(second > first);
    REQUIRE(store.remove_member(person(1), enroller, now));
    REQUIRE(store.put_member({person(1), {{"role", "x"}}, now, enroller}));
    CHECK(version() > second);
  });
}

TEST_CASE("a copy of the members follows what any process changes") {
  on_both([](const place& here) {
    auto store = here.open(), other = here.open();
    REQUIRE(store.put_member({person(1), {}, now, enroller}));
    const auto all = *other.changes_since(-1);
    CHECK(all.changed.size() == 1);
    CHECK(all.gone.empty());
    CHECK(other.changes_since(all.version)->changed.empty());
    REQUIRE(store.put_member({person(2), {{"a", "b"}}, now, enroller}));
    REQUIRE(store.remove_member(person(1), enroller, now));
    const auto more = *other.changes_since(all.version);
    REQUIRE(more.changed.size() == 1);
    CHECK(more.changed[0].who == person(2));
    CHECK(more.changed[0].attributes == wire::attribute_map{{"a", "b"}});
    CHECK(more.gone == std::vector{person(1)});
    CHECK(more.version > all.version);
    REQUIRE(store.put_member({person(1), {}, now, enroller}));
    CHECK(other.changes_since(more.version)->gone.empty());
  });
}

TEST_CASE("tickets have a limit") {
  on_both([](const place& here) {
    auto store = here.open();
    REQUIRE(store.put_member({enroller, {{"ockam-role", "enroller"}}, now, {}}));
    here.execute("insert into members values ('I', '{}', 1, '', 0)");
    const auto filled = std::to_string(config::tickets_max - 1);
    here.execute(here.server
                     ? "insert into tickets select 'x' || g, '{}', 'I', 1800000000, 1 from"
                       " generate_series(1, "
                           + filled + ") g"
                     : "with recursive g(n) as (select 1 union all select n + 1 from g where n < "
                           + filled
                           + ") insert into tickets select 'x' || n, '{}', 'I', 1800000000, 1"
                             " from g");
    REQUIRE(store.add_ticket(code(1), ticket_for(1), now));
    CHECK(store.add_ticket(code(2), ticket_for(1), now).error().code == errc::limit);
    REQUIRE(store.use_ticket(code(1), person(1), now));
    CHECK(store.add_ticket(code(2), ticket_for(1), now));
  });
}

TEST_CASE("the audit log keeps the newest entries, and they can be printed") {
  on_both([](const place& here) {
    auto store = here.open();
    REQUIRE(store.audit({now, "I1", "list members", "", "not an enroller"}));
    REQUIRE(store.audit({now + 1, "\x1b[2J\n", std::string(300, 'a') + "é", "\xff", "'; drop"}));
    REQUIRE(store.audit({now + 2, std::string(255, 'a') + "é", "é", std::string(1, '\0'), ""}));
    const auto log = store.audit_log(2);
    REQUIRE(log->size() == 2);
    CHECK(log->at(0).at == now + 2);
    CHECK(log->at(0).who == std::string(255, 'a'));
    CHECK(log->at(0).what == "é");
    CHECK(log->at(0).whom == "?");
    CHECK(log->at(1).who == "?[2J?");
    CHECK(log->at(1).what.size() == config::audit_text_max);
    CHECK(log->at(1).whom == "?");
    CHECK(log->at(1).outcome == "'; drop");
    here.execute("update audit_counter set last = "
                 + std::to_string(config::audit_entries_max + 1));
    REQUIRE(store.audit({now + 3, "I1", "last", "", ""}));
    const auto rest = store.audit_log(10);
    REQUIRE(rest->size() == 2);
    CHECK(rest->at(0).what == "last");
    CHECK(rest->at(1).at == now + 2);
  });
}

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
