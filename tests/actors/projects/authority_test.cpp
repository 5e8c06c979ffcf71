// Every case runs on both databases.
#include "actors/projects/asked_authority.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::api_status;

TEST_CASE("a member gets a credential with what is known of it, for as long as it was set") {
  ask_both([](asked_authority& world) {
    const auto c = world.credential_of(4);
    REQUIRE(c);
    CHECK(c->schema == 1);
    const auto version = std::to_string(world.here.open().member(id_of(4))->version);
    CHECK(c->attributes
          == wire::attribute_map{
              {"ockam-relay", "b"}, {"ockam-since", version}, {"trust_context_id", "p1"}});
    CHECK(c->valid == channels::validity{now, now + 3600});
    CHECK(world.here.open().credentials(asked_authority::now)->size() == 1);
    CHECK(world.last_note() == "issue credential: done");
  });
}

TEST_CASE("who is no member is told nothing but that, and it is written down") {
  ask_both([](asked_authority& world) {
    const std::array<std::uint8_t, 32> code{};
    const std::pair<wire::authority_request, const char*> all[] = {
        {wire::issue_credential{}, "unauthorized member"},
        {wire::create_ticket{}, "Non-enroller is trying to issue an enrollment token"},
        {wire::accept_ticket{code}, "Unknown enrollment token: unknown ticket"},
        {wire::add_member{id_of(5), {}}, "Non-enroller is trying to add a member"},
        {wire::list_members{}, "Non-enroller is trying to list members"},
        {wire::list_member_ids{}, "Non-enroller is trying to list members"},
        {wire::show_member{id_of(4)}, "Non-enroller is trying to retrieve a member"},
        {wire::show_member{id_of(6)}, "Non-enroller is trying to retrieve a member"},
        {wire::delete_member{id_of(4)}, "Non-enroller is trying to delete a member"},
        {wire::delete_member{id_of(5)}, "Non-enroller is trying to delete a member"},
        {wire::delete_members{}, "Non-enroller is trying to delete all members"},
        {wire::check_members{{id_of(4)}}, "unauthorized member"},
        {wire::list_tickets{}, "Non-enroller is trying to list enrollment tokens"}};
    for (const auto& [request, words] : all) {
      CHECK(world.refusal(5, request) == words);
      CHECK(world.last_note().find(": refused: ") != std::string::npos);
    }
    const auto log = world.here.open().audit_log(1);
    CHECK(log->front().who == name_of(5));
    CHECK(world.here.open().members()->size() == 3);
  });
}

TEST_CASE("a member that is no enroller may do no more than a stranger but leave") {
  ask_both([](asked_authority& world) {
    CHECK(world.refusal(4, wire::create_ticket{})
          == "Non-enroller is trying to issue an enrollment token");
    CHECK(world.refusal(4, wire::add_member{id_of(5), {}})
          == "Non-enroller is trying to add a member");
    CHECK(world.refusal(4, wire::delete_member{id_of(3)})
          == "Non-enroller is trying to delete a member");
    const auto left = world.ask(4, wire::delete_member{id_of(4)});
    CHECK(left.status == api_status::ok);
    CHECK(left.gone == std::vector{id_of(4)});
    CHECK(world.refusal(4, wire::issue_credential{}) == "unauthorized member");
  });
}

TEST_CASE("an enroller lets others in and out") {
  ask_both([](asked_authority& world) {
    for (const auto enroller : {std::uint8_t{2}, std::uint8_t{3}}) {
      CHECK(world.ask(enroller, wire::add_member{id_of(5), plain}).status == api_status::ok);
      const auto shown = world.ask(enroller, wire::show_member{id_of(5)});
      const auto member = wire::decode_member(*shown.body);
      REQUIRE(member);
      CHECK(*member == wire::member{plain, tests::now, {}, id_of(enroller)});
      const auto all = wire::decode_members(*world.ask(enroller, wire::list_members{}).body);
      CHECK(all->size() == 4);
      const auto ids = wire::decode_member_ids(*world.ask(enroller, wire::list_member_ids{}).body);
      CHECK(ids->size() == 4);
      const auto gone = world.ask(enroller, wire::delete_member{id_of(5)});
      CHECK(gone.status == api_status::ok);
      CHECK(gone.gone == std::vector{id_of(5)});
      CHECK(world.refusal(enroller, wire::show_member{id_of(5)})
            == "Member " + name_of(5) + " not found");
      CHECK(world.ask(enroller, wire::delete_member{id_of(5)}).status == api_status::ok);
    }
  });
}

TEST_CASE("only who was an enroller from the start makes enrollers, and nobody removes those") {
  ask_both([](asked_authority& world) {
    CHECK(world.refusal(3, wire::add_member{id_of(5), enroller_role})
          == "Not pre trusted enroller is trying to create an enroller");
    CHECK(world.refusal(3, wire::create_ticket{enroller_role, {}, {}})
          == "Not pre trusted enroller is trying to issue an enrollment token for an enroller");
    CHECK(world.refusal(3, wire::delete_member{id_of(2)})
          == "Enroller is trying to delete a pre trusted enroller");
    CHECK(world.refusal(3, wire::add_member{id_of(2), {}})
          == "Enroller is trying to change a pre trusted enroller");
    CHECK(world.refusal(2, wire::delete_member{id_of(2)})
          == "Enroller is trying to delete a pre trusted enroller");
    CHECK(world.refusal(3, wire::delete_members{})
          == "Not pre trusted enroller is trying to delete all members");
    CHECK(world.ask(2, wire::add_member{id_of(5), enroller_role}).status == api_status::ok);
    CHECK(world.refusal(3, wire::delete_member{id_of(5)})
          == "Not pre trusted enroller is trying to delete an enroller");
    CHECK(world.refusal(3, wire::add_member{id_of(5), {}})
          == "Not pre trusted enroller is trying to create an enroller");
    CHECK(world.ask(5, wire::delete_member{id_of(5)}).gone == std::vector{id_of(5)});
    const auto all = world.ask(2, wire::delete_members{});
    CHECK(all.gone == std::vector{id_of(3), id_of(4)});
    CHECK(world.here.open().members()->size() == 1);
  });
}

TEST_CASE("what is refused over and over is counted, and written once a second") {
  ask_both([](asked_authority& world) {
    const auto before = world.here.audited().size();
    for (int i = 0; i < 1000; ++i) world.ask(5, wire::list_members{});
    CHECK(world.here.audited().size() == before);
    world.book->write_notes(world.time);
    CHECK(world.here.audited().size() == before + config::refusals_of_kind_max);
    CHECK(world.last_note()
          == "list members: refused: Non-enroller is trying to list members (and 996 more)");
  });
}

TEST_CASE("members learn which of those they know are none, and only members do") {
  ask_both([](asked_authority& world) {
    const auto out = world.ask(4, wire::check_members{{id_of(5), id_of(2), id_of(4), id_of(6)}});
    const auto said = *wire::decode_member_versions(*out.body);
    CHECK(said.size() == 2);
    CHECK(said.at(id_of(4)) == std::uint64_t(world.here.open().member(id_of(4))->version));
    CHECK(said.contains(id_of(2)));
    const std::vector<wire::identifier> many(config::members_checked_max + 1);
    CHECK(world.ask(4, wire::check_members{many}).status == api_status::bad_request);
    const auto noted = world.here.audited().size();
    CHECK(world.ask(4, wire::check_members{}).status == api_status::ok);
    CHECK(world.here.audited().size() == noted); // asked every other second
  });
}

TEST_CASE("what is no request is told so") {
  ask_both([](asked_authority& world) {
    for (const auto service : wire::authority_services)
      for (const auto who : {std::uint8_t{2}, std::uint8_t{5}}) {
        const auto out = world.book->answer(
            service, id_of(who), {7, "/xyz", wire::api_method::post, wire::bytes{0xf6}}, now);
        CHECK(out.status == api_status::bad_request);
        CHECK(wire::decode_api_error(*out.body)->message == "unknown path");
      }
    const wire::api_request wrong{7, "/", wire::api_method::post, wire::bytes{0x81, 0x01}};
    for (const auto service : wire::authority_services) {
      if (service == wire::authority_service::credential_issuer) continue;
      CHECK(world.book->answer(service, id_of(2), wrong, now).status == api_status::bad_request);
    }
    const wire::attribute_map huge{{"a", std::string(config::attributes_size_max, 'x')}};
    CHECK(world.ask(2, wire::add_member{id_of(5), huge}).status == api_status::bad_request);
    CHECK(world.ask(2, wire::create_ticket{huge, {}, {}}).status == api_status::bad_request);
  });
}

TEST_CASE("a store that is locked changes nothing, and who asks learns no more than that") {
  const members_place here;
  asked_authority world{here};
  const auto code = world.ticket(2);
  const auto impatient = here.make_authority(world.random, 50ms);
  const auto ask = [&](std::uint8_t who, const wire::authority_request& what) {
    return impatient->answer(wire::service_of(what), id_of(who), wire::encode(what, 7), now);
  };
  {
    const auto session = here.session();
    auto& other = *session;
    other << "begin immediate";
    const std::pair<std::uint8_t, wire::authority_request> all[] = {
        {4, wire::issue_credential{}},
        {2, wire::create_ticket{}},
        {5, wire::accept_ticket{code}},
        {2, wire::add_member{id_of(5), {}}},
        {2, wire::delete_member{id_of(4)}}};
    for (const auto& [who, what] : all) {
      const auto out = ask(who, what);
      CHECK(out.status == api_status::internal_error);
      CHECK(out.gone.empty());
      CHECK(wire::decode_api_error(*out.body)->message == "the members cannot be read now");
    }
    CHECK(ask(5, wire::issue_credential{}).status
          == api_status::forbidden); // not noted: the log says so
    other << "rollback";
  }
  CHECK(here.open().members()->size() == 3);
  CHECK(ask(5, wire::accept_ticket{code}).status == api_status::ok);
}

TEST_CASE("an authority of the reference would have said the same") {
  const members_place here;
  asked_authority world{here};
  const auto words = [](const char* name) {
    const auto answer = wire::decode_api_response(authority_answer(name));
    return std::pair(*answer->status, *wire::decode_api_error(*answer->body));
  };
  const auto shown = [&](const answer_of_book& out) {
    return std::pair(out.status, *wire::decode_api_error(*out.body));
  };
  const auto code = world.ticket(2);
  CHECK(shown(world.ask(4, wire::accept_ticket{code})) == words("already_a_member"));
  const auto [status, why] = words("member_not_found");
  const auto missing =
      shown(world.ask(2, wire::show_member{*wire::identifier::parse(why.path->substr(1))}));
  CHECK(missing == std::pair(status, why));
}
