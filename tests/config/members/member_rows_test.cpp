// Members, their versions and their credentials. Every case runs on both databases.
#include "config/members/members_place.hpp"

using namespace ockam;
using namespace ockam::tests;
using namespace std::chrono_literals;
using config::member_store;
using fixtures::postgresql_server;
using wire::identifier;

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
