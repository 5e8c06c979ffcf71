#include "cli/fixtures/home_world.hpp"
#include "cli/text/reference_keys.hpp"
#include "config/store/vault_files.hpp"
#include "config/store/vault_keys.hpp"
#include "fixtures/file_mode.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sys/stat.h>

using namespace ockam;
using cli::test::contains;
using cli::test::home_world;
using nlohmann::json;

TEST_CASE_FIXTURE(home_world, "a vault is created, shown and listed") {
  CHECK(answer("vault create v1") == "v1");
  answer("identity create alice");
  answer("identity create bob");
  const auto file = config::vault_file(directory.path(), "v1").string();
  CHECK(answer("vault show")
        == "Vault:\n  Name: v1 (Default)\n  Path: " + file + "\n  Identities: alice, bob");
  const json expected{
      {"name", "v1"}, {"path", file}, {"is_default", true}, {"identities", {"alice", "bob"}}};
  const auto shown = cli::with_reference_keys(expected, {"vault", "show", {}});
  CHECK(object("vault show v1") == shown);
  CHECK(object("vault list") == json::array({shown}));
  CHECK(contains(answer("vault list"), "| v1   | yes     | " + file + " | alice, bob |"));
  CHECK(object("vault create")["name"].get<std::string>().size() == 8);
  CHECK(contains(complaint(73, "vault create v1"), "already exists"));
  complaint(65, "vault create v/1");
}

TEST_CASE_FIXTURE(home_world, "looking at a home without vaults makes nothing") {
  CHECK(object("vault list") == json::array());
  CHECK(contains(complaint(70, "vault show"), "not found"));
  CHECK(contains(complaint(70, "vault show v1"), "not found: v1"));
  CHECK(std::filesystem::is_empty(directory.path()));
}

TEST_CASE_FIXTURE(home_world, "a vault with an identity's key is not deleted") {
  answer("vault create v1");
  answer("identity create alice");
  CHECK(contains(complaint(74, "vault delete v1"),
                 "holds the keys of identity alice (try: ockam identity delete alice)"));
  answer("identity delete alice");
  CHECK(answer("vault delete v1 -y") == "v1");
  CHECK_FALSE(std::filesystem::exists(config::vault_file(directory.path(), "v1")));
  complaint(70, "vault delete v1");
}

TEST_CASE_FIXTURE(home_world, "a vault with keys of nobody here is forgotten, and its file stays") {
  const auto file = directory.path() / "keys";
  REQUIRE(config::vault_keys::open_or_make(file)->put("id", 0, config::secret_key{}));
  answer("vault create v1 --path " + file.string());
  CHECK(object("vault delete v1") == json{{"name", "v1"}, {"file_removed", false}});
  CHECK(std::filesystem::exists(file));
  answer("vault create v1 --path " + file.string());
  CHECK(answer("vault delete v1") == "v1");
  CHECK(contains(err.str(), file.string() + " stays"));
}

TEST_CASE_FIXTURE(home_world, "a vault moves with its keys, and its identities stay usable") {
  answer("vault create v1");
  const auto alice = answer("identity create alice");
  const auto before = config::vault_file(directory.path(), "v1"), after = directory.path() / "keys";
  CHECK(answer("vault move v1 --path " + after.string()) == after.string());
  CHECK_FALSE(std::filesystem::exists(before));
  CHECK(fixtures::mode_of(after) == 0600);
  CHECK(config::vault_keys::open(after)->key_ids()->size() == 1);
  CHECK(object("vault show v1")["path"] == after.string());
  CHECK(contains(complaint(70, "vault move v2 --path x"), "not found"));
}

TEST_CASE_FIXTURE(home_world, "a vault that cannot move stays where it is") {
  answer("vault create v1");
  answer("identity create alice");
  const auto file = config::vault_file(directory.path(), "v1");
  const auto taken = (directory.path() / "taken").string();
  std::ofstream{taken} << "something";
  complaint(73, "vault move v1 --path " + taken);
  complaint(74, "vault move v1 --path " + taken + "/below");
  complaint(2, "vault move v1");
  CHECK(std::filesystem::file_size(taken) == 9);
  CHECK(config::vault_keys::open(file)->key_ids()->size() == 1);
  CHECK(object("vault show v1")["path"] == file.string());
}

TEST_CASE_FIXTURE(home_world, "a vault that others can read takes no identity") {
  answer("vault create v1");
  const auto file = config::vault_file(directory.path(), "v1").string();
  ::chmod(file.c_str(), 0644);
  CHECK(contains(complaint(77, "identity create alice"), "(chmod 600 " + file + ")"));
  ::chmod(file.c_str(), 0600);
  answer("identity create alice");
}

TEST_CASE_FIXTURE(home_world, "reset removes identities and vaults") {
  answer("identity create alice");
  answer("reset -y");
  CHECK(std::filesystem::is_empty(directory.path()));
}
