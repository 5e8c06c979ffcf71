#include "cli/fixtures/home_world.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/home/locked_home.hpp"
#include "config/store/vault_keys.hpp"
#include "fixtures/vectors.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using cli::test::contains;
using cli::test::home_world;
using nlohmann::json;

TEST_CASE_FIXTURE(home_world, "an identity is created, and its identifier is what a pipe gets") {
  const auto alice = answer("identity create alice");
  CHECK(wire::identifier::parse(alice));
  CHECK(answer("identity show alice") == alice);
  CHECK(answer("identity show") == alice);
  CHECK(object("identity show")
        == json{{"name", "alice"},
                {"identifier", alice},
                {"vault_name", "default"},
                {"is_default", true}});
  CHECK(answer("identity create bob") != alice);
  CHECK(contains(complaint(73, "identity create alice"), "already exists"));
  CHECK(contains(complaint(65, "identity create a.b"), "a.b"));
}

TEST_CASE_FIXTURE(home_world, "people see a block") {
  out_is_terminal = true;
  const auto block = answer("identity create alice --no-color");
  CHECK(block.starts_with("Identity:\n  Name: alice (Default)\n  Identifier: I"));
  CHECK(block.ends_with("\n  Vault: default"));
}

TEST_CASE_FIXTURE(home_world, "without a name an identity gets a random one") {
  const auto made = object("identity create");
  CHECK(made["name"].get<std::string>().size() == 8);
}

TEST_CASE_FIXTURE(home_world, "looking at a home without identities makes nothing") {
  CHECK(object("identity list") == json::array());
  CHECK(contains(complaint(70, "identity show"), "not found"));
  CHECK(contains(complaint(70, "identity show alice"), "not found: alice"));
  CHECK(contains(complaint(70, "identity default"), "not found"));
  CHECK(contains(complaint(70, "identity delete alice"), "not found"));
  CHECK(contains(complaint(70, "identity export"), "not found"));
  CHECK(std::filesystem::is_empty(directory.path()));
}

TEST_CASE_FIXTURE(home_world, "identities are listed with their vaults") {
  answer("vault create v1");
  const auto alice = answer("identity create alice --vault v1");
  answer("identity create bob");
  const auto all = object("identity list");
  REQUIRE(all.size() == 2);
  CHECK(all[0]["identifier"] == alice);
  CHECK(all[0]["vault_name"] == "v1");
  CHECK(all[1]["name"] == "bob");
  CHECK(contains(answer("identity list"), "| alice | yes     | " + alice + " | v1"));
  CHECK(contains(complaint(70, "identity create carol --vault v2"), "vault not found: v2"));
}

TEST_CASE_FIXTURE(home_world, "the history of an identity is shown as text and as it travels") {
  const auto alice = answer("identity create alice");
  const auto hex = answer("identity show alice --full --encoding hex");
  CHECK(to_string(channels::identity::import(hex)->id()) == alice);
  CHECK(answer("identity export alice") == hex);
  CHECK(answer("identity show --full").starts_with("Identifier: " + alice + "\n  Change[0]:\n"));
  const auto shown = object("identity show --full");
  CHECK(shown["name"] == "alice");
  CHECK(shown["change_history"] == hex);
  CHECK(shown["changes"].size() == 1);
  CHECK(object("identity export")["change_history"] == hex);
  complaint(65, "identity show --encoding hex");
  complaint(65, "identity show --full --encoding base64");
}

TEST_CASE_FIXTURE(home_world, "another identity can be the default one") {
  answer("identity create alice");
  const auto bob = answer("identity create bob");
  CHECK(answer("identity default") == "alice");
  CHECK(answer("identity default bob") == "Set identity 'bob' as default");
  CHECK(answer("identity default bob") == "Already set to default identity");
  CHECK(answer("identity show") == bob);
  complaint(70, "identity default carol");
}

TEST_CASE_FIXTURE(home_world, "an identity that a node has is not deleted") {
  answer("identity create alice");
  REQUIRE(cli::open_state()->put_node("n1", "127.0.0.1:1", "alice"));
  const auto why = complaint(74, "identity delete alice");
  CHECK(contains(why, "identity alice is in use by node n1 (try: ockam node delete n1)"));
  REQUIRE(cli::open_state()->remove_node("n1"));
  CHECK(answer("identity delete alice --yes") == "alice");
  complaint(70, "identity delete alice");
}

TEST_CASE_FIXTURE(home_world, "an identity moves to another home with the file of its vault") {
  answer("vault create v1");
  const auto alice = answer("identity create alice --vault v1");
  const auto history = answer("identity export alice");
  const auto from = config::vault_file(directory.path(), "v1");
  home_world there;
  const auto file = (there.directory.path() / "keys").string();
  std::filesystem::copy_file(from, file);
  CHECK(there.answer("vault create mine --path " + file) == "mine");
  there.in.str(history + "\n");
  CHECK(there.answer("identity import alice2 --vault mine --identity -") == alice);
  CHECK(contains(there.complaint(73, "identity create alice3 --vault mine --identity " + history),
                 alice + " is identity alice2 here"));
}

TEST_CASE_FIXTURE(home_world, "an import that cannot be used says why, and makes nothing") {
  const std::string rotated =
      tests::vectors()["identity"]["rotated_identity"]["change_history_cbor"];
  CHECK(contains(complaint(70, "identity import a --identity " + rotated), "vault not found"));
  CHECK_FALSE(std::filesystem::exists(config::vault_file(directory.path(), "default")));
  answer("vault create v1");
  CHECK(contains(complaint(70, "identity import a --identity " + rotated), "key not found"));
  CHECK(contains(complaint(65, "identity import a --identity xyz"), "hexadecimal"));
  auto broken = rotated;
  broken[broken.size() - 3] ^= 1;
  CHECK(contains(complaint(77, "identity import a --identity " + broken), "not signed by"));
  CHECK(contains(complaint(65, "identity import a --identity -"), "no identity on standard input"));
  in.clear();
  in.str(std::string(100'000, '8'));
  CHECK(contains(complaint(65, "identity import a --identity -"), "too long"));
  in_is_terminal = true;
  CHECK(contains(complaint(65, "identity import a --identity -"), "nothing piped in"));
  CHECK(object("identity list") == json::array());
}

TEST_CASE_FIXTURE(home_world, "the reference's rotated identity is imported with its second key") {
  answer("vault create v1");
  const auto& vector = tests::vectors()["identity"]["rotated_identity"];
  auto keys = config::vault_keys::open(config::vault_file(directory.path(), "v1"));
  REQUIRE(keys);
  config::secret_key seed;
  std::fill(seed.fill().begin(), seed.fill().end(), std::uint8_t{0x42});
  auto signer = channels::signing_key::from(channels::signature_scheme::ed25519, std::move(seed));
  REQUIRE(signer);
  REQUIRE(keys->put(cli::key_id(signer->public_key()), 0, signer->private_key()));
  CHECK(answer("identity import a --identity " + vector["change_history_cbor"].get<std::string>())
        == vector["identifier"].get<std::string>());
}
