// Two who want one name of a relay: who has it, and what both are told.
//   b(3), c(4) ---- n(2):7000
#include "actors/relays/relay_service.hpp"
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

#include <functional>

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace {

const std::string in_clear = "/dnsaddr/n/tcp/7000", proven = "/dnsaddr/n/tcp/7000/secure/api";

struct disputed : simulation {
  explicit disputed(std::uint8_t person_of_c = 4) : c{*this, "c", person_of_c} { n.listen(7000); }

  simulated_node::reply register_x(simulated_node& owner, const std::string& at) {
    const auto made = owner.ask("POST", "/v1/relays", {{"name", "x"}, {"at", at}});
    settle();
    return made;
  }
  json at(simulated_node& node) { return node.ask("GET", "/v1/relays/x").body; }
  json hosted() { return at(n); }
  std::string owner() { return hosted().value("owner", "nobody"); }
  static bool has(const std::string& text, std::string_view part) {
    CAPTURE(text);
    return text.find(part) != std::string::npos;
  }

  simulated_node n{*this, "n", 2}, b{*this, "b", 3}, c;
};

struct one_home : disputed {
  one_home() : disputed(3) {}
};

} // namespace

TEST_CASE_FIXTURE(disputed, "in clear a live owner keeps its name, and both are told") {
  REQUIRE(register_x(b, in_clear).status == 201);
  const auto refused = register_x(c, in_clear);
  CHECK(refused.status == 409);
  CHECK(has(refused.error(), "another node has this name now: a node that proved no identity"));
  CHECK(at(b)["status"] == "up");
  CHECK(has(at(b)["conflict"], "a node that proved no identity wants this name"));
  CHECK(has(hosted()["conflict"], "wants this name"));
  CHECK(c.ask("GET", "/v1/relays").body.empty());
}

TEST_CASE_FIXTURE(disputed, "a name that was proven is not taken in clear, nor by another one") {
  REQUIRE(register_x(b, proven).status == 201);
  CHECK(owner().starts_with(name_of(3)));
  const auto in_c = register_x(c, in_clear);
  CHECK(in_c.status == 409);
  CHECK(has(in_c.error(), "another node has this name now: " + name_of(3)));
  const auto by_c = register_x(c, proven);
  CHECK(by_c.status == 409);
  CHECK(has(at(b)["conflict"], "a node that proved no identity wants this name"));
  CHECK(has(hosted()["conflict"], name_of(4)));
  CHECK(owner().starts_with(name_of(3)));
}

TEST_CASE_FIXTURE(disputed, "who proves who it is does not displace a live owner in clear") {
  REQUIRE(register_x(b, in_clear).status == 201);
  CHECK(register_x(c, proven).status == 409);
  CHECK(at(b)["status"] == "up");
}

TEST_CASE_FIXTURE(disputed, "an owner that is silent and does not answer is displaced") {
  REQUIRE(register_x(b, in_clear).status == 201);
  advance(1s);
  net.black_hole("b");
  // It may be back in a moment: it was heard of a moment ago.
  CHECK(register_x(c, in_clear).status == 409);
  advance(config::owner_heard_max + config::owner_look_period);
  const auto before = clock.now();
  CHECK(register_x(c, in_clear).status == 201);
  CHECK(clock.now() - before >= config::owner_answer_timeout);
  CHECK(clock.now() - before < config::owner_answer_timeout + 1s);
  CHECK(at(c)["status"] == "up");
  // Back again, it finds the name taken, says so, and has it once it is free.
  net.black_hole("b", false);
  CHECK(advance_until([&] { return has(at(b)["reason"], "another node has this name now"); }, 40s));
  REQUIRE(c.ask("DELETE", "/v1/relays/x").status == 200);
  CHECK(advance_until([&] { return at(b)["status"] == "up"; }, 10s));
}

TEST_CASE_FIXTURE(disputed, "a real owner gets no notice and no answer when it is refused") {
  REQUIRE(register_x(b, in_clear).status == 201);
  const auto link = c.connect("n:7000");
  auto& r = c.start_probe("r");
  c.route({local(link), local("static_forwarding_service")}, wire::encode_text("x"), {local("r")});
  advance(10s);
  CHECK(r.all.empty());
  CHECK(at(b)["status"] == "up");
  CHECK(has(at(b)["conflict"], "wants this name"));
}

TEST_CASE_FIXTURE(disputed, "a real owner is asked by its echo, and is told nothing else") {
  const auto link = c.connect("n:7000");
  auto& r = c.start_probe("r");
  c.route({local(link), local("static_forwarding_service")}, wire::encode_text("x"), {local("r")});
  settle();
  REQUIRE(r.all.size() == 1);
  CHECK(register_x(b, in_clear).status == 409);
  CHECK(r.all.size() == 1);
  net.black_hole("c");
  advance(config::owner_heard_max + config::owner_look_period);
  CHECK(register_x(b, in_clear).status == 201);
}

TEST_CASE_FIXTURE(disputed, "a proven owner's name is reserved for it for ten minutes") {
  REQUIRE(register_x(b, proven).status == 201);
  net.cut("b", "n");
  net.black_hole("b");
  settle();
  CHECK(owner() == "nobody");
  const auto early = register_x(c, proven);
  CHECK(early.status == 409);
  CHECK(has(early.error(), "this name is reserved for " + name_of(3)));
  CHECK(has(early.error(), "for 10 min"));
  CHECK(register_x(c, in_clear).status == 409);
  advance(config::name_reserved - 10s);
  CHECK(register_x(c, proven).status == 409);
  advance(20s);
  CHECK(register_x(c, proven).status == 201);
}

TEST_CASE_FIXTURE(disputed,
                  "the owner itself, an owner that gives it up, and the host free a name") {
  SUBCASE("the same identity") {
    REQUIRE(register_x(b, proven).status == 201);
    net.cut("b", "n");
    settle();
    advance(1s);
    CHECK(at(b)["status"] == "up");
    return;
  }
  REQUIRE(register_x(b, proven).status == 201);
  SUBCASE("the owner") { REQUIRE(b.ask("DELETE", "/v1/relays/x").status == 200); }
  SUBCASE("the host, by its relay") {
    b.node.stop();
    settle();
    REQUIRE(n.ask("DELETE", "/v1/relay-names/x").body["owner"] == name_of(3));
  }
  settle();
  CHECK(n.ask("GET", "/v1/relay-names").body.empty());
  CHECK(register_x(c, proven).status == 201);
}

TEST_CASE_FIXTURE(one_home, "a newer registration of one home takes over the name, and keeps it") {
  std::string way;
  SUBCASE("in clear") { way = in_clear; }
  SUBCASE("proven") { way = proven; }
  REQUIRE(register_x(b, way).status == 201);
  const auto first = hosted()["forwarding_route"];
  REQUIRE(register_x(c, way).status == 201);
  const auto second = hosted()["forwarding_route"];
  CHECK(first != second);
  advance(1s);
  CHECK(at(b)["status"] == "connecting");
  CHECK(has(at(b)["reason"], "another node has this name now"));
  for (int i = 0; i < 60; ++i) {
    advance(1s);
    REQUIRE(hosted()["forwarding_route"] == second);
    REQUIRE(at(c)["status"] == "up");
    REQUIRE(at(b)["status"] != "up");
  }
  CHECK(has(at(c)["conflict"], "wants this name"));
  net.cut("c", "n"), net.black_hole("c");
  CHECK(advance_until([&] { return at(b)["status"] == "up"; }, 10s));
}

// -- a name that is gone, while the owner's link is busy ---------------------------------------

namespace {

/// The link of b goes on bringing messages, whatever became of the name.
struct busy_link : one_home {
  /// Once a second; nothing may be called up that was not proven within config::proof_age_max.
  bool goes_on_until(const std::function<bool()>& done, duration limit) {
    std::string t_b;
    for (const auto& link : n.ask("GET", "/v1/tcp-connections").body)
      if (link["socket_address"].get<std::string>().starts_with("b:")) t_b = link["worker_address"];
    for (const auto end = clock.now() + limit; clock.now() < end; advance(1s)) {
      if (done()) return true;
      if (!t_b.empty()) n.route({local(t_b), local("busy")}, wire::view_of("bulk"));
      settle();
      const auto now = at(b);
      if (now["status"] == "up")
        REQUIRE(now["proven_ms_ago"] <= std::chrono::milliseconds(config::proof_age_max).count());
    }
    return done();
  }
  bool is_of_b() { return has(owner(), "b:"); }
  bool b_has_it() { return at(b)["status"] == "up" && !hosted().contains("error") && is_of_b(); }
  probe& bulk = b.start_probe("busy");
};

} // namespace

TEST_CASE_FIXTURE(busy_link, "who has lost its name registers again although its link is busy") {
  REQUIRE(register_x(b, in_clear).status == 201);
  SUBCASE("deleted at the host") { REQUIRE(n.ask("DELETE", "/v1/relays/x").status == 200); }
  SUBCASE("replaced, and freed") {
    REQUIRE(register_x(c, in_clear).status == 201);
    advance(2s);
    REQUIRE(c.ask("DELETE", "/v1/relays/x").status == 200);
  }
  settle();
  CHECK(owner() == "nobody");
  CHECK(goes_on_until([&] { return b_has_it(); }, 25s));
}

TEST_CASE_FIXTURE(busy_link, "who is not told that its name is gone finds out, and has it again") {
  REQUIRE(register_x(b, in_clear).status == 201);
  n.workers().remove(local("forward_to_x")); // without a word
  CHECK(goes_on_until([&] { return at(b)["status"] == "degraded"; }, 16s));
  CHECK(at(b)["reason"] == "other messages came, but no ping was answered for longer than 15 s");
  const auto way = hosted()["forwarding_route"];
  CHECK(goes_on_until([&] { return hosted()["forwarding_route"] != way; }, 30s));
  CHECK(goes_on_until([&] { return b_has_it(); }, 5s));
  CHECK(bulk.all.size() > 10);
}

TEST_CASE_FIXTURE(busy_link,
                  "a relay that a policy ended is down with its reason, and back after it") {
  REQUIRE(register_x(b, proven).status == 201);
  const json rule{{"resource_type", "relay"}, {"expression", name_of(7)}};
  REQUIRE(n.ask("POST", "/v1/policies", rule).status == 201);
  settle();
  CHECK(owner() == "nobody");
  advance(1s);
  CHECK(at(b)["status"] != "up");
  CHECK(has(at(b)["reason"], "relay x at " + proven));
  CHECK_FALSE(goes_on_until([&] { return b_has_it(); }, 30s));
  REQUIRE(n.ask("DELETE", "/v1/policies/relay").status == 200);
  CHECK(goes_on_until([&] { return b_has_it(); }, 25s));
}
