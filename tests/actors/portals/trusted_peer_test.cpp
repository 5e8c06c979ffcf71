// An inlet keeps to the identity that it met first at the end of its route.
//   client -- inlet (a, 1) == r:7000 (a relay) == (b, 3) outlet or (c, 4) outlet -- server
#include "actors/portals/portal_world.hpp"
#include "config/defaults.hpp"

using namespace ockam;
using namespace ockam::tests;

namespace {

struct first_met {
  virtual_world world;
  std::vector<config::declaration> written; ///< by a
  node_under_test<virtual_world> r{world, "r"}, a{world, "a", with_notes()}, b{world, "b", 3},
      c{world, "c", 4};
  target<virtual_world> at_b{world, "b"}, at_c{world, "c"};
  const std::string at_r = "/dnsaddr/r/tcp/" + std::to_string(r.listen());
  const std::string to = at_r + "/service/forward_to_x/secure/api/service/outlet";

  first_met() {
    b.make("tcp-outlets", {{"address", "outlet"}, {"to", at_b.address()}});
    c.make("tcp-outlets", {{"address", "outlet"}, {"to", at_c.address()}});
    have_x(b);
  }
  actors::node_options with_notes() {
    auto out = options_of("a", 1);
    out.declarations.put = [this](const config::declaration& what) -> status {
      written.push_back(what);
      return done{};
    };
    out.declarations.forget = [](const config::declaration&) -> status { return done{}; };
    return out;
  }
  void have_x(node_under_test<virtual_world>& owner) {
    owner.make("relays", {{"name", "x"}, {"at", at_r}});
  }
  /// b goes, and c has its name.
  void replace() {
    REQUIRE(b.ask("DELETE", "/v1/relays/x").status == 200);
    have_x(c);
  }
  json make(json more = json::object()) {
    more["alias"] = "web", more["from"] = "127.0.0.1:0", more["to"] = to;
    return a.make("tcp-inlets", more);
  }
  json now() { return a.ask("GET", "/v1/tcp-inlets/web").body; }
  bool becomes(const std::string& field, const std::string& value, duration limit = 60s) {
    return world.advance_until([&] { return now().at(field) == value; }, limit);
  }
  control_answer trust(const json& whom) {
    const auto out = a.ask("POST", "/v1/tcp-inlets/web", {{"trust", whom}});
    world.settle();
    return out;
  }
  bool reaches(target<virtual_world>& server) {
    auto client = a.dial(a.port_of(now()));
    world.settle();
    return static_cast<bool>(server.take());
  }
};

} // namespace

TEST_CASE_FIXTURE(first_met, "an inlet keeps to whom it met first, and says who is there instead") {
  CHECK(make().at("trusted_peer") == name_of(3));
  CHECK(reaches(at_b));
  replace();
  REQUIRE(becomes("status", "down"));
  const auto shown = now();
  CHECK(shown.at("stranger") == name_of(4));
  CHECK(shown.at("trusted_peer") == name_of(3));
  const std::string why = shown.at("reason");
  CHECK(why.find(name_of(4) + " is at its end, and not " + name_of(3)) != std::string::npos);
  CHECK(why.find("ockam tcp-inlet trust web") != std::string::npos);
  for (int i = 0; i < 30; ++i) {
    CHECK_FALSE(reaches(at_c));
    world.advance(1s);
  }
  SUBCASE("whom it met first is back") {
    REQUIRE(c.ask("DELETE", "/v1/relays/x").status == 200);
    have_x(b);
    CHECK(becomes("status", "up"));
    CHECK(now().at("stranger") == "");
    CHECK(reaches(at_b));
  }
  SUBCASE("the other one is accepted") {
    CHECK(trust(nullptr).body.at("trusted_peer") == name_of(4));
    CHECK(becomes("status", "up"));
    CHECK(reaches(at_c));
  }
  SUBCASE("the other one is accepted by name") {
    CHECK(trust(name_of(4)).status == 200);
    CHECK(becomes("status", "up"));
  }
  SUBCASE("somebody else is accepted") {
    CHECK(trust(name_of(5)).status == 200);
    CHECK_FALSE(becomes("status", "up"));
    CHECK(now().at("stranger") == name_of(4));
  }
}

TEST_CASE_FIXTURE(first_met, "whom an inlet met first is written down, and known from the start") {
  make();
  world.settle();
  REQUIRE_FALSE(written.empty());
  CHECK(json::parse(written.back().body).at("trusted_peer") == name_of(3));
  REQUIRE(a.ask("DELETE", "/v1/tcp-inlets/web").status == 200);
  replace();
  SUBCASE("as it was written") {
    CHECK(make({{"trusted_peer", name_of(3)}}).at("status") == "down");
    CHECK(now().at("stranger") == name_of(4));
    trust(nullptr);
    world.settle();
    CHECK(json::parse(written.back().body).at("trusted_peer") == name_of(4));
  }
  SUBCASE("one that was met after it was declared") {
    REQUIRE(c.ask("DELETE", "/v1/relays/x").status == 200);
    make({{"no_connection_wait", true}, {"trusted_peer", ""}});
    have_x(c);
    REQUIRE(becomes("status", "up"));
    world.settle();
    CHECK(json::parse(written.back().body).at("trusted_peer") == name_of(4));
  }
}

TEST_CASE_FIXTURE(first_met, "an inlet that is told who may be there keeps to nobody") {
  SUBCASE("anybody") {
    CHECK(make({{"any_peer", true}}).at("trusted_peer") == "");
    replace();
    world.advance(30s);
    CHECK(becomes("status", "up"));
    CHECK(reaches(at_c));
  }
  SUBCASE("by name") {
    CHECK(make({{"authorized", json::array({name_of(3)})}}).at("trusted_peer") == "");
    CHECK(trust(name_of(4)).status == 400);
  }
}

TEST_CASE_FIXTURE(first_met, "trust needs an inlet, and somebody to be trusted") {
  CHECK(trust(nullptr).status == 404);
  REQUIRE(c.ask("GET", "/v1/relays").body.empty());
  REQUIRE(b.ask("DELETE", "/v1/relays/x").status == 200);
  make({{"no_connection_wait", true}});
  CHECK(trust(nullptr).status == 400);
  CHECK(trust("nonsense").status == 400);
  CHECK(trust(name_of(4)).body.at("trusted_peer") == name_of(4)); // before it met anybody
}
