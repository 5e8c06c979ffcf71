#include "cli/fixtures/fake_world.hpp"
#include "cli/resources/resource.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

const resource door{.noun = "door",
                    .summary = "Doors",
                    .path = "/v1/doors",
                    .name = "door",
                    .heading = "Door",
                    .key = "ID",
                    .selector = "at,n",
                    .fields = {{"ID", member("id")}, {"Width", member("width", "cm ")}}};

status make(invocation& call) {
  auto node = select_node(call, "at");
  if (!node) return node.error();
  const auto made = object_from(*node, node->client->post(door.path, {{"color", "red"}}));
  if (!made) return made.error();
  call.out.answer(*made, "made");
  return done{};
}

const std::vector<noun> resource_nouns{
    noun_of(door, {"create", "", {}, {node_option("at,n")}, {"ockam door"}, make})};

} // namespace

TEST_CASE("a member is text, whatever it is in JSON, and - when it is not there") {
  CHECK(member("a")({{"a", "x"}}) == "x");
  CHECK(member("a", "0#")({{"a", "x"}}) == "0#x");
  CHECK(member("a")({{"a", 7}}) == "7");
  CHECK(member("a")({{"a", nullptr}}) == "null");
  CHECK(member("a", "0#")(json::object()) == "-");
}

TEST_CASE("a session that is down says why") {
  CHECK(session_status({{"status", "up"}, {"reason", "old"}}) == "up");
  CHECK(session_status({{"status", "down"}, {"reason", "gone"}}) == "down (gone)");
  CHECK(session_status({{"status", "down"}, {"reason", ""}}) == "down");
  CHECK(session_status({{"status", "down"}}) == "down");
  json up{{"status", "up"}, {"reason", ""}, {"proven_ms_ago", 3210}, {"round_trip_us", 12'345}};
  CHECK(session_status(up) == "up (proven 3 s ago, 12 ms)");
  up["round_trip_us"] = 87, up["proven_ms_ago"] = 999;
  CHECK(session_status(up) == "up (proven 999 ms ago, 87 us)");
  up["proven_ms_ago"] = nullptr;
  CHECK(session_status(up) == "up");
  json connecting{{"status", "connecting"},
                  {"reason", "connection refused by n:1"},
                  {"attempt", 4},
                  {"next_attempt_ms", 2000}};
  CHECK(session_status(connecting)
        == "connecting (attempt 4, next in 2 s: connection refused by n:1)");
  connecting["next_attempt_ms"] = nullptr, connecting["reason"] = "";
  CHECK(session_status(connecting) == "connecting (attempt 4)");
  CHECK(session_status({{"status", "degraded"}, {"reason", "one ping was missed"}})
        == "degraded (one ping was missed)");
}

TEST_CASE("a name in a path is escaped, and an address is its bare name") {
  test::fake_world world;
  world.nodes.nodes["n1"];
  const auto path_of = [&](const std::string& name) {
    CHECK(world.run(resource_nouns, "door show " + name + " --at n1") == 70);
    return world.nodes.log.back();
  };
  CHECK(path_of("a") == "n1 GET /v1/doors/a");
  CHECK(path_of("/service/a") == "n1 GET /v1/doors/a");
  CHECK(path_of("0#a") == "n1 GET /v1/doors/a");
  CHECK(path_of("[::1]:80") == "n1 GET /v1/doors/%5B::1%5D:80");
  CHECK(path_of("../\xc3\xa4?b#c%") == "n1 GET /v1/doors/..%2F%C3%A4%3Fb%23c%25");
}

TEST_CASE("list, show and delete print the fields of the description") {
  test::fake_world world;
  const json red{{"id", "1"}, {"width", 90}};
  auto& n1 = world.nodes.nodes["n1"];
  n1.replies.emplace("GET /v1/doors", json::array({red}));
  n1.replies.emplace("GET /v1/doors/1", red);
  n1.replies.emplace("DELETE /v1/doors/1", red);
  for (auto line : {"door list -n n1", "door show 1 -n n1"}) {
    CHECK(world.run(resource_nouns, line) == 0);
    CHECK(world.out.str() == "Door:\n  ID: 1\n  Width: cm 90\n");
  }
  CHECK(world.run(resource_nouns, "door delete 1 -n n1") == 0);
  CHECK(world.out.str() == "1\n");
  CHECK(world.run(resource_nouns, "door delete 1 -n n1 --output json") == 0);
  CHECK(json::parse(world.out.str()) == red);
  CHECK(world.run(resource_nouns, "door show -n n1") == 2);
}

TEST_CASE("a node that answers something else is an error, not a crash") {
  test::fake_world world;
  auto& n1 = world.nodes.nodes["n1"];
  n1.replies.emplace("GET /v1/doors", json("text"));
  n1.replies.emplace("GET /v1/doors/1", json::array({1, 2}));
  CHECK(world.run(resource_nouns, "door list --at n1") == 76);
  CHECK(world.run(resource_nouns, "door show 1 --at n1") == 76);
  CHECK(world.out.str() == "");
}
