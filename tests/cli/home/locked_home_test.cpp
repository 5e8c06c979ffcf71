#include "cli/home/locked_home.hpp"
#include "config/base/clock_check.hpp"
#include "config/store/vault_keys.hpp"
#include "fixtures/file_mode.hpp"
#include "fixtures/temporary_directory.hpp"
#include "transports/io/clock.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using cli::locked_home;

namespace {

struct home_with_vault {
  config::identity_record create(const std::string& name) {
    auto made = locked.create_identity(name, v1);
    REQUIRE(made);
    return *made;
  }
  std::vector<std::string> keys() { return *config::vault_keys::open(v1.path)->key_ids(); }

  fixtures::temporary_directory directory;
  locked_home locked = std::move(*locked_home::open(directory.path()));
  config::vault_record v1 = *locked.add_vault("v1", {});
};

} // namespace

TEST_CASE_FIXTURE(home_with_vault, "a vault is a private file under its name in the home") {
  CHECK(v1.path == directory.path() / "vaults" / "v1.sqlite3");
  CHECK(fixtures::mode_of(v1.path) == 0600);
  CHECK(fixtures::mode_of(directory.path() / "vaults") == 0700);
  CHECK(v1.is_default);
}

TEST_CASE_FIXTURE(home_with_vault, "a vault may be elsewhere, and is then found with its keys") {
  create("alice");
  const auto elsewhere = directory.path() / "keys";
  REQUIRE(config::vault_keys::open(v1.path)->copy_to(elsewhere));
  auto second = locked.add_vault("v2", elsewhere);
  REQUIRE(second);
  CHECK(second->path == elsewhere);
  CHECK(*config::vault_keys::open(second->path)->key_ids() == keys());
}

TEST_CASE_FIXTURE(home_with_vault, "a vault that cannot be added leaves no file") {
  CHECK(locked.add_vault("v1", {}).error().code == errc::already_exists);
  CHECK(locked.add_vault("v.2", {}).error().code == errc::invalid);
  CHECK(locked.add_vault("v2", directory.path() / "no" / "file").error().code == errc::io);
  CHECK(locked.add_vault("v2", v1.path).error().code == errc::already_exists);
  CHECK(std::filesystem::exists(v1.path));
}

TEST_CASE("the default vault is made on first use") {
  fixtures::temporary_directory directory;
  auto locked = locked_home::open(directory.path());
  REQUIRE(locked);
  CHECK(locked->vault("v1").error().code == errc::not_found);
  CHECK(locked->vault({})->name == "default");
  CHECK(locked->vault({})->name == "default");
  CHECK(locked->state().vaults().all()->size() == 1);
}

TEST_CASE_FIXTURE(home_with_vault, "an identity has a verified history and its key in the vault") {
  auto alice = create("alice");
  auto history = channels::identity::import(alice.history);
  REQUIRE(history);
  CHECK(alice.identifier == to_string(history->id()));
  CHECK(alice.vault == "v1");
  REQUIRE(keys().size() == 1);
  CHECK(keys()[0] == cli::key_id(history->latest().key));
  const auto& valid = history->latest().attestations;
  CHECK(valid.from <= config::earliest_now()); // holds where the clock is behind, too
  const std::uint64_t years = 365 * 24 * 3600, now = transports::system_wall_clock{}.now();
  CHECK(valid.until <= now + 10 * years);
  CHECK(valid.until > now + 10 * years - 3600);
  CHECK(create("bob").identifier != alice.identifier);
}

TEST_CASE_FIXTURE(home_with_vault, "an identity that cannot be added leaves no key") {
  create("alice");
  CHECK(locked.create_identity("alice", v1).error().code == errc::already_exists);
  CHECK(locked.create_identity("a/b", v1).error().code == errc::invalid);
  auto unknown = v1;
  unknown.name = "v2";
  CHECK(locked.create_identity("bob", unknown).error().code == errc::not_found);
  CHECK(keys().size() == 1);
}

TEST_CASE_FIXTURE(home_with_vault, "an identity is imported where its key is") {
  auto alice = create("alice");
  fixtures::temporary_directory other;
  auto there = locked_home::open(other.path());
  REQUIRE(there);
  auto empty = there->vault({});
  REQUIRE(empty);
  auto refused = there->import_identity("alice", *empty, alice.history);
  CHECK(refused.error().code == errc::not_found);
  CHECK(refused.error().message.find(alice.identifier) != std::string::npos);

  const auto moved = other.path() / "moved";
  REQUIRE(config::vault_keys::open(v1.path)->copy_to(moved));
  auto vault = there->add_vault("moved", moved);
  REQUIRE(vault);
  auto imported = there->import_identity("alice2", *vault, alice.history);
  REQUIRE(imported);
  CHECK(imported->identifier == alice.identifier);
  CHECK(imported->vault == "moved");
  CHECK(there->import_identity("alice3", *vault, alice.history).error().code
        == errc::already_exists);
}

TEST_CASE_FIXTURE(home_with_vault, "a history that breaks a rule is refused with the rule") {
  auto history = create("alice").history;
  CHECK(locked.import_identity("bob", v1, "zz").error().code == errc::invalid);
  history.back() = history.back() == '0' ? '1' : '0';
  auto broken = locked.import_identity("bob", v1, history);
  REQUIRE_FALSE(broken);
  CHECK(broken.error().code == errc::denied);
  CHECK(broken.error().message == "identity: a change is not signed by its key");
}

TEST_CASE_FIXTURE(home_with_vault, "the key goes with the identity, but not with one in use") {
  create("alice");
  create("bob");
  REQUIRE(locked.state().put_node("n1", "127.0.0.1:1", "alice"));
  CHECK(locked.delete_identity("alice").error().code == errc::in_use);
  CHECK(keys().size() == 2);
  REQUIRE(locked.delete_identity("bob"));
  CHECK(keys().size() == 1);
  CHECK(locked.delete_identity("bob").error().code == errc::not_found);
  REQUIRE(locked.state().remove_node("n1"));
  std::filesystem::remove(v1.path);
  CHECK(locked.delete_identity("alice"));
}
