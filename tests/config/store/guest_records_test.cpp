#include "config/store/guest_records.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

using namespace ockam;

TEST_CASE("the guests of a home are kept by name until they are removed") {
  const fixtures::temporary_directory home;
  auto state = config::state_store::open(home.path());
  REQUIRE(state);
  CHECK(config::guests(*state)->empty());
  REQUIRE(config::put_guest(*state, {"guest-2", "I1/share-db-1", "home", 1796112000}));
  REQUIRE(config::put_guest(*state, {"guest-1", "I1/share-web-1", "home", 1796111000}));
  const auto all = *config::guests(*state);
  REQUIRE(all.size() == 2);
  CHECK(all[0].name == "guest-1");
  const auto db = *config::guest_called(*state, "guest-2");
  REQUIRE(db);
  CHECK(db->share == "I1/share-db-1");
  CHECK(db->relay == "home");
  CHECK(db->end == 1796112000);
  CHECK_FALSE(*config::guest_called(*state, "n1"));
  CHECK(config::remove_guest(*state, "guest-1"));
  CHECK(config::remove_guest(*state, "guest-1")); // it is fine that it is not there
  CHECK(config::guests(*state)->size() == 1);
}

TEST_CASE("a record of a guest that makes no sense ends at once") {
  const fixtures::temporary_directory home;
  auto state = config::state_store::open(home.path());
  REQUIRE(state);
  REQUIRE(state->set_setting("guests", R"({"guest-1": 7, "guest-2": {"end": "never"}})"));
  const auto all = *config::guests(*state);
  REQUIRE(all.size() == 2);
  for (const auto& one : all) CHECK((one.share.empty() && one.end == 0));
  REQUIRE(state->set_setting("guests", "no JSON"));
  CHECK(config::guests(*state)->empty());
}
