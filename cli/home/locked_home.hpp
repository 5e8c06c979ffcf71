// $OCKAM_HOME while one process changes which vaults and identities there are.
#pragma once
#include "channels/identity/identity.hpp"
#include "config/store/state_store.hpp"
#include "config/store/vault_files.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace ockam::cli {

class locked_home {
public:
  /// Waits until no other process does the same. Errors: those of lock_vaults and state_store.
  static result<locked_home> open(const std::filesystem::path& home);
  static result<locked_home> open(); ///< $OCKAM_HOME

  config::state_store& state() noexcept { return state_; }

  /// Names a vault and makes its file; the keys of a file that is there are used. Without a path
  /// the file is in the home. Errors: invalid, already_exists, those of vault::open_or_make.
  result<config::vault_record> add_vault(const std::string& name,
                                         const std::optional<std::filesystem::path>& file);
  /// The vault of that name, or the default vault, which is made if there is none. Errors:
  /// not_found; config if the clock is wrong, because a vault is made for an identity.
  result<config::vault_record> vault(const std::optional<std::string>& name);

  /// Moves the keys to another file and removes the old one. Errors: not_found; already_exists if
  /// there is something; those of vault::open and copy_to.
  status move_vault(const std::string& name, const std::filesystem::path& file);
  /// Removes a vault. Returns whether its file was removed, too: a file that cannot be read, or has
  /// keys of identities that are not in this home, stays. Errors: not_found, in_use.
  result<bool> delete_vault(const std::string& name);

  /// Makes an identity with an Ed25519 key in that vault. Errors: invalid, already_exists; config
  /// if the clock is wrong.
  result<config::identity_record> create_identity(const std::string& name,
                                                  const config::vault_record&);
  /// Adds an identity whose key is in that vault already. Errors: invalid, already_exists; denied
  /// if it breaks a rule of change histories; not_found if the vault does not have the key.
  result<config::identity_record> import_identity(const std::string& name,
                                                  const config::vault_record&,
                                                  std::string_view history_hex);
  /// Removes an identity and its key. Errors: not_found, in_use.
  status delete_identity(const std::string& name);

private:
  locked_home(std::filesystem::path home, config::directory_lock lock, config::state_store state)
      : home_(std::move(home)), lock_(std::move(lock)), state_(std::move(state)) {}
  /// Whether the clock can be believed. Errors: config.
  status check_time();
  /// Whether a new identity may be called so. Errors: invalid, already_exists.
  status check_new_identity(const std::string& name);
  result<config::identity_record> add_identity(const std::string& name, const channels::identity&,
                                               const config::vault_record&);

  std::filesystem::path home_;
  config::directory_lock lock_;
  config::state_store state_;
};

/// The id of a key in a vault: the SHA-256 of its public half.
std::string key_id(const channels::public_key&);

} // namespace ockam::cli
