#include "cli/home/locked_home.hpp"

#include "cli/home/home_identity.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"
#include "config/home/node_files.hpp"
#include "config/store/vault_keys.hpp"
#include "transports/io/clock.hpp"

namespace ockam::cli {

namespace fs = std::filesystem;

namespace {

constexpr auto default_name = "default";

/// The validity of a new identity, as long as the reference gives it. It begins before now: were
/// the clock ahead, nobody would accept the identity until then.
channels::validity new_validity() {
  constexpr auto lifetime = std::chrono::seconds(config::identity_lifetime).count();
  return {config::earliest_now(), plausible_now() + static_cast<channels::timestamp>(lifetime)};
}

result<channels::signing_key> new_signing_key() {
  config::secret_key seed;
  transports::system_randomness{}.fill(seed.fill());
  return channels::signing_key::from(channels::signature_scheme::ed25519, std::move(seed));
}

} // namespace

std::string key_id(const channels::public_key& key) {
  return wire::to_hex(channels::sha256(key.view()));
}

result<locked_home> locked_home::open(const fs::path& home) {
  OCKAM_TRY(lock, config::lock_vaults(home));
  OCKAM_TRY(state, config::state_store::open(home));
  if (auto ready = state.writable(); !ready) return ready.error();
  return locked_home{home, std::move(lock), std::move(state)};
}

result<locked_home> locked_home::open() {
  OCKAM_TRY(home, config::home());
  return open(home);
}

result<config::vault_record> locked_home::add_vault(const std::string& name,
                                                    const std::optional<fs::path>& file) {
  if (auto valid = config::check_name(config::named::vault, name); !valid) return valid.error();
  if (state_.vaults().find(name))
    return fail(errc::already_exists, "vault " + name + " already exists",
                "ockam vault show " + name);
  const auto path = file.value_or(config::vault_file(home_, name));
  const bool is_new = !fs::exists(path);
  if (auto keys = config::vault_keys::open_or_make(path); !keys) return keys.error();
  auto added = state_.vaults().add(name, path.string());
  if (!added && is_new) static_cast<void>(config::remove_vault_file(path));
  if (!added) return added.error();
  return state_.vaults().find(name);
}

result<config::vault_record> locked_home::vault(const std::optional<std::string>& name) {
  if (name) return state_.vaults().find(*name);
  auto chosen = state_.vaults().chosen();
  if (chosen || chosen.error().code != errc::not_found) return chosen;
  if (auto believed = check_time(); !believed) return believed.error();
  return add_vault(default_name, {});
}

status locked_home::move_vault(const std::string& name, const fs::path& file) {
  auto vaults = state_.vaults();
  OCKAM_TRY(known, vaults.find(name));
  OCKAM_TRY(keys, config::vault_keys::open(known.path));
  if (auto copied = keys.copy_to(file); !copied) return copied;
  if (auto noted = vaults.move(name, file.string()); !noted) {
    static_cast<void>(config::remove_vault_file(file));
    return noted;
  }
  return config::remove_vault_file(known.path);
}

result<bool> locked_home::delete_vault(const std::string& name) {
  auto vaults = state_.vaults();
  OCKAM_TRY(known, vaults.find(name));
  if (auto removed = vaults.remove(name); !removed) return removed.error();
  {
    auto keys = config::vault_keys::open(known.path);
    if (!keys) return keys.error().code == errc::not_found;
    auto ids = keys->key_ids();
    if (!ids || !ids->empty()) return false;
  }
  if (auto gone = config::remove_vault_file(known.path); !gone) return gone.error();
  return true;
}

status locked_home::check_time() { return check_clock(home_); }

status locked_home::check_new_identity(const std::string& name) {
  if (auto valid = config::check_name(config::named::identity, name); !valid) return valid;
  auto known = state_.identities().find(name);
  if (known)
    return fail(errc::already_exists, "identity " + name + " already exists",
                "ockam identity show " + name);
  if (known.error().code != errc::not_found) return known.error();
  return done{};
}

result<config::identity_record> locked_home::add_identity(const std::string& name,
                                                          const channels::identity& who,
                                                          const config::vault_record& vault) {
  const auto added = state_.identities().add({name, to_string(who.id()), who.to_hex(), vault.name});
  if (!added) return added.error();
  return state_.identities().find(name);
}

result<config::identity_record> locked_home::create_identity(const std::string& name,
                                                             const config::vault_record& vault) {
  if (auto possible = check_new_identity(name); !possible) return possible.error();
  if (auto believed = check_time(); !believed) return believed.error();
  OCKAM_TRY(keys, config::vault_keys::open(vault.path));
  OCKAM_TRY(key, new_signing_key());
  const auto id = key_id(key.public_key());
  const auto scheme = static_cast<std::uint8_t>(key.public_key().scheme);
  if (auto kept = keys.put(id, scheme, key.private_key()); !kept) return kept.error();
  auto added = add_identity(name, channels::identity::create(key, new_validity()), vault);
  if (!added) static_cast<void>(keys.remove(id));
  return added;
}

result<config::identity_record> locked_home::import_identity(const std::string& name,
                                                             const config::vault_record& vault,
                                                             std::string_view history_hex) {
  if (auto possible = check_new_identity(name); !possible) return possible.error();
  OCKAM_TRY(who, channels::identity::import(history_hex));
  OCKAM_TRY(keys, config::vault_keys::open(vault.path));
  auto key = keys.key(key_id(who.latest().key));
  if (!key && key.error().code == errc::not_found)
    return fail(errc::not_found,
                "key not found: vault " + vault.name + " does not hold the key of "
                    + to_string(who.id()),
                "bring the file of its vault along: ockam vault create NAME --path FILE");
  if (!key) return key.error();
  return add_identity(name, who, vault);
}

status locked_home::delete_identity(const std::string& name) {
  auto identities = state_.identities();
  OCKAM_TRY(known, identities.find(name));
  OCKAM_TRY(who, channels::identity::import(known.history));
  OCKAM_TRY(vault, state_.vaults().find(known.vault));
  if (auto removed = identities.remove(name); !removed) return removed;
  auto keys = config::vault_keys::open(vault.path);
  if (!keys) // a key without its vault is of no use to anybody
    return keys.error().code == errc::not_found ? status(done{}) : status(keys.error());
  return keys->remove(key_id(who.latest().key));
}

} // namespace ockam::cli
