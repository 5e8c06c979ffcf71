// What tickets make whom a member. Every case runs on both databases.
#include "config/members/members_place.hpp"

using namespace ockam;
using namespace ockam::tests;
using namespace std::chrono_literals;
using config::member_store;
using fixtures::postgresql_server;
using wire::identifier;

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
