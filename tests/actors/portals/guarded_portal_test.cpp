// Portals with policies: who may use them, and when that is asked again.
//   client -- inlet (a, 1) == link == (b, 3) outlet -- server          an authority that b trusts
#include "actors/portals/portal_world.hpp"
#include "channels/membership/authority_world.hpp"

using namespace ockam;
using namespace ockam::tests;
using channels::timestamp;

namespace {

struct guarded_portal {
  virtual_world world;
  virtual_wall_clock time; // of both
  node_under_test<virtual_world> a{world, "a", with_clock("a", 1)},
      b{world, "b", with_clock("b", 3)};
  target<virtual_world> server{world, "b"};
  std::string to_b = "/dnsaddr/b/tcp/" + std::to_string(b.listen());
  std::string sealed = to_b + "/secure/api/service/outlet", clear = to_b + "/service/outlet";
  tests::authority authority;

  actors::node_options with_clock(const std::string& host, std::uint8_t number) const {
    auto out = options_of(host, number);
    out.time = &time;
    return out;
  }
  channels::credential_table& at(node_under_test<virtual_world>& n) {
    return n.inner.parts().credentials;
  }
  channels::presented_credential made(std::uint8_t person, const std::string& role,
                                      timestamp from = start + 2, timestamp until = end - 2) const {
    return authority.issue({id_of(person), {}, 1, {{"role", role}}, {from, until}});
  }
  void present(node_under_test<virtual_world>& n, const channels::presented_credential& what) {
    at(n).present({what});
    world.settle();
  }
  json make_outlet(json more = json::object()) {
    more["address"] = "outlet", more["to"] = server.address();
    return b.make("tcp-outlets", more);
  }
  json outlet() { return b.ask("GET", "/v1/tcp-outlets/outlet").body; }
  json make_inlet(const std::string& to, json more = json::object()) {
    more["alias"] = "web", more["from"] = "127.0.0.1:0", more["to"] = to;
    const auto done = a.make("tcp-inlets", more);
    world.settle();
    return done;
  }
  json inlet() { return a.ask("GET", "/v1/tcp-inlets/web").body; }
  void pass(std::chrono::seconds span) {
    for (; span > 0s; span -= 1s) {
      time.time += 1;
      world.advance(1s);
    }
  }

  struct pair {
    hand client, at_server;
    bool usable(virtual_world& world, const std::string& words) {
      client.say(words);
      world.settle();
      return at_server.hear() == words;
    }
    bool over() {
      client.hear();
      at_server.hear();
      return (client.ended || client.broken) && (at_server.ended || at_server.broken);
    }
  };
  /// A stream, if the server hears of the client.
  std::optional<pair> connect() {
    pair out{a.dial(a.port_of(inlet())), {}};
    world.settle();
    out.at_server = server.take();
    if (!out.at_server) return {};
    return out;
  }
};

bool says(const json& text, std::string_view words) {
  CAPTURE(text);
  return text.get<std::string>().find(words) != std::string::npos;
}

} // namespace

TEST_CASE_FIXTURE(guarded_portal, "an outlet's policy lets those pass whose attributes it wants") {
  at(b).trust(authority.who);
  CHECK(make_outlet({{"allow", "role=client"}})["allow"] == R"((= subject.role "client"))");
  make_inlet(sealed);
  CHECK_FALSE(connect());
  CHECK(says(outlet()["refusal"], "has no credential that holds"));
  present(a, made(1, "server"));
  CHECK_FALSE(connect());
  CHECK(says(outlet()["refusal"], "is denied by the policy"));
  world.advance(2s);
  present(a, made(1, "client", now - 1));
  auto stream = connect();
  REQUIRE(stream);
  CHECK(stream->usable(world, "hello"));
}

TEST_CASE_FIXTURE(guarded_portal, "whoever comes in clear is refused where a policy decides") {
  make_outlet({{"allow", name_of(1)}});
  make_inlet(clear);
  CHECK_FALSE(connect());
  CHECK(says(outlet()["refusal"], "no secure channel"));
  REQUIRE(a.ask("DELETE", "/v1/tcp-inlets/web").status == 200);
  make_inlet(sealed);
  CHECK(connect());
}

TEST_CASE_FIXTURE(guarded_portal,
                  "with an authority an outlet without a policy wants a credential") {
  at(b).trust(authority.who);
  CHECK(make_outlet()["allow"] == "(= subject.has_credential true)");
  make_inlet(sealed);
  CHECK_FALSE(connect());
  present(a, made(1, "anything"));
  CHECK(connect());
}

TEST_CASE_FIXTURE(guarded_portal, "streams end when the credential of their client expires") {
  at(b).trust(authority.who);
  make_outlet({{"allow", "role=client"}});
  present(a, made(1, "client", now, now + 5));
  make_inlet(sealed);
  auto stream = connect();
  REQUIRE(stream);
  pass(4s);
  CHECK(stream->usable(world, "still"));
  pass(6s);
  CHECK(stream->over());
  CHECK_FALSE(connect());
  CHECK(says(outlet()["refusal"], "no credential that holds"));
  present(a, made(1, "client", time.time, time.time + 60));
  pass(5s); // the inlet has its route again
  CHECK(connect());
}

TEST_CASE_FIXTURE(guarded_portal, "streams end when the outlet's side expires, too") {
  at(a).trust(authority.who);
  make_outlet();
  present(b, made(3, "server", now, now + 5));
  CHECK(make_inlet(sealed, {{"allow", "role=server"}})["status"] == "up");
  auto stream = connect();
  REQUIRE(stream);
  CHECK(stream->usable(world, "hello"));
  pass(10s);
  CHECK(stream->over());
  CHECK(inlet()["status"] == "down");
  CHECK(says(inlet()["reason"], "has no credential that holds"));
  CHECK_FALSE(connect());
}

TEST_CASE_FIXTURE(guarded_portal, "whoever is revoked loses the streams, and nobody else does") {
  at(b).trust(authority.who);
  node_under_test<virtual_world> c{world, "c", with_clock("c", 4)};
  make_outlet();
  present(a, made(1, "client"));
  present(c, made(4, "client"));
  make_inlet(sealed);
  const auto other = c.make("tcp-inlets", {{"from", "127.0.0.1:0"}, {"to", sealed}});
  auto stream = connect();
  REQUIRE(stream);
  pair theirs{c.dial(c.port_of(other)), {}};
  world.settle();
  theirs.at_server = server.accept();
  confirming_authority asked{at(b), authority.who.id()};
  asked.members = {{id_of(1), 0}, {id_of(4), 0}};
  pass(1s);
  CHECK(stream->usable(world, "confirmed"));
  asked.expel(id_of(1));
  world.settle();
  CHECK(stream->over());
  CHECK(theirs.usable(world, "not me"));
  pass(5s);
  CHECK_FALSE(connect()); // it still shows what it was given
}

TEST_CASE_FIXTURE(guarded_portal, "a policy that comes later ends the streams that it denies") {
  make_outlet();
  make_inlet(sealed);
  auto stream = connect();
  REQUIRE(stream);
  b.make("policies", {{"resource_type", "tcp-outlet"}, {"expression", name_of(7)}});
  world.settle();
  CHECK(stream->over());
  CHECK(says(outlet()["refusal"], "1 streams ended: " + name_of(1) + " is denied"));
  b.make("policies", {{"resource", "outlet"}, {"expression", name_of(1)}});
  CHECK(connect());
  REQUIRE(b.ask("DELETE", "/v1/policies/outlet").status == 200);
  CHECK_FALSE(connect());
}

TEST_CASE_FIXTURE(guarded_portal, "an inlet serves nobody while its policy denies the far end") {
  at(a).trust(authority.who);
  make_outlet();
  CHECK(make_inlet(sealed)["status"] == "down");
  CHECK(says(inlet()["reason"], "has no credential of this project"));
  CHECK_FALSE(connect());
  present(b, made(3, "server"));
  CHECK(inlet()["status"] == "up"); // on the route that is open
  CHECK(connect());
}

TEST_CASE_FIXTURE(guarded_portal,
                  "the project's node satisfies the default, and no written policy") {
  at(b).trust(authority.who);
  b.inner.parts().access.add_project_node(id_of(1));
  make_outlet();
  make_inlet(sealed);
  auto stream = connect();
  REQUIRE(stream);
  b.make("policies", {{"resource_type", "tcp-outlet"}, {"expression", "role=client"}});
  world.settle();
  CHECK(stream->over());
  CHECK(says(outlet()["refusal"], "it is the project's node"));
}

TEST_CASE_FIXTURE(guarded_portal, "a stream that ends with its way is not called denied") {
  at(b).trust(authority.who);
  present(a, made(1, "client"));
  make_outlet({{"allow", "role=client"}, {"keep_for_ms", 0}});
  make_inlet(sealed, {{"resume_for_ms", 0}});
  auto stream = connect();
  REQUIRE(stream);
  world.net.cut("a", "b");
  world.settle();
  CHECK(stream->over());
  CHECK(outlet()["refusal"] == "");
  CHECK(outlet()["streams"] == 0);
}

TEST_CASE_FIXTURE(guarded_portal, "an inlet tells when its route ends at the project's node") {
  make_outlet();
  CHECK(make_inlet(sealed)["ends_at_project"] == false);
  a.inner.parts().access.add_project_node(id_of(3));
  CHECK(inlet()["ends_at_project"] == true);
}

TEST_CASE_FIXTURE(guarded_portal,
                  "a node is told whom to trust and what to show, and tells what it knows") {
  const auto history = authority.who.to_hex();
  const auto shown = wire::to_hex(encoded(made(1, "client")));
  CHECK(b.make("credentials", {{"authority", history}})["authority"]
        == to_string(authority.who.id()));
  make_outlet({{"allow", "role=client"}});
  const auto stored = a.make("credentials", {{"authority", history}, {"credential", shown}});
  CHECK(stored["identifier"] == name_of(1));
  CHECK(stored["attributes"] == json{{"role", "client"}});
  present(b, made(3, "server"));
  make_inlet(sealed);
  CHECK(connect());
  const auto known = b.ask("GET", "/v1/credentials").body;
  REQUIRE(known.size() == 1);
  CHECK(known[0] == stored);
  CHECK(b.ask("GET", "/v1/credentials/" + name_of(1)).body == stored);
  CHECK(b.ask("GET", "/v1/credentials/" + name_of(9)).status == 404);
  a.inner.parts().credentials.present({}); // what a project gives does not take it away
  CHECK(a.inner.parts().credentials.presented().size() == 1);
  const auto refused = [&](const json& body) {
    const auto r = a.ask("POST", "/v1/credentials", body);
    CHECK(r.status != 201);
    return r.error();
  };
  CHECK(refused({{"authority", "zz"}}) == "authority: is not hexadecimal");
  CHECK(refused({{"authority", history}, {"credential", "00"}}) == "credential: is none");
  CHECK(says(refused({{"authority", history}, {"credential", wire::to_hex(encoded(made(2, "x")))}}),
             "of somebody else"));
}

TEST_CASE_FIXTURE(guarded_portal, "policies say who may have a relay, and for how long") {
  const auto relay_of = [&](const std::string& name) {
    return a.ask("POST", "/v1/relays", {{"name", name}, {"at", to_b + "/secure/api"}}).status;
  };
  const auto hosted = [&] { return b.ask("GET", "/v1/relays").body.size(); };
  at(b).trust(authority.who);
  CHECK(relay_of("r") == 403);
  present(a, made(1, "client"));
  CHECK(relay_of("r") == 201);
  CHECK(hosted() == 1);
  b.make("policies", {{"resource", "r"}, {"expression", "role=server"}});
  CHECK(hosted() == 0);
  CHECK(relay_of("other") == 201);
  CHECK(hosted() == 1);
  confirming_authority asked{at(b), authority.who.id()};
  asked.expel(id_of(1));
  world.settle();
  CHECK(hosted() == 0);
}

TEST_CASE_FIXTURE(guarded_portal, "a policy guards an outlet by its address and by its alias") {
  const auto early = b.make("policies", {{"resource", "pg"}, {"expression", "role=server"}});
  CHECK(early["guards"] == json::array()); // nothing is called so yet
  make_outlet({{"alias", "pg"}});
  CHECK(says(outlet()["allow"], "server"));
  for (const auto* const name : {"pg", "outlet"}) {
    const auto shown = b.ask("GET", std::string("/v1/policies/") + name);
    CHECK(shown.status == 200);
    CHECK(shown.body["target"] == "pg");
    CHECK(shown.body["guards"] == json::array({"tcp-outlet pg"}));
  }
  const auto twice =
      b.ask("POST", "/v1/policies", {{"resource", "outlet"}, {"expression", "role=client"}});
  CHECK(twice.status == 409);
  b.make("policies", {{"resource", "pg"}, {"expression", "role=client"}});
  CHECK(says(outlet()["allow"], "client"));
  REQUIRE(b.ask("DELETE", "/v1/policies/outlet").status == 200);
  CHECK(outlet()["allow"] == "");
  CHECK(b.make("policies", {{"resource", "outlet"}, {"expression", "role=client"}})["guards"]
        == json::array({"tcp-outlet pg"}));
  CHECK(says(outlet()["allow"], "client"));
}

TEST_CASE_FIXTURE(guarded_portal, "policies are made, listed, shown and deleted") {
  const auto made = b.make("policies", {{"resource", "db"}, {"expression", "a or b"}});
  CHECK(made["resource"] == "db");
  CHECK(made["resource_type"] == "");
  CHECK(made["expression"]
        == R"((or (and (exists? subject.a) (= subject.a "true")) )"
           R"((and (exists? subject.b) (= subject.b "true"))))");
  b.make("policies", {{"resource_type", "relay"}, {"expression", "a"}});
  CHECK(b.ask("GET", "/v1/policies").body.size() == 2);
  CHECK(b.ask("GET", "/v1/policies/relay").body["resource_type"] == "relay");
  CHECK(b.ask("GET", "/v1/policies/nobody").status == 404);
  CHECK(b.ask("DELETE", "/v1/policies/db").body["expression"] == made["expression"]);
  CHECK(b.ask("DELETE", "/v1/policies/db").status == 404);
  const auto refused = [&](const json& body) {
    const auto r = b.ask("POST", "/v1/policies", body);
    CHECK(r.status == 400);
    return r.error();
  };
  CHECK(refused({{"resource", "db"}}) == "expression: is missing");
  CHECK(refused({{"expression", "a"}}).find("a policy is for") == 0);
  CHECK(refused({{"resource", "x"}, {"resource_type", "relay"}, {"expression", "a"}})
            .find("a policy is for")
        == 0);
  CHECK(refused({{"resource_type", "relays"}, {"expression", "a"}})
        == "relays is no type of resource");
  CHECK(says(refused({{"resource", "db"}, {"expression", "a or"}}), "column"));
  const auto outlet = b.ask("POST", "/v1/tcp-outlets",
                            {{"address", "o"}, {"to", "127.0.0.1:1"}, {"allow", "(= 1"}});
  CHECK(outlet.status == 400);
}
