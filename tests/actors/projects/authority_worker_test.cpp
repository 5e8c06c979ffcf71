#include "actors/projects/authority_worker.hpp"
#include "actors/projects/project_world.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::authority_service;
using wire::local;

namespace {

const wire::attribute_map role_x{{"role", "x"}};

/// Sends by hand, through a channel that is open, and looks at what comes back.
struct asked_by_hand : project_world {
  asked_by_hand() {
    const auto made =
        b.ask("POST", "/v1/secure-channels", {{"to", "/dnsaddr/p/tcp/7000/service/api"}});
    REQUIRE(made.status == 201);
    channel = made.body["address"];
  }
  void send(authority_service service, wire::bytes_view payload) {
    b.route({local(channel), local(wire::name_of(service))}, payload, {local("r")});
  }
  void send(const wire::authority_request& what, std::uint32_t id) {
    send(wire::service_of(what), wire::encode(wire::encode(what, id)));
  }
  /// `7: 200`, in the order in which they came.
  std::vector<std::string> answers() {
    std::vector<std::string> out;
    for (const auto& each : r.all) {
      const auto answer = wire::decode_api_response(wire::view_of(each.payload));
      REQUIRE(answer);
      out.push_back(std::to_string(answer->re) + ": " + std::to_string(int(*answer->status)));
    }
    return out;
  }
  std::string channel;
  probe& r = b.start_probe("r");
};

} // namespace

TEST_CASE_FIXTURE(project_world, "without a channel nobody is told anything") {
  for (const auto* by : {"", "/service/p1", "/service/hop"}) {
    CHECK(words(ask(a, wire::issue_credential{}, by)) == "400: secure channel required");
    CHECK(words(ask(a, wire::list_members{}, by)) == "400: secure channel required");
    CHECK(words(ask(a, wire::check_members{}, by)) == "400: secure channel required");
  }
}

TEST_CASE_FIXTURE(project_world, "a channel says who asks") {
  CHECK(words(ask(a, wire::issue_credential{})) == "403: unauthorized member");
  CHECK(words(ask(e, wire::add_member{id_of(4), role_x})) == "ok");
  CHECK(words(ask(a, wire::issue_credential{})) == "ok");
  CHECK(words(ask(a, wire::issue_credential{}, "/service/p1/secure/api")) == "ok");
  CHECK(words(ask(a, wire::list_members{})) == "403: Non-enroller is trying to list members");
  const auto all = ask(e, wire::list_members{});
  CHECK(wire::decode_members(*all->body)->size() == 2);
}

TEST_CASE_FIXTURE(project_world, "a ticket lets somebody in, once") {
  const auto made = ask(e, wire::create_ticket{role_x, {}, {}});
  REQUIRE(words(made) == "ok");
  const auto code = *wire::decode_one_time_code(*made->body);
  CHECK(words(ask(a, wire::accept_ticket{code})) == "ok");
  CHECK(words(ask(a, wire::accept_ticket{code})) == "403: Already a member");
  CHECK(words(ask(b, wire::accept_ticket{code}))
        == "403: Unknown enrollment token: ticket used up");
  CHECK(words(ask(a, wire::issue_credential{})) == "ok");
}

TEST_CASE_FIXTURE(asked_by_hand, "requests that are none are answered, and the channel goes on") {
  const auto hex_request = [](const char* digits) {
    wire::bytes out;
    wire::from_hex(digits, out);
    return out;
  };
  for (const auto service : wire::authority_services) {
    for (const auto* bad : {"", "00", "01a0", "05a101020304", "ff", "0ea40161610261 2f030104f4"})
      send(service, hex_request(bad));
    send(service, wire::bytes(config::authority_request_size_max + 1));
  }
  advance(1s);
  for (const auto& answer : answers()) CHECK(answer == "0: 400");
  r.all.clear();
  send(wire::list_members{}, 9);
  advance(1s);
  CHECK(answers() == std::vector<std::string>{"9: 403"});
}

TEST_CASE_FIXTURE(asked_by_hand, "one peer waits for a bounded number of answers, in their order") {
  REQUIRE(here.open().put_member({id_of(5), {}, std::int64_t(now), id_of(2)}));
  // Another process made it a member, so this authority takes it for a stranger yet. Some requests
  // are answered while others are still read.
  constexpr auto most = std::uint32_t(config::strangers_requests_per_source_max) + 1;
  for (std::uint32_t i = 1; i <= 8 * most; ++i) send(wire::list_members{}, i);
  advance(1s);
  const auto got = answers();
  CHECK(got.size() == 8 * most);
  const auto said = [&got](std::string_view what) {
    return std::ranges::count_if(got, [what](const auto& each) { return each.ends_with(what); });
  };
  CHECK(said(": 403") >= most);
  CHECK(said(": 500") >= most); // at once
  CHECK(said(": 403") + said(": 500") == 8 * most);
  int last = 0;
  for (const auto& each : got)
    if (each.ends_with(": 403")) CHECK(std::exchange(last, std::stoi(each)) < std::stoi(each));
  r.all.clear();
  send(wire::check_members{}, 99);
  advance(1s);
  CHECK(answers() == std::vector<std::string>{"99: 200"});
}

TEST_CASE_FIXTURE(project_world,
                  "of fifty clients at once exactly as many get in as a ticket says") {
  const auto made = ask(e, wire::create_ticket{role_x, {}, 20});
  const auto code = *wire::decode_one_time_code(*made->body);
  const auto request = wire::encode(wire::encode(wire::accept_ticket{code}, 7));
  std::vector<std::unique_ptr<simulated_node>> clients;
  std::vector<std::shared_ptr<simulated_node::reply>> replies;
  for (std::uint8_t i = 0; i < 50; ++i) {
    const auto number = static_cast<std::uint8_t>(100 + i);
    clients.push_back(
        std::make_unique<simulated_node>(*this, "client" + std::to_string(i), number));
  }
  for (auto& client : clients)
    replies.push_back(begin_request(
        system, client->node.control(), "POST", "/v1/messages",
        {{"to", "/dnsaddr/p/tcp/7000/service/p1/secure/api/service/enrollment_token_acceptor"},
         {"payload_hex", wire::to_hex(request)}}));
  advance(15s);
  std::map<std::string, int> outcomes;
  for (const auto& reply : replies) {
    REQUIRE(reply->status == 201);
    wire::bytes payload;
    wire::from_hex(reply->body["payload_hex"].get<std::string>(), payload);
    ++outcomes[words(*wire::decode_api_response(payload))];
  }
  CHECK(outcomes
        == std::map<std::string, int>{{"ok", 20},
                                      {"403: Unknown enrollment token: ticket used up", 30}});
  CHECK(here.open().members()->size() == 21);
}

TEST_CASE_FIXTURE(project_world,
                  "who is removed loses its channels at once, also by its own hand") {
  enroll(a, 4, role_x);
  REQUIRE(a.ask("POST", "/v1/secure-channels", {{"to", "/dnsaddr/p/tcp/7000/service/api"}}).status
          == 201);
  const auto& known = p.node.parts().credentials;
  REQUIRE(known.find(id_of(4)));
  const auto channels = p.ask("GET", "/v1/secure-channels").body;
  REQUIRE(channels.size() == 1);
  SUBCASE("the enroller") { CHECK(words(ask(e, wire::delete_member{id_of(4)})) == "ok"); }
  SUBCASE("all of them") { CHECK(words(ask(e, wire::delete_members{})) == "ok"); }
  SUBCASE("itself") { ask(a, wire::delete_member{id_of(4)}); }
  SUBCASE("another process") {
    REQUIRE(here.open().remove_member(id_of(4), id_of(2), std::int64_t(now)));
    advance(2 * config::member_look_period);
  }
  settle();
  CHECK_FALSE(known.find(id_of(4)));
  for (const auto& each : p.ask("GET", "/v1/secure-channels").body) // it may come again, as nobody
    CHECK(each.at("address") != channels[0].at("address"));
}

TEST_CASE_FIXTURE(project_world, "what members are is known at once, whatever waits") {
  enroll(b, 5, role_x);
  const auto made =
      b.ask("POST", "/v1/secure-channels", {{"to", "/dnsaddr/p/tcp/7000/service/api"}});
  auto& r = b.start_probe("r");
  const auto channel = made.body["address"].get<std::string>();
  const auto send = [&](const wire::authority_request& what, std::uint32_t id) {
    b.route({local(channel), local(wire::name_of(wire::service_of(what)))},
            wire::encode(wire::encode(what, id)), {local("r")});
  };
  for (std::uint32_t i = 1; i <= 10; ++i) send(wire::issue_credential{}, i);
  send(wire::check_members{{id_of(4), id_of(5)}}, 99);
  advance(1s);
  REQUIRE(r.all.size() == 11);
  std::vector<std::uint32_t> order;
  for (const auto& each : r.all)
    order.push_back(wire::decode_api_response(wire::view_of(each.payload))->re);
  CHECK(std::ranges::find(order, 99u) - order.begin() <= 1);
}

TEST_CASE(
    "a removed member's old credential counts for nothing, also for who heard nothing of it") {
  project_world world;
  world.enroll(world.a, 4, {{"ockam-relay", "*"}});
  REQUIRE(world.here.open().remove_member(id_of(4), id_of(2), std::int64_t(now)));
  world.advance(2 * config::member_look_period + 1ms); // nobody is connected, so nobody looks
  const auto made =
      world.a.begin("POST", "/v1/secure-channels", {{"to", "/dnsaddr/p/tcp/7000/service/api"}});
  world.advance(100ms);
  CHECK_FALSE(world.p.node.parts().credentials.find(id_of(4)));
  if (made->status == 201)
    world.a.ask("DELETE", "/v1/secure-channels/" + made->body["address"].get<std::string>());
  world.settle();
  CHECK(world.p.ask("GET", "/v1/secure-channels").body == json::array());
}

TEST_CASE_FIXTURE(project_world,
                  "a store that cannot be read is said to be, and nothing is revoked") {
  enroll(a, 4, role_x);
  REQUIRE(a.ask("POST", "/v1/secure-channels", {{"to", "/dnsaddr/p/tcp/7000/service/api"}}).status
          == 201);
  const auto session = here.session();
  auto& other = *session;
  other << "alter table members rename to lost";
  CHECK(words(ask(a, wire::issue_credential{})) == "500: the members cannot be read now");
  advance(3 * config::member_look_period);
  CHECK(p.node.parts().credentials.find(id_of(4)));
  other << "alter table lost rename to members";
  CHECK(words(ask(a, wire::issue_credential{})) == "ok");
}

TEST_CASE_FIXTURE(project_world, "its services are listed, and a role_x node has none") {
  std::vector<std::string> found;
  for (const auto& each : p.ask("GET", "/v1/services").body)
    if (each["type"] == "authority service") found.push_back(each["address"]);
  CHECK(found.size() == 5);
  for (const auto service : wire::authority_services) {
    CHECK(p.workers().find(local(wire::name_of(service))).open());
    CHECK_FALSE(a.workers().find(local(wire::name_of(service))).open());
  }
}

TEST_CASE("an authority alone hosts no relays") {
  simulation world;
  const members_place here;
  auto options = options_of("alone", 1);
  options.members = here.make_authority(world.random);
  simulated_node alone{world, "alone", std::move(options)};
  CHECK_FALSE(alone.workers().find(local("static_forwarding_service")).open());
  CHECK_FALSE(alone.workers().find(local("forwarding_service")).open());
  CHECK(alone.workers().find(local("credential_issuer")).open());
}
