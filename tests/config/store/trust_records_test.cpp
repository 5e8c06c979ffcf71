#include "config/store/state_store.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using config::state_store;

TEST_CASE("what a node trusts is noted, renewed, and goes with the node") {
  fixtures::temporary_directory home;
  auto state = state_store::open(home.path());
  REQUIRE(state);
  REQUIRE(state->put_node("n1", "127.0.0.1:1"));
  auto trusted = state->trusted();
  REQUIRE(trusted.put("n1", {"I2", "aa", "c0"}));
  REQUIRE(trusted.put("n1", {"I1", "bb", ""}));
  REQUIRE(trusted.put("n2", {"I1", "cc", ""}));
  REQUIRE(trusted.put("n1", {"I2", "dd", ""})); // a newer history, and nothing newer to show
  const auto known = trusted.of("n1");
  REQUIRE(known);
  REQUIRE(known->size() == 2);
  CHECK((*known)[0].history == "bb");
  CHECK((*known)[1].history == "dd");
  CHECK((*known)[1].credential == "c0");
  REQUIRE(trusted.put("n1", {"I2", "dd", "c1"}));
  CHECK(trusted.of("n1")->at(1).credential == "c1");
  REQUIRE(state->remove_node("n1"));
  CHECK(trusted.of("n1")->empty());
  CHECK(trusted.of("n2")->size() == 1);
}

TEST_CASE("the projects that a node entered are noted, and go with the node") {
  fixtures::temporary_directory home;
  auto state = state_store::open(home.path());
  REQUIRE(state);
  REQUIRE(state->put_node("n1", "127.0.0.1:1"));
  auto trusted = state->trusted();
  REQUIRE(trusted.enter("n1", {"p2", "I2"}));
  REQUIRE(trusted.enter("n1", {"p1", "I1"}));
  REQUIRE(trusted.enter("n1", {"p1", "I1"}));
  REQUIRE(trusted.enter("n2", {"p1", "I1"}));
  REQUIRE(trusted.enter("n1", {"p2", "I3"})); // another project has the name now
  const auto known = trusted.entered_by("n1");
  REQUIRE(known);
  REQUIRE(known->size() == 2);
  CHECK((*known)[0].name == "p1");
  CHECK((*known)[1].host == "I3");
  REQUIRE(state->remove_node("n1"));
  CHECK(trusted.entered_by("n1")->empty());
  CHECK(trusted.entered_by("n2")->size() == 1);
}
