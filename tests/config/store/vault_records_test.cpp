#include "config/store/state_store.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

using namespace ockam;

namespace {

struct home_with_state {
  fixtures::temporary_directory home;
  config::state_store state = std::move(*config::state_store::open(home.path()));
  config::vault_records vaults = state.vaults();
};

} // namespace

TEST_CASE_FIXTURE(home_with_state, "the first vault is the default one") {
  CHECK(vaults.chosen().error().code == errc::not_found);
  REQUIRE(vaults.add("default", "/a"));
  REQUIRE(vaults.add("v2", "/b"));
  CHECK(vaults.chosen()->name == "default");
  REQUIRE(vaults.all()->size() == 2);
  auto second = vaults.find("v2");
  REQUIRE(second);
  CHECK(second->path == "/b");
  CHECK(second->created_at.size() == 20);
  CHECK_FALSE(second->is_default);
}

TEST_CASE_FIXTURE(home_with_state, "a name and a file belong to one vault") {
  REQUIRE(vaults.add("v1", "/a"));
  CHECK(vaults.add("v1", "/b").error().code == errc::already_exists);
  auto same_file = vaults.add("v2", "/a");
  CHECK(same_file.error().code == errc::already_exists);
  CHECK(same_file.error().message.find("v1") != std::string::npos);
  REQUIRE(vaults.add("v2", "/b"));
  CHECK(vaults.move("v2", "/a").error().code == errc::already_exists);
  REQUIRE(vaults.move("v2", "/c"));
  CHECK(vaults.find("v2")->path == "/c");
  CHECK(vaults.move("v3", "/d").error().code == errc::not_found);
}

TEST_CASE_FIXTURE(home_with_state, "a vault with the keys of identities cannot be removed") {
  REQUIRE(vaults.add("v1", "/a"));
  for (auto name : {"alice", "bob"})
    REQUIRE(state.identities().add({name, std::string{"I"} + name, "81", "v1"}));
  auto removed = vaults.remove("v1");
  REQUIRE_FALSE(removed);
  CHECK(removed.error().code == errc::in_use);
  CHECK(removed.error().message.find("identities alice, bob") != std::string::npos);
  CHECK(removed.error().hint == "ockam identity delete alice");
  for (auto name : {"alice", "bob"}) REQUIRE(state.identities().remove(name));
  CHECK(vaults.remove("v1"));
  CHECK(vaults.remove("v1").error().code == errc::not_found);
}

TEST_CASE_FIXTURE(home_with_state, "the oldest vault left takes over as the default") {
  for (auto name : {"v1", "v2", "v3"}) REQUIRE(vaults.add(name, std::string{"/"} + name));
  REQUIRE(vaults.remove("v1"));
  CHECK(vaults.chosen()->name == "v2");
}
