// What registering a relay at another node says when the other node is not what it should be.
#include "actors/relays/registration.hpp"
#include "actors/relays/relay_service.hpp"
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace {

//   b ---- n:7000, whose relay service the test plays
struct relay_impostor : simulation {
  /// Confirms the registration that came last.
  void confirm(const wire::bytes& payload, const wire::route& from) {
    n.workers.route({service.last, from, transports::slice::copy_of(payload), 0, {}});
    settle();
  }
  /// As its relay `x` passes on what the registration sends through it to itself.
  void pass_on() {
    REQUIRE(relay.all.size() == 1);
    n.workers.route(
        {service.last, {}, transports::slice::copy_of(wire::view_of(relay.all[0].payload)), 0, {}});
    relay.all.clear();
    settle();
  }

  virtual_node n{*this, "n"};
  probe& service = n.start<probe>("static_forwarding_service");
  transports::listening at = n.listen(7000);
  probe& relay = n.start<probe>("forward_to_x");
  simulated_node b{*this, "b"};
};

const json at_n = {{"name", "x"}, {"at", "/dnsaddr/n/tcp/7000"}};

} // namespace

TEST_CASE_FIXTURE(relay_impostor, "a registration is the documented message") {
  const auto r = b.begin("POST", "/v1/relays", {{"name", "x"}, {"at", "/dnsaddr/n/tcp/7000"}});
  REQUIRE(service.all.size() == 1);
  CHECK(service.all[0].onward == "0#static_forwarding_service");
  CHECK(service.all[0].payload == "\1x\x4f\1" + std::string(17, '\0')); // with our tail
  CHECK(service.last.size() == 2);
  CHECK(r->status == 0);
  // The relay has the last word on its address; all that counts is that the name is its end.
  confirm(wire::encode_text("project/forward_to_x"), {local("elsewhere"), local("forward_to_x")});
  CHECK(r->status == 0);
  const auto self = std::string(service.last.back().value);
  REQUIRE(relay.all.size() == 1);
  CHECK(relay.all[0].onward == "0#forward_to_x => 0#" + self);
  CHECK(relay.all[0].payload.size() == 16);
  pass_on();
  REQUIRE(r->status == 201);
  CHECK(r->body["remote_address"] == "forward_to_x");
  CHECK(r->body["name"] == "x");
  CHECK(r->body["status"] == "up");
  CHECK(r->body["worker_address"].get<std::string>() == "0#" + self);
  // Later ones change nothing.
  confirm(wire::encode_text("forward_to_y"), {local("forward_to_y")});
  CHECK(b.ask("GET", "/v1/relays/x").body["remote_address"] == "forward_to_x");
}

TEST_CASE_FIXTURE(relay_impostor, "without a name the relay service chooses one") {
  const auto r = b.begin("POST", "/v1/relays", {{"at", "/dnsaddr/n/tcp/7000"}});
  REQUIRE(service.all.size() == 1);
  CHECK(service.all[0].payload.starts_with("\x08register"));
  confirm(wire::encode_text("forward_to_x"), {local("forward_to_x")});
  pass_on();
  CHECK(r->body["name"] == "x");
  net.cut("b", "n");
  advance(config::session_pause_min);
  REQUIRE(service.all.size() == 2);
  CHECK(service.all[1].payload
        == "\1x\x4f\1\1" + std::string(16, '\0')); // from then on it is this one
}

TEST_CASE_FIXTURE(relay_impostor, "a false confirmation is refused and closes the link") {
  struct {
    wire::bytes payload;
    wire::route from;
    const char* why;
  } const wrong[] = {
      {wire::encode_text("forward_to_y"),
       {local("forward_to_y")},
       "the confirmation names another relay"},
      {{9, 'x'}, {local("forward_to_x")}, "the confirmation names another relay"},
      {wire::encode_text("forward_to_x"),
       {{wire::tcp_type, "n:7000"}},
       "the confirmation does not come from a relay"},
  };
  for (const auto& [payload, from, why] : wrong) {
    const auto r = b.begin("POST", "/v1/relays", at_n);
    confirm(payload, from);
    CHECK(r->status == 500);
    CHECK(r->code() == "protocol");
    CHECK(r->error() == "relay service at /dnsaddr/n/tcp/7000: " + std::string(why));
    CHECK(b.ask("GET", "/v1/tcp-connections").body.empty());
    CHECK(b.ask("GET", "/v1/relays").body.empty());
  }
}

TEST_CASE_FIXTURE(relay_impostor,
                  "a relay service that says nothing is waited for so long and no longer") {
  const auto r = b.begin("POST", "/v1/relays", at_n);
  advance(9999ms);
  CHECK(r->status == 0);
  const auto meanwhile = b.ask("GET", "/v1/relays/x").body;
  CHECK(meanwhile["status"] == "connecting");
  CHECK(meanwhile["attempt"] == 1);
  CHECK(b.ask("POST", "/v1/relays", at_n).status == 409);
  advance(1ms);
  CHECK(r->status == 408);
  CHECK(r->error()
        == "no confirmation from the relay service at /dnsaddr/n/tcp/7000 within 10 s; the link to "
           "n:7000 is up, so the next hop, static_forwarding_service, may not exist there");
  CHECK(b.ask("GET", "/v1/tcp-connections").body.empty());
}

TEST_CASE_FIXTURE(relay_impostor,
                  "a link that ends before the confirmation ends the registration") {
  const auto r = b.begin("POST", "/v1/relays", at_n);
  net.cut("b", "n");
  settle();
  CHECK(r->status == 502);
  CHECK(r->error() == "the link to n:7000 ended while waiting for the confirmation of relay x");
  CHECK(b.ask("GET", "/v1/relays").body.empty());
}

TEST_CASE_FIXTURE(relay_impostor, "a relay can not be registered where nobody listens") {
  const auto nobody = b.ask("POST", "/v1/relays", {{"name", "x"}, {"at", "/dnsaddr/n/tcp/1"}});
  CHECK(nobody.status == 502);
  const auto local_only = b.ask("POST", "/v1/relays", {{"name", "x"}, {"at", "/service/nobody"}});
  CHECK(local_only.status == 404);
  CHECK(local_only.error() == "worker nobody not found on this node");
  CHECK(b.ask("GET", "/v1/relays").body.empty());
}

TEST_CASE_FIXTURE(relay_impostor,
                  "a relay goes by a connection that was there, and leaves it there") {
  const auto link = b.connect("n:7000");
  const auto r = b.begin("POST", "/v1/relays", {{"name", "x"}, {"at", "/service/" + link}});
  confirm(wire::encode_text("forward_to_x"), {local("forward_to_x")});
  pass_on();
  REQUIRE(r->status == 201);
  CHECK(r->body["forwarding_route"] == "0#" + link + " => 0#forward_to_x");
  REQUIRE(b.ask("DELETE", "/v1/relays/x").status == 200);
  settle();
  CHECK(b.ask("GET", "/v1/tcp-connections").body.size() == 1);

  const auto again = b.begin("POST", "/v1/relays", {{"name", "x"}, {"at", "/service/" + link}});
  confirm(wire::encode_text("forward_to_x"), {local("forward_to_x")});
  pass_on();
  REQUIRE(again->status == 201);
  REQUIRE(b.ask("DELETE", "/v1/tcp-connections/" + link).status == 200);
  settle();
  CHECK(b.ask("GET", "/v1/relays/x").body["status"] == "connecting");
}

TEST_CASE_FIXTURE(relay_impostor, "a relay that is confirmed and passes nothing on is no relay") {
  const auto r = b.begin("POST", "/v1/relays", at_n);
  confirm(wire::encode_text("forward_to_x"), {local("forward_to_x")});
  advance(config::ping_timeout);
  CHECK(r->status == 408);
  CHECK(r->error() == "nothing that was sent there came back within 5 s");
  CHECK(b.ask("GET", "/v1/relays").body.empty());
}

TEST_CASE_FIXTURE(relay_impostor, "a relay can be wanted before it can be had") {
  const auto body = json{{"name", "y"}, {"at", "/dnsaddr/n/tcp/1"}, {"no_connection_wait", true}};
  const auto made = b.ask("POST", "/v1/relays", body);
  CHECK(made.status == 201);
  CHECK(made.body["status"] == "connecting");
  advance(1min);
  const auto later = b.ask("GET", "/v1/relays/y").body;
  CHECK(later["status"] == "connecting");
  CHECK(later["attempt"] > 10);
  CHECK(later["reason"].get<std::string>().find("refused") != std::string::npos);
  CHECK(b.ask("DELETE", "/v1/relays/y").status == 200);
}
