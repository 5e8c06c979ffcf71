#include "config/store/state_store.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

using namespace ockam;

namespace {

struct home_with_vault {
  home_with_vault() { REQUIRE(state.vaults().add("v1", "/a")); }
  status add(const std::string& name) { return identities.add({name, "I" + name, "8182", "v1"}); }
  fixtures::temporary_directory home;
  config::state_store state = std::move(*config::state_store::open(home.path()));
  config::identity_records identities = state.identities();
};

} // namespace

TEST_CASE_FIXTURE(home_with_vault, "an identity is found with its history and its vault") {
  CHECK(identities.chosen().error().code == errc::not_found);
  REQUIRE(add("alice"));
  auto alice = identities.find("alice");
  REQUIRE(alice);
  CHECK(alice->identifier == "Ialice");
  CHECK(alice->history == "8182");
  CHECK(alice->vault == "v1");
  CHECK(alice->is_default);
  CHECK(identities.find("bob").error().code == errc::not_found);
}

TEST_CASE_FIXTURE(home_with_vault, "a name and an identifier belong to one identity") {
  REQUIRE(add("alice"));
  CHECK(add("alice").error().code == errc::already_exists);
  auto same = identities.add({"bob", "Ialice", "8182", "v1"});
  CHECK(same.error().code == errc::already_exists);
  CHECK(same.error().message.find("identity alice") != std::string::npos);
  CHECK(identities.add({"bob", "Ibob", "8182", "v2"}).error().message == "vault not found: v2");
  CHECK(identities.all()->size() == 1);
}

TEST_CASE_FIXTURE(home_with_vault, "the default identity is chosen, and passed on when it goes") {
  for (auto name : {"alice", "bob", "carol"}) REQUIRE(add(name));
  REQUIRE(identities.choose("carol"));
  CHECK(identities.chosen()->name == "carol");
  CHECK(identities.choose("dave").error().code == errc::not_found);
  REQUIRE(identities.remove("carol"));
  CHECK(identities.chosen()->name == "alice");
}

TEST_CASE_FIXTURE(home_with_vault, "an identity of a node cannot be removed") {
  REQUIRE(add("alice"));
  REQUIRE(state.put_node("n1", "127.0.0.1:1", "alice"));
  auto removed = identities.remove("alice");
  REQUIRE_FALSE(removed);
  CHECK(removed.error().code == errc::in_use);
  CHECK(removed.error().message == "identity alice is in use by node n1");
  CHECK(removed.error().hint == "ockam node delete n1");
  REQUIRE(state.put_node("n2", "127.0.0.1:2", "alice"));
  CHECK(identities.remove("alice").error().message == "identity alice is in use by nodes n1, n2");
  for (auto node : {"n1", "n2"}) REQUIRE(state.remove_node(node));
  CHECK(identities.remove("alice"));
  CHECK(identities.remove("alice").error().code == errc::not_found);
}
