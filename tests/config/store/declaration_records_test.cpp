#include "config/store/state_store.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using config::state_store;

TEST_CASE("what was declared on a node is there in its order, and goes with the node") {
  fixtures::temporary_directory home;
  auto state = state_store::open(home.path());
  REQUIRE(state);
  REQUIRE(state->put_node("n1", "127.0.0.1:1"));
  auto declared = state->declarations();
  REQUIRE(declared.put({"n1", "tcp-inlets", "web", R"({"from":"a"})", "/etc/n1.yaml"}));
  REQUIRE(declared.put({"n1", "relays", "web", R"({"at":"b"})", ""}));
  REQUIRE(declared.put({"n2", "relays", "web", "{}", ""}));
  REQUIRE(declared.put({"n1", "tcp-inlets", "web", R"({"from":"c"})", ""}));

  const auto of_n1 = state_store::open(home.path())->declarations().of("n1");
  REQUIRE(of_n1);
  REQUIRE(of_n1->size() == 2);
  CHECK((*of_n1)[0].kind == "tcp-inlets"); // the newer one has the older one's turn
  CHECK((*of_n1)[0].body == R"({"from":"c"})");
  CHECK((*of_n1)[0].made_by == "");
  CHECK((*of_n1)[1].kind == "relays");

  REQUIRE(declared.remove("n1", "relays", "web"));
  REQUIRE(declared.remove("n1", "relays", "web"));
  CHECK(declared.of("n1")->size() == 1);
  CHECK(declared.of("n2")->size() == 1);
  REQUIRE(state->remove_node("n1"));
  CHECK(declared.of("n1")->empty());
  CHECK(declared.of("n2")->size() == 1);
}
