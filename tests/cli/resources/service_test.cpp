#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

TEST_CASE("a service is started at its type's address or another, and prints its route") {
  test::fake_world world;
  world.nodes.nodes["n1"].replies.emplace("POST /v1/services",
                                          json{{"type", "hop"}, {"address", "hop2"}});
  const std::vector<noun> nouns{service()};
  for (auto line : {"service start hop hop2 --at n1", "service start hop --addr hop2 --node n1"}) {
    CHECK(world.run(nouns, line) == 0);
    CHECK(world.out.str() == "/service/hop2\n");
    CHECK(world.nodes.log.back() == R"(n1 POST /v1/services {"address":"hop2","type":"hop"})");
  }
  CHECK(world.run(nouns, "service start hop --at n1") == 0);
  CHECK(world.nodes.log.back() == R"(n1 POST /v1/services {"address":"hop","type":"hop"})");
  CHECK(world.run(nouns, "service start hop a --addr b --at n1") == 65);
  CHECK(world.run(nouns, "service start --at n1") == 2);
}

TEST_CASE("services and workers are listed by node") {
  test::fake_world world;
  world.nodes.chosen = "n1";
  auto& n1 = world.nodes.nodes["n1"];
  n1.replies.emplace("GET /v1/services", json::array({{{"type", "hop"}, {"address", "hop2"}}}));
  n1.replies.emplace("GET /v1/workers", json::array({{{"address", "echo"}, {"kind", "echo"}}}));
  const std::vector<noun> nouns{service(), worker()};
  CHECK(world.run(nouns, "service list") == 0);
  CHECK(world.out.str()
        == "Services of node n1:\n"
           "  Service:\n"
           "    Type: hop\n"
           "    Address: /service/hop2\n");
  CHECK(world.run(nouns, "worker list --at n1") == 0);
  CHECK(world.out.str() == "Workers of node n1:\n  echo (echo)\n");
  CHECK(world.run(nouns, "worker list --output json") == 0);
  CHECK(json::parse(world.out.str()) == json::array({{{"address", "echo"}, {"kind", "echo"}}}));
}
