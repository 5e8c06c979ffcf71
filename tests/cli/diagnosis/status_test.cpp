#include "cli/fixtures/fake_world.hpp"
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
  test::fake_world world;
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
  const auto nodes = json::parse(world.out.str());
  REQUIRE(nodes.size() == 2);
  CHECK(nodes[0]["node"] == busy);
  CHECK(nodes[0]["default"] == true);
  CHECK(nodes[1]
        == json{{"name", "n2"}, {"default", false}, {"status", "down"}, {"node", nullptr}});
}

TEST_CASE("without nodes the status says how to make one") {
  test::fake_world world;
  const std::vector<noun> nouns{status_of_nodes()};
  CHECK(world.run(nouns, "status") == 0);
  CHECK(world.err.str().starts_with("no nodes in "));
  CHECK(world.err.str().ends_with("; `ockam node create` makes one\n"));
  CHECK(world.run(nouns, "status --output json") == 0);
  CHECK(world.out.str() == "[]\n");
}
