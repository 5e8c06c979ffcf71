// Relays at a project's node: who may have one, who may use one.
#include "actors/projects/project_world.hpp"
#include "actors/relays/relay_service.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace {

using relay_names = std::vector<std::string>;
const std::string route_to_p = "/dnsaddr/p/tcp/7000/service/p1/secure/api",
                  uppercase_behind_p = route_to_p + "/service/forward_to_b/service/uppercase";

/// Refusals are written down within a second.
std::string last_refusal(project_world& world) {
  world.advance(config::refusals_write_period + 100ms);
  const auto log = world.here.open().audit_log(1);
  REQUIRE(log->size() == 1);
  CHECK(log->front().what == "register relay");
  return log->front().outcome;
}

} // namespace

TEST_CASE_FIXTURE(project_world,
                  "a member has the relay that its credential relay_names, and others use it") {
  enroll(b, 5, {{"ockam-relay", "b"}});
  enroll(a, 4, {});
  const auto made = register_at_p(b, "b");
  REQUIRE(made.status == 201);
  CHECK(made.body["remote_address"] == "forward_to_b");
  CHECK(hosted() == relay_names{"forward_to_b"});
  CHECK(a.send_text(uppercase_behind_p, "hello") == "HELLO");
  CHECK(a.send_text(route_to_p + "/service/forward_to_b/secure/api/service/uppercase", "hello")
        == "HELLO");
}

TEST_CASE_FIXTURE(project_world, "a relay passes on what members send, and nothing else") {
  enroll(b, 5, {{"ockam-relay", "b"}});
  REQUIRE(register_at_p(b, "b").status == 201);
  auto& worker = b.start_probe("x");
  CHECK(c.send_text(uppercase_behind_p, "hello").starts_with("error: "));
  CHECK(c.send_text("/dnsaddr/p/tcp/7000/service/forward_to_b/service/uppercase", "hello")
            .starts_with("error: "));
  CHECK(c.send_text("/dnsaddr/p/tcp/7000/service/p1/service/forward_to_b/secure/api/service/echo",
                    "hello")
            .starts_with("error: "));
  CHECK(worker.all.empty());
}

TEST_CASE_FIXTURE(project_world, "a star allows every name, another attribute none but its own") {
  enroll(b, 5, {{"ockam-relay", "*"}});
  enroll(a, 4, {{"ockam-relay", "a"}});
  REQUIRE(register_at_p(b, "b").status == 201);
  REQUIRE(register_at_p(b, "b2").status == 201);
  CHECK(register_at_p(a, "b3").status != 201);
  CHECK(last_refusal(*this) == "refused: this member's ticket allows relay a, and not b3");
  CHECK(register_at_p(a, "a").status == 201);
  CHECK(hosted() == relay_names{"forward_to_a", "forward_to_b", "forward_to_b2"});
}

TEST_CASE_FIXTURE(project_world, "who has shown no credential for it gets no relay and no answer") {
  SUBCASE("nobody") {
    CHECK(register_at_p(c, "c").status != 201);
    CHECK(last_refusal(*this) == "refused: no credential of this project was shown");
    CHECK(here.open().audit_log(1)->front().who == name_of(6));
    CHECK(here.open().audit_log(1)->front().whom == "c");
  }
  SUBCASE("a member without the attribute") {
    enroll(c, 6, {{"role", "x"}});
    CHECK(register_at_p(c, "c").status != 201);
    CHECK(last_refusal(*this) == "refused: this member's ticket allows no relay");
  }
  SUBCASE("in clear") {
    enroll(c, 6, {{"ockam-relay", "*"}});
    CHECK(c.ask("POST", "/v1/relays", {{"name", "c"}, {"at", "/dnsaddr/p/tcp/7000"}}).status
          != 201);
    CHECK(last_refusal(*this) == "refused: it came through no secure channel");
    CHECK(here.open().audit_log(1)->front().who.empty());
  }
  SUBCASE("by a way round") {
    enroll(c, 6, {{"ockam-relay", "*"}});
    CHECK(c.ask("POST", "/v1/relays", {{"name", "c"}, {"at", route_to_p + "/service/hop"}}).status
          != 201);
    CHECK(last_refusal(*this) == "refused: it took a way round");
  }
  CHECK(hosted().empty());
}

TEST_CASE_FIXTURE(project_world,
                  "a name that somebody has is nobody else's until that one is gone") {
  enroll(b, 5, {{"ockam-relay", "*"}});
  enroll(a, 4, {{"ockam-relay", "*"}});
  REQUIRE(register_at_p(b, "web").status == 201);
  CHECK(register_at_p(a, "web").status != 201);
  CHECK(last_refusal(*this) == "refused: another node has this name now: " + name_of(5));
  CHECK(a.send_text(route_to_p + "/service/forward_to_web/service/uppercase", "b?") == "B?");

  // Its owner comes again, by another channel, and has it at once.
  simulated_node again{*this, "again", 5};
  enroll(again, 5, {{"ockam-relay", "*"}});
  auto& worker = again.start_probe("x");
  REQUIRE(register_at_p(again, "web").status == 201);
  a.send_text(route_to_p + "/service/forward_to_web/service/x", "hello");
  CHECK(worker.all.size() == 1);

  net.cut("again", "p");
  settle();
  CHECK(hosted().empty());
  CHECK(register_at_p(a, "web").status == 409);
  CHECK(last_refusal(*this)
        == "refused: this name is reserved for " + name_of(5)
               + ", whose relay has ended, for 10 min");
  CHECK(advance_until([&] { return hosted() == relay_names{"forward_to_web"}; }, 10s)); // b's
}

TEST_CASE_FIXTURE(project_world, "a member that is removed loses its relay") {
  enroll(b, 5, {{"ockam-relay", "b"}});
  REQUIRE(register_at_p(b, "b").status == 201);
  CHECK(words(ask(e, wire::delete_member{id_of(5)})) == "ok");
  settle();
  CHECK(hosted().empty());
  CHECK(b.ask("GET", "/v1/relays/b").body["status"] != "up");
  CHECK(register_at_p(b, "b").status != 201);
}

TEST_CASE_FIXTURE(project_world,
                  "a relay ends with the link of its owner, though the project is in between") {
  enroll(b, 5, {{"ockam-relay", "b"}});
  REQUIRE(register_at_p(b, "b").status == 201);
  net.cut("b", "p");
  settle();
  CHECK(hosted().empty());
  CHECK(p.ask("GET", "/v1/secure-channels").body == json::array());
}
