// Who may let in guests, and whose they are. Every case runs on both databases.
#include "actors/projects/asked_authority.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::api_status;

namespace {

//   4 sharer, whose relay is b · 5 its guest · 6 somebody else
struct sharing_authority : asked_authority {
  explicit sharing_authority(const members_place& where) : asked_authority(where) {
    REQUIRE(here.open().put_member(
        {id_of(4), {{"ockam-role", "sharer"}, {"ockam-relay", "b"}}, now - 8, id_of(2)}));
  }
  wire::create_ticket guest_until(std::uint64_t end) const {
    return {{{"ockam-share", "I4/web"}, {"ockam-until", std::to_string(end)}, {"ockam-reach", "b"}},
            end - time,
            1};
  }
  void let_in(std::uint8_t who, std::uint64_t end) {
    const auto code = ticket(4, guest_until(end));
    REQUIRE(ask(who, wire::accept_ticket{code}).status == api_status::ok);
  }
};

template <class Test>
void share_both(Test test) {
  on_both_stores([&](const members_place& here) {
    sharing_authority world{here};
    test(world);
  });
}

} // namespace

TEST_CASE("a sharer lets in guests of its relay, and makes no other ticket") {
  share_both([](sharing_authority& world) {
    world.let_in(5, world.time + 60);
    const auto c = world.credential_of(5);
    REQUIRE(c);
    CHECK(c->attributes.at("ockam-share") == "I4/web");
    CHECK(world.refusal(4, wire::create_ticket{}) == "a sharer lets in guests, and nobody else");
    auto other = world.guest_until(world.time + 60);
    other.attributes["ockam-reach"] = "c";
    CHECK(world.refusal(4, other) == "a sharer lets guests reach its own relay, and no other");
    auto many = world.guest_until(world.time + 60);
    many.uses = 2;
    CHECK(world.refusal(4, many) == "a sharer lets in one guest with each ticket");
    CHECK(world.refusal(4, wire::add_member{id_of(6), {}})
          == "Non-enroller is trying to add a member");
  });
}

TEST_CASE("a sharer sees and removes its own guests and tickets, and nobody else's") {
  share_both([](sharing_authority& world) {
    world.let_in(5, world.time + 60);
    static_cast<void>(world.ticket(4, world.guest_until(world.time + 60)));
    static_cast<void>(world.ticket(2));
    const auto seen = wire::decode_members(*world.ask(4, wire::list_members{}).body);
    REQUIRE(seen->size() == 1);
    CHECK(seen->front().first == id_of(5));
    const auto tickets = wire::decode_tickets(*world.ask(4, wire::list_tickets{}).body);
    REQUIRE(tickets->size() == 1);
    const auto all = wire::decode_tickets(*world.ask(2, wire::list_tickets{}).body);
    REQUIRE(all->size() == 2);
    for (const auto& each : *all)
      if (each.issued_by == id_of(2))
        CHECK(world.refusal(4, wire::delete_ticket{each.id})
              == "Non-enroller is trying to delete an enrollment token");
    CHECK(world.ask(4, wire::delete_ticket{tickets->front().id}).status == api_status::ok);
    CHECK(world.refusal(4, wire::delete_member{id_of(3)})
          == "Non-enroller is trying to delete a member");
    CHECK(world.ask(4, wire::delete_member{id_of(5)}).gone == std::vector{id_of(5)});
    CHECK_FALSE(world.credential_of(5));
  });
}

TEST_CASE("a ticket of a sharer that is none any more lets nobody in") {
  share_both([](sharing_authority& world) {
    const auto code = world.ticket(4, world.guest_until(world.time + 60));
    REQUIRE(world.ask(2, wire::add_member{id_of(4), {{"ockam-relay", "b"}}}).status
            == api_status::ok);
    CHECK(world.refusal(5, wire::accept_ticket{code})
          == "Unknown enrollment token: unknown ticket");
  });
}

TEST_CASE("a membership ends with its second, and no credential is longer") {
  share_both([](sharing_authority& world) {
    const auto end = world.time + 60;
    world.let_in(5, end);
    CHECK(world.credential_of(5)->valid == channels::validity{world.time, end - 1});
    world.book->end_memberships({id_of(4), id_of(5)}, end - 1);
    CHECK(world.here.open().member(id_of(5)));
    world.time = end - 1;
    CHECK(world.credential_of(5)->valid == channels::validity{end - 1, end - 1});
    world.time = end;
    CHECK(world.refusal(5, wire::issue_credential{}) == "unauthorized member");
    CHECK_FALSE(world.here.open().member(id_of(5)));

    world.let_in(6, end + 60);
    world.book->end_memberships({id_of(4), id_of(6)}, end + 60);
    CHECK_FALSE(world.here.open().member(id_of(6)));
    CHECK(world.here.open().member(id_of(4)));
  });
}

TEST_CASE("an authority tells anybody who it is") {
  share_both([](sharing_authority& world) {
    const auto out = world.ask(6, wire::show_authority{});
    REQUIRE(out.status == api_status::ok);
    CHECK(channels::identity::decode(*out.body)->id() == world.book->who().id());
  });
}
