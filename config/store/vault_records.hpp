// The vaults that a home knows: a name and the file that holds the keys (vault_keys.hpp). Part of
// the state store, whose errors are these functions' errors, too.
#pragma once
#include "wire/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ockam::config {

struct database;

struct vault_record {
  std::string name;
  std::string path;        ///< absolute
  std::string created_at;  ///< UTC, 2024-01-31T10:00:00Z
  bool is_default = false; ///< whether it is the default; one vault is, if there are any
};

class vault_records {
public:
  explicit vault_records(database& db) noexcept : database_{&db} {}

  /// Adds a vault; the first one becomes the default. Errors: already_exists, for the name and for
  /// the path.
  status add(std::string_view name, std::string_view path);
  /// Errors: not_found.
  result<vault_record> find(std::string_view name);
  /// The default vault. Errors: not_found.
  result<vault_record> chosen();
  /// All vaults, oldest first.
  result<std::vector<vault_record>> all();
  /// Notes where the file is now. Errors: not_found; already_exists if it is another vault's file.
  status move(std::string_view name, std::string_view path);
  /// Removes a vault; the oldest one left takes over as the default. Errors: not_found; in_use
  /// while identities have their keys there.
  status remove(std::string_view name);

private:
  database* database_;
};

} // namespace ockam::config
