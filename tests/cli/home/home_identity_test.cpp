#include "cli/home/home_identity.hpp"
#include "cli/home/locked_home.hpp"
#include "config/base/clock_check.hpp"
#include "config/store/vault_keys.hpp"
#include "fixtures/child_process.hpp"
#include "fixtures/temporary_directory.hpp"
#include "transports/io/clock.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

using namespace ockam;
using cli::identity_called;
using cli::identity_of_node;

namespace {

struct empty_home {
  config::identity_record create(const std::string& name, const std::string& vault_name) {
    auto locked = cli::locked_home::open(path);
    REQUIRE(locked);
    auto vault = locked->vault(vault_name);
    if (!vault) vault = locked->add_vault(vault_name, {});
    REQUIRE(vault);
    auto made = locked->create_identity(name, *vault);
    REQUIRE(made);
    return *made;
  }
  fixtures::temporary_directory directory;
  const std::filesystem::path& path = directory.path();
};

} // namespace

TEST_CASE_FIXTURE(empty_home, "the default identity is made once, in the default vault") {
  auto first = cli::default_identity(path);
  REQUIRE(first);
  CHECK(first->name == "default");
  CHECK(first->vault == "default");
  CHECK(cli::default_identity(path)->identifier == first->identifier);
}

TEST_CASE_FIXTURE(empty_home, "processes that need the default identity at once all get the same") {
  std::vector<fixtures::child_process> children;
  for (int i = 0; i < 8; ++i)
    children.emplace_back([&] {
      auto made = cli::default_identity(path);
      if (!made) return 1;
      auto state = config::state_store::open(path);
      if (!state) return 2;
      auto node = "n" + made->identifier;
      return state->put_node(node, "127.0.0.1:1", made->name) ? 0 : 3;
    });
  for (auto& child : children) CHECK(child.exit_code() == 0);
  auto state = config::state_store::open(path);
  REQUIRE(state);
  CHECK(state->nodes()->size() == 1); // all of them saw one identifier
  CHECK(state->identities().all()->size() == 1);
  CHECK(state->vaults().all()->size() == 1);
}

TEST_CASE_FIXTURE(empty_home, "a node is who was chosen, or who it was, or the default identity") {
  create("alice", "v1");
  create("bob", "v2");
  CHECK(identity_of_node(path, "n1", {})->name == "alice");
  CHECK(identity_of_node(path, "n1", {"bob", {}})->name == "bob");
  REQUIRE(config::state_store::open(path)->put_node("n1", "127.0.0.1:1", "bob"));
  CHECK(identity_of_node(path, "n1", {})->name == "bob");
  CHECK(identity_of_node(path, "n1", {"alice", "v1"})->name == "alice");
  CHECK(identity_of_node(path, "n2", {"carol", {}}).error().code == errc::not_found);
}

TEST_CASE_FIXTURE(empty_home, "a vault alone means its oldest identity, which is made if need be") {
  create("alice", "v1");
  create("bob", "v2");
  create("carol", "v2");
  CHECK(identity_of_node(path, "n1", {{}, "v2"})->name == "bob");
  CHECK(identity_of_node(path, "n1", {{}, "v3"}).error().code == errc::not_found);
  REQUIRE(cli::locked_home::open(path)->add_vault("v3", {}));
  auto made = identity_of_node(path, "n1", {{}, "v3"});
  REQUIRE(made);
  CHECK(made->vault == "v3");
  CHECK(identity_of_node(path, "n2", {{}, "v3"})->name == made->name);
}

TEST_CASE_FIXTURE(empty_home, "an identity is not in another vault than its own") {
  create("alice", "v1");
  auto chosen = identity_of_node(path, "n1", {"alice", "v2"});
  CHECK(chosen.error().code == errc::invalid);
  CHECK(chosen.error().message == "identity alice is in vault v1, not in v2");
}

TEST_CASE_FIXTURE(empty_home, "an identity that is made for a name never becomes the default one") {
  const auto made = identity_called(path, "guest");
  REQUIRE(made);
  CHECK(made->name == "guest");
  CHECK(identity_called(path, "guest")->identifier == made->identifier); // it is made once
  CHECK(cli::default_identity(path)->name == "default");
  CHECK(identity_called(path, "default")->identifier == cli::default_identity(path)->identifier);
  REQUIRE(cli::locked_home::open(path)->add_vault("v2", {}));
  CHECK(identity_called(path, "other", "v2")->vault == "v2");
}

TEST_CASE_FIXTURE(empty_home, "an identity that is loaded has a channel key of its own each time") {
  auto alice = create("alice", "v1");
  auto first = cli::load(path, alice), second = cli::load(path, alice);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(to_string((*first)->who().id()) == alice.identifier);
  CHECK((*first)->channel_key()->public_key() != (*second)->channel_key()->public_key());
}

TEST_CASE_FIXTURE(empty_home, "what an identity signs holds for every clock that can be right") {
  const auto alice = create("alice", "v1");
  const auto own = cli::load(path, alice);
  REQUIRE(own);
  const auto now = transports::system_wall_clock{}.now();
  const auto& key = (*own)->channel_key()->public_key();
  const auto payload = (*own)->handshake_payload();
  CHECK(channels::verify_identity_payload(payload, key, now));
  CHECK(channels::verify_identity_payload(payload, key, config::earliest_now()));
  CHECK_FALSE(
      channels::verify_identity_payload(payload, key, config::earliest_now() - 2 * 60 * 60));
}

TEST_CASE_FIXTURE(empty_home, "an identity that has expired is not loaded") {
  auto alice = create("alice", "v1");
  auto signer = channels::signing_key::from(channels::signature_scheme::ed25519, {});
  REQUIRE(signer);
  alice.history = channels::identity::create(*signer, {1'000'000'000, 1'100'000'000}).to_hex();
  auto loaded = cli::load(path, alice);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().code == errc::denied);
  CHECK(loaded.error().message.starts_with("identity alice has expired"));
}

TEST_CASE_FIXTURE(empty_home, "what a crash left of the default vault is taken over") {
  {
    auto locked = cli::locked_home::open(path); // makes the directory
    REQUIRE(locked);
    auto left = config::vault_keys::open_or_make(config::vault_file(path, "default"));
    REQUIRE(left);
    REQUIRE(left->put("key of nobody", 0, config::secret_key{}));
  }
  auto made = cli::default_identity(path);
  REQUIRE(made);
  CHECK(cli::load(path, *made));
}

TEST_CASE_FIXTURE(empty_home, "an identity without its vault or its key is not loaded") {
  auto alice = create("alice", "v1");
  const auto file = config::vault_file(path, "v1");
  ::chmod(file.c_str(), 0644);
  CHECK(cli::load(path, alice).error().code == errc::denied);
  ::chmod(file.c_str(), 0600);
  REQUIRE(cli::load(path, alice));
  std::filesystem::rename(file, path / "away");
  auto missing = cli::load(path, alice);
  CHECK(missing.error().code == errc::not_found);
  CHECK(missing.error().message == "the vault in " + file.string() + " is not there");
  CHECK_FALSE(std::filesystem::exists(file));
}
