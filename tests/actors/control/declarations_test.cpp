// What is declared on a node is in the store before the answer, and there again after a start.
#include "actors/control/control.hpp"
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ockam;
using namespace ockam::tests;
using config::declaration;

namespace {

/// A store without a file.
struct played_store {
  status put(const declaration& what) {
    if (full) return *full;
    const auto at = find(what);
    if (at == kept.end())
      kept.push_back(what);
    else
      *at = what;
    return done{};
  }
  status forget(const declaration& what) {
    if (full) return *full;
    if (const auto at = find(what); at != kept.end()) kept.erase(at);
    return done{};
  }
  std::vector<declaration>::iterator find(const declaration& what) {
    return std::find_if(kept.begin(), kept.end(), [&](const declaration& each) {
      return each.kind == what.kind && each.name == what.name;
    });
  }
  json body(const std::string& kind, const std::string& name) {
    const auto at = find({"n", kind, name, {}, {}});
    return at == kept.end() ? json() : json::parse(at->body);
  }

  std::vector<declaration> kept;
  std::optional<error> full;
};

//   n (a start after the other) ---- r:7000
struct declaring_node : simulation {
  declaring_node() {
    r.listen(7000);
    start();
  }
  /// As if its process had ended.
  void start() {
    n.reset();
    actors::node_options options{"n"};
    options.declarations = {[this](const declaration& what) { return store.put(what); },
                            [this](const declaration& what) { return store.forget(what); },
                            store.kept};
    n.emplace(*this, "n", std::move(options));
    restored = false;
    system.spawn([this](caf::event_based_actor* self) {
      self->request(n->node.control(), caf::infinite, actors::restore_node{})
          .then([this](actors::node_restored) { restored = true; });
    });
    settle();
  }
  simulated_node::reply create(const std::string& noun, const json& fields) {
    return n->ask("POST", "/v1/" + noun, fields);
  }
  json list(const std::string& noun) { return n->ask("GET", "/v1/" + noun).body; }

  played_store store;
  simulated_node r{*this, "r"};
  std::optional<simulated_node> n;
  bool restored = false;
};

const json web{{"from", "127.0.0.1:6000"}, {"to", "/service/outlet"}, {"alias", "web"}};

} // namespace

TEST_CASE_FIXTURE(declaring_node, "what was declared is there again, as it was") {
  const auto listener = create("tcp-listeners", {{"address", "127.0.0.1:7001"}});
  REQUIRE(listener.status == 201);
  REQUIRE(create("services", {{"type", "hop"}, {"address", "hop2"}}).status == 201);
  REQUIRE(create("tcp-outlets", {{"address", "outlet"}, {"to", "r:80"}}).status == 201);
  REQUIRE(create("tcp-inlets", web).status == 201);
  REQUIRE(
      create("policies", {{"resource_type", "tcp-outlet"}, {"expression", "(= subject.a \"b\")"}})
          .status
      == 201);
  CHECK(store.kept.size() == 5);
  start();
  CHECK(restored);
  CHECK(n->ask("GET", "/v1/tcp-listeners").body == json::array({listener.body}));
  CHECK(n->ask("GET", "/v1/services/hop2").status == 200);
  CHECK(list("tcp-outlets")[0]["allow"] == "(= subject.a \"b\")");
  CHECK(list("tcp-inlets")[0]["alias"] == "web");
  CHECK(list("policies").size() == 1);
  CHECK(store.kept.size() == 5);
}

TEST_CASE_FIXTURE(declaring_node, "what the node chose is declared as it was chosen") {
  const auto made = create("tcp-inlets", {{"from", "127.0.0.1:0"}, {"to", "/service/outlet"}});
  REQUIRE(made.status == 201);
  const auto body = store.body("tcp-inlets", made.body["alias"]);
  CHECK(body["from"] == made.body["from"]);
  CHECK(body["alias"] == made.body["alias"]);
}

TEST_CASE_FIXTURE(declaring_node, "who declared something is kept and shown, and nobody else's") {
  auto fields = web;
  fields["declared_by"] = "/etc/n.yaml";
  CHECK(create("tcp-inlets", fields).body["declared_by"] == "/etc/n.yaml");
  CHECK_FALSE(store.body("tcp-inlets", "web").contains("declared_by"));
  start();
  CHECK(list("tcp-inlets")[0]["declared_by"] == "/etc/n.yaml");
  CHECK(n->ask("GET", "/v1/tcp-inlets/web").body["declared_by"] == "/etc/n.yaml");
  CHECK(create("services", {{"type", "hop"}, {"address", "a"}}).body["declared_by"] == "");
  CHECK_FALSE(n->ask("GET", "/v1/services/hop").body.contains("declared_by"));
  fields["declared_by"] = 3;
  CHECK(create("tcp-inlets", fields).code() == "invalid");
}

TEST_CASE_FIXTURE(declaring_node, "what was deleted does not come back") {
  REQUIRE(create("tcp-inlets", web).status == 201);
  REQUIRE(create("services", {{"type", "hop"}, {"address", "hop2"}}).status == 201);
  CHECK(n->ask("DELETE", "/v1/tcp-inlets/web").status == 200);
  CHECK(n->ask("DELETE", "/v1/tcp-inlets/web").status == 404);
  CHECK(n->ask("DELETE", "/v1/services/hop2").status == 200);
  CHECK(n->ask("DELETE", "/v1/services/hop").code() == "invalid");
  CHECK(store.kept.empty());
  start();
  CHECK(list("tcp-inlets").empty());
}

TEST_CASE_FIXTURE(declaring_node, "what can not be kept is not made, and the store says why") {
  store.full = fail(errc::io, "the disk is full");
  const auto refused = create("tcp-inlets", web);
  CHECK(refused.status == 500);
  CHECK(refused.error() == "the disk is full");
  CHECK(list("tcp-inlets").empty());
  store.full.reset();
  CHECK(create("tcp-inlets", web).status == 201); // its port is free again
  store.full = fail(errc::io, "the disk is full");
  CHECK(n->ask("DELETE", "/v1/tcp-inlets/web").error() == "the disk is full");
  CHECK(list("tcp-inlets")[0].contains("streams"));
}

TEST_CASE_FIXTURE(declaring_node, "a policy that can not be kept gives its place back") {
  const auto set = [this](const std::string& expression) {
    return create("policies", {{"resource_type", "tcp-outlet"}, {"expression", expression}});
  };
  REQUIRE(set("(= subject.a \"b\")").status == 201);
  store.full = fail(errc::io, "the disk is full");
  CHECK(set("(= subject.a \"c\")").status == 500);
  CHECK(list("policies")[0]["expression"] == "(= subject.a \"b\")");
}

TEST_CASE_FIXTURE(declaring_node,
                  "what can not be restored is down, says why, and is tried again") {
  REQUIRE(create("tcp-inlets", web).status == 201);
  n.reset();
  auto squatter = net.host("n").listen({"127.0.0.1", 6000});
  REQUIRE(squatter);
  start();
  CHECK(restored);
  const auto down = list("tcp-inlets");
  REQUIRE(down.size() == 1);
  CHECK(down[0]["alias"] == "web");
  CHECK(down[0]["status"] == "down");
  CHECK(down[0]["reason"].get<std::string>().find("6000") != std::string::npos);
  CHECK(down[0]["declared_by"] == "");
  CHECK(n->ask("GET", "/v1/tcp-inlets/web").body == down[0]);
  CHECK(n->ask("GET", "/v1/node").body["tcp_inlets"] == down);
  *squatter = nullptr;
  advance(config::declaration_retry_min);
  CHECK(list("tcp-inlets")[0].contains("streams"));
  CHECK(store.kept.size() == 1);
}

TEST_CASE_FIXTURE(declaring_node, "what is down can be deleted") {
  REQUIRE(create("tcp-inlets", web).status == 201);
  n.reset();
  auto squatter = net.host("n").listen({"127.0.0.1", 6000});
  start();
  const auto gone = n->ask("DELETE", "/v1/tcp-inlets/web");
  CHECK(gone.status == 200);
  CHECK(gone.body["status"] == "down");
  CHECK(store.kept.empty());
  *squatter = nullptr;
  advance(config::declaration_retry_max);
  CHECK(list("tcp-inlets").empty());
}

TEST_CASE_FIXTURE(declaring_node, "without its policy nothing comes back") {
  store.kept = {{"n", "policies", "tcp-outlet", "no JSON", ""},
                {"n", "tcp-outlets", "outlet", R"({"address":"outlet","to":"r:80"})", ""}};
  start();
  CHECK(restored);
  CHECK(list("tcp-outlets")[0]["reason"] == "the policy for tcp-outlet is not in force");
  CHECK(n->ask("GET", "/v1/workers").body.size() == 5);
  CHECK(n->ask("DELETE", "/v1/policies/tcp-outlet").status == 200);
  advance(config::declaration_retry_max);
  CHECK_FALSE(list("tcp-outlets")[0].contains("reason"));
}

TEST_CASE_FIXTURE(declaring_node, "a relay that others have here is not declared here") {
  n->listen(7002);
  REQUIRE(r.ask("POST", "/v1/relays", {{"name", "x"}, {"at", "/dnsaddr/n/tcp/7002"}}).status
          == 201);
  CHECK(list("relays").size() == 1);
  CHECK_FALSE(list("relays")[0].contains("declared_by"));
  CHECK(store.kept.empty());
}

TEST_CASE_FIXTURE(declaring_node, "two that declare the same at once have one") {
  const auto one = n->begin("POST", "/v1/tcp-inlets", web),
             other = n->begin("POST", "/v1/tcp-inlets", web);
  advance(1s);
  CHECK(one->status == 201);
  CHECK(other->status == 201);
  CHECK(one->body.value("changed", true) != other->body.value("changed", true));
  CHECK(store.kept.size() == 1);
  CHECK(list("tcp-inlets").size() == 1);
}

TEST_CASE_FIXTURE(declaring_node, "what is declared already is answered as if it were made now") {
  REQUIRE(create("tcp-inlets", web).status == 201);
  const auto again = create("tcp-inlets", {{"from", "127.0.0.1:6000"}, {"to", "/service/outlet"}});
  CHECK(again.status == 201);
  CHECK(again.body.value("alias", "") == "web");
  CHECK(again.body.value("changed", true) == false);
  CHECK(list("tcp-inlets").size() == 1);
  CHECK(store.kept.size() == 1);
  start();
  CHECK(create("tcp-inlets", web).body.value("changed", true) == false);
}

TEST_CASE_FIXTURE(declaring_node, "what is declared with other keys is refused with both values") {
  REQUIRE(create("tcp-inlets", web).status == 201);
  const auto other = create("tcp-inlets", {{"from", "127.0.0.1:6000"}, {"to", "/service/x"}});
  CHECK(other.status == 409);
  CHECK(other.error()
        == "tcp-inlet web exists already: to is /service/outlet, and here /service/x");
  auto guarded = web;
  guarded["allow"] = "role=a";
  CHECK(create("tcp-inlets", guarded).error()
        == "tcp-inlet web exists already: allow is not said, and here role=a");
}

TEST_CASE_FIXTURE(declaring_node, "a policy gives way to another one and the same one stays") {
  const json rule{{"resource", "web"}, {"expression", "role=a"}};
  REQUIRE(create("policies", rule).status == 201);
  CHECK(create("policies", rule).body.value("changed", true) == false);
  const auto other = create("policies", {{"resource", "web"}, {"expression", "role=b"}});
  CHECK(other.status == 201);
  CHECK(other.body.value("changed", true) == true);
}
