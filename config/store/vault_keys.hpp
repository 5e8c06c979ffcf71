// A file of secret keys: SQLite, mode 0600. A key is found under its id, the lower-case hexadecimal
// SHA-256 of its public key. Keys are in clear: whoever can read the file has them, so a file that
// others can read is refused, as ssh does. No process that opens a vault leaves a core dump, and
// what SQLite had of it in memory is wiped.
#pragma once
#include "config/base/secret.hpp"
#include "wire/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::config {

struct database;

struct vault_key {
  std::uint8_t scheme; ///< 0 is Ed25519 (a seed), 1 is ECDSA P-256: spec wire §7.1
  secret_key value;
};

class vault_keys {
public:
  /// Errors: not_found if there is no such file; denied if others can read it; io if it is damaged
  /// or cannot be read; config if it is no vault or a newer version's.
  static result<vault_keys> open(const std::filesystem::path& file);
  /// The same, but makes the file in a directory that there is.
  static result<vault_keys> open_or_make(const std::filesystem::path& file);
  vault_keys(vault_keys&&) noexcept;
  vault_keys& operator=(vault_keys&&) noexcept;
  ~vault_keys();

  /// Adds a key; one that is there already stays. This and the next fail with io if the disk is
  /// full or the like.
  status put(std::string_view id, std::uint8_t scheme, const secret_key&);
  /// Errors: not_found.
  result<vault_key> key(std::string_view id);
  result<std::vector<std::string>> key_ids();
  /// Removes a key, of which nothing is left in the file. A key that is not there is fine.
  status remove(std::string_view id);
  /// Copies all keys to a new file. Errors: already_exists.
  status copy_to(const std::filesystem::path& file);

private:
  explicit vault_keys(std::unique_ptr<database> opened);
  static result<vault_keys> open_existing(const std::filesystem::path& file);
  std::unique_ptr<database> database_;
};

/// Wipes the keys and removes the file. One that is missing is fine.
status remove_vault_file(const std::filesystem::path& file);

} // namespace ockam::config
