#include "cli/topology/topology_plan.hpp"
#include "config/spec/kinds.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

constexpr auto topology_of_test = "/home/me/ockam.yaml";

wanted_resource inlet_wanted(const std::string& alias, const std::string& from,
                             const std::string& node = "n1") {
  return {node,
          &config::tcp_inlet::its_kind,
          json{{"alias", alias}, {"from", from}, {"to", "/service/web"}},
          {7, 3}};
}

config::declaration inlet_there(const std::string& alias, const std::string& from,
                                const std::string& made_by = topology_of_test) {
  return {
      "n1", "tcp-inlets", alias,
      json{{"alias", alias}, {"from", from}, {"to", "/service/web"}, {"no_connection_wait", true}}
          .dump(),
      made_by};
}

std::string lines_of(const topology_plan& plan) {
  std::string all;
  for (const auto& each : plan.changes) all += to_string(each) + "\n";
  return all + std::to_string(plan.unchanged);
}

} // namespace

TEST_CASE("what is there as it is wanted stays, however it was made") {
  const auto plan = compare(
      {inlet_wanted("a", "127.0.0.1:6000"), inlet_wanted("b", "127.0.0.1:0")},
      {inlet_there("a", "127.0.0.1:6000", ""), inlet_there("b", "127.0.0.1:41234", "/other.yaml")},
      topology_of_test);
  REQUIRE(plan);
  CHECK(lines_of(*plan) == "2");
}

TEST_CASE("what is not there is made, what differs is replaced, what is not said any more goes") {
  const auto plan =
      compare({inlet_wanted("a", "127.0.0.1:6001"), inlet_wanted("new", "127.0.0.1:7000")},
              {inlet_there("a", "127.0.0.1:6000"), inlet_there("old", "127.0.0.1:7000"),
               inlet_there("by-hand", "127.0.0.1:8000", "")},
              topology_of_test);
  REQUIRE(plan);
  CHECK(lines_of(*plan)
        == "- remove tcp-inlet old at n1\n"
           "~ replace tcp-inlet a at n1 (from)\n"
           "+ create tcp-inlet new at n1\n"
           "0");
  CHECK(to_json(plan->changes[1])
        == json{{"change", "replace"},
                {"kind", "tcp-inlet"},
                {"name", "a"},
                {"node", "n1"},
                {"fields", "from"}});
}

TEST_CASE("a rule that is not said any more is a difference") {
  auto there = inlet_there("a", "127.0.0.1:6000");
  auto body = json::parse(there.body);
  body["allow"] = "member";
  there.body = body.dump();
  const auto plan = compare({inlet_wanted("a", "127.0.0.1:6000")}, {there}, topology_of_test);
  REQUIRE(plan);
  CHECK(lines_of(*plan) == "~ replace tcp-inlet a at n1 (allow)\n0");
}

TEST_CASE("two files do not fight over one thing, and one file says it once") {
  const auto foreign =
      compare({inlet_wanted("a", "127.0.0.1:6001")},
              {inlet_there("a", "127.0.0.1:6000", "/other.yaml")}, topology_of_test);
  REQUIRE_FALSE(foreign);
  CHECK(foreign.error().message
        == "7:3: tcp-inlet a of node n1 is what /other.yaml says, and there it has another from");
  const auto twice =
      compare({inlet_wanted("a", "127.0.0.1:6001"), inlet_wanted("a", "127.0.0.1:6002")}, {},
              topology_of_test);
  REQUIRE_FALSE(twice);
  CHECK(twice.error().message == "7:3: tcp-inlet a is here twice for node n1");
  CHECK(compare({inlet_wanted("a", "127.0.0.1:6001"), inlet_wanted("a", "127.0.0.1:6001", "n2")},
                {}, topology_of_test));
}

TEST_CASE("what no file is the maker of is never removed") {
  const auto plan = compare({}, {inlet_there("a", "127.0.0.1:6000", "")}, "");
  REQUIRE(plan);
  CHECK(plan->changes.empty());
}

TEST_CASE("a listener on any port is the one that is on some port there") {
  const auto listener = [](const std::string& address) {
    return wanted_resource{
        "n1", &config::tcp_listener::its_kind, json{{"address", address}}, {4, 3}};
  };
  const auto there = [](const std::string& address) {
    return config::declaration{"n1", "tcp-listeners", "0#" + address,
                               json{{"address", address}}.dump(), topology_of_test};
  };
  const auto plan = compare({listener("127.0.0.1:0"), listener("127.0.0.1:4100")},
                            {there("127.0.0.1:4100"), there("127.0.0.1:41234")}, topology_of_test);
  REQUIRE(plan);
  CHECK(lines_of(*plan) == "2");
  const auto other = compare({listener("0.0.0.0:0")}, {there("127.0.0.1:41234")}, topology_of_test);
  REQUIRE(other);
  CHECK(lines_of(*other)
        == "- remove tcp-listener 127.0.0.1:41234 at n1\n"
           "+ create tcp-listener 0.0.0.0:0 at n1\n"
           "0");
}
