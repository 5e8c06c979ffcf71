#include "cli/home/home_directory.hpp"
#include "fixtures/environment_variable.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

using namespace ockam;

namespace {

struct empty_directory {
  fixtures::temporary_directory directory;
  fixtures::environment_variable variable{"OCKAM_HOME", directory.path().c_str()};
  cli::home_directory home;
};

} // namespace

TEST_CASE_FIXTURE(empty_directory, "looking at a home without nodes makes nothing") {
  CHECK(home.node_names()->empty());
  CHECK(home.default_node().error().code == errc::not_found);
  CHECK(home.port_of("n1").error().code == errc::not_found);
  CHECK(home.open("n1").error().code == errc::not_found);
  CHECK(std::filesystem::is_empty(directory.path()));
}

TEST_CASE_FIXTURE(empty_directory, "nodes are found by name, the first one is the default") {
  auto state = cli::open_state();
  REQUIRE(state);
  REQUIRE(state->put_node("n1", "127.0.0.1:4000"));
  REQUIRE(state->put_node("n2", "[::1]:4001"));
  CHECK(*home.node_names() == std::vector<std::string>{"n1", "n2"});
  CHECK(*home.default_node() == "n1");
  CHECK(*home.port_of("n1") == 4000);
  CHECK(*home.port_of("n2") == 4001);
  CHECK(home.port_of("n3").error().code == errc::not_found);
}

TEST_CASE_FIXTURE(empty_directory,
                  "a node that does not run is unavailable, with the way to start it") {
  auto state = cli::open_state();
  REQUIRE(state);
  REQUIRE(state->put_node("n1", "127.0.0.1:4000"));
  auto client = home.open("n1");
  REQUIRE_FALSE(client);
  CHECK(client.error().code == errc::unavailable);
  CHECK(client.error().hint == "ockam node start n1");
}

TEST_CASE_FIXTURE(empty_directory, "a name that leads elsewhere is refused") {
  CHECK(home.open("../n1").error().code == errc::invalid);
}
