// The audit log. Every case runs on both databases.
#include "config/members/members_place.hpp"

using namespace ockam;
using namespace ockam::tests;
using namespace std::chrono_literals;
using config::member_store;
using fixtures::postgresql_server;
using wire::identifier;

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

TEST_CASE("the audit log is followed by the numbers of its entries") {
  on_both([](const place& here) {
    auto store = here.open();
    for (const auto* what : {"first", "second", "third"})
      REQUIRE(store.audit({now, "I1", what, "", "done"}));
    const auto known = store.audit_log(2);
    REQUIRE(known->size() == 2);
    CHECK(known->at(1).what == "second");
    const auto next = store.audit_log_after(known->at(1).number, 10);
    REQUIRE(next->size() == 1);
    CHECK(next->at(0).what == "third");
    CHECK(next->at(0).number == known->at(0).number);
    CHECK(store.audit_log_after(next->at(0).number, 10)->empty());
    CHECK(store.audit_log_after(0, 1)->at(0).what == "first");
  });
}
