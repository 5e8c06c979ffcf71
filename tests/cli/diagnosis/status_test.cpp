#include "cli/fixtures/home_world.hpp"
#include "cli/shell/commands.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

const json busy{{"name", "n1"},
                {"tcp_listeners", json::array({{{"address", "127.0.0.1:4000"}}})},
                {"tcp_connections", json::array({json::object()})},
                {"relays", json::array({{{"status", "up"}}, {{"status", "down"}}})},
                {"tcp_inlets", json::array({{{"status", "up"}}})},
                {"tcp_outlets", json::array()}};

} // namespace

TEST_CASE("the status is a row for every node, running or not") {
  test::home_world world;
  world.nodes.chosen = "n1";
  world.nodes.nodes["n1"].replies.emplace("GET /v1/node", busy);
  world.nodes.nodes["n2"].running = false;
  const std::vector<noun> nouns{status_of_nodes()};
  CHECK(world.run(nouns, "status") == 0);
  CHECK(world.out.str()
        == "+--------------+--------+----------------+-------------+------------+--------+---------"
           "+\n"
           "| Node         | Status | Listens on     | Connections | Relays     | Inlets | Outlets "
           "|\n"
           "+--------------+--------+----------------+-------------+------------+--------+---------"
           "+\n"
           "| n1 (default) | UP     | 127.0.0.1:4000 | 1           | 2 (1 down) | 1      | 0       "
           "|\n"
           "+--------------+--------+----------------+-------------+------------+--------+---------"
           "+\n"
           "| n2           | DOWN   | -              | -           | -          | -      | -       "
           "|\n"
           "+--------------+--------+----------------+-------------+------------+--------+---------"
           "+\n");
  CHECK(world.run(nouns, "status --output json") == 0);
  const auto all = json::parse(world.out.str());
  CHECK(all["ockam_version"]["version"] == OCKAM_VERSION);
  CHECK(all["identities"] == json::array());
  const auto& nodes = all["nodes"];
  REQUIRE(nodes.size() == 2);
  for (const auto& [key, value] : busy.items()) CHECK(nodes[0][key] == value);
  CHECK(nodes[0]["status"] == "running");
  CHECK(nodes[0]["default"] == true);
  CHECK(nodes[1]["name"] == "n2");
  CHECK(nodes[1]["default"] == false);
  CHECK(nodes[1]["status"] == "stopped");
  CHECK(nodes[1]["inlets"] == json::array());
}

TEST_CASE("without nodes the status says how to make one") {
  test::home_world world;
  const std::vector<noun> nouns{status_of_nodes()};
  CHECK(world.run(nouns, "status") == 0);
  CHECK(world.err.str().starts_with("no nodes in "));
  CHECK(world.err.str().ends_with("; `ockam node create` makes one\n"));
  CHECK(world.run(nouns, "status --output json") == 0);
  CHECK(json::parse(world.out.str())["nodes"] == json::array());
}
