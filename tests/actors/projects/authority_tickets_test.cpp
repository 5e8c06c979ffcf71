// Who makes members by tickets of an authority. Every case runs on both databases.
#include "actors/projects/asked_authority.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::api_status;

TEST_CASE("a ticket makes as many members as it says, until it expires") {
  ask_both([](asked_authority& world) {
    const auto usual = world.ticket(3, {plain, {}, {}});
    CHECK(world.refusal(4, wire::accept_ticket{usual}) == "Already a member");
    CHECK(world.ask(5, wire::accept_ticket{usual}).status == api_status::ok);
    CHECK(world.refusal(5, wire::accept_ticket{usual}) == "Already a member");
    CHECK(world.refusal(6, wire::accept_ticket{usual})
          == "Unknown enrollment token: ticket used up");
    CHECK(world.last_note() == "use ticket: refused: ticket used up");
    CHECK(world.credential_of(5)->attributes.at("role") == "x");

    const auto late = world.ticket(2), brief = world.ticket(2, {{}, 5, 9});
    world.time += 5;
    CHECK(world.refusal(6, wire::accept_ticket{brief})
          == "Unknown enrollment token: expired ticket");
    CHECK(world.last_note() == "use ticket: refused: expired ticket");
    world.time += 595; // ten minutes in all
    CHECK(world.refusal(6, wire::accept_ticket{late})
          == "Unknown enrollment token: expired ticket");
    const auto endless = world.ticket(2, {{}, ~std::uint64_t{0}, ~std::uint64_t{0}});
    CHECK(world.ask(6, wire::accept_ticket{endless}).status == api_status::ok);
  });
}

TEST_CASE("an enroller that was let in makes tickets for a week and a thousand uses at most") {
  ask_both([](asked_authority& world) {
    constexpr std::uint64_t week = 7 * 24 * 60 * 60;
    world.ticket(3, {plain, week, 1000});
    CHECK(
        world.refusal(3, {wire::create_ticket{plain, week + 1, 1}})
        == "Not pre trusted enroller is trying to issue an enrollment token for more than 7 days");
    CHECK(world.refusal(3, {wire::create_ticket{plain, 60, 1001}})
          == "Not pre trusted enroller is trying to issue an enrollment token for more than 1000 "
             "uses");
    world.ticket(2, {plain, 52 * week, 5000});
  });
}

TEST_CASE("enrollers see the tickets that can be used and take them back") {
  ask_both([](asked_authority& world) {
    const auto code = world.ticket(3, {plain, 600, 3}),
               strong = world.ticket(2, {enroller_role, 60, 1});
    CHECK(world.refusal(4, wire::list_tickets{})
          == "Non-enroller is trying to list enrollment tokens");
    CHECK(world.refusal(4, wire::delete_ticket{})
          == "Non-enroller is trying to delete an enrollment token");
    const auto all = *wire::decode_tickets(*world.ask(3, wire::list_tickets{}).body);
    REQUIRE(all.size() == 2);
    CHECK(all[0].attributes == enroller_role);
    CHECK(all[1] == wire::listed_ticket{all[1].id, plain, id_of(3), world.time + 600, 3});
    CHECK(world.refusal(3, wire::delete_ticket{all[0].id})
          == "Not pre trusted enroller is trying to delete an enrollment token for an enroller");
    CHECK(world.ask(3, wire::delete_ticket{all[1].id}).status == api_status::ok);
    CHECK(world.ask(3, wire::delete_ticket{all[1].id}).status == api_status::not_found);
    CHECK(world.refusal(5, wire::accept_ticket{code})
          == "Unknown enrollment token: unknown ticket");
    CHECK(world.ask(2, wire::delete_ticket{all[0].id}).status == api_status::ok);
    CHECK(world.refusal(5, wire::accept_ticket{strong})
          == "Unknown enrollment token: unknown ticket");
  });
}

TEST_CASE("a removed enroller's tickets make nobody a member, itself included") {
  ask_both([](asked_authority& world) {
    const auto code = world.ticket(3, {plain, 600, 3});
    CHECK(world.ask(2, wire::delete_member{id_of(3)}).changes);
    CHECK(world.refusal(3, wire::accept_ticket{code})
          == "Unknown enrollment token: unknown ticket");
    CHECK(world.refusal(5, wire::accept_ticket{code})
          == "Unknown enrollment token: unknown ticket");
  });
}
