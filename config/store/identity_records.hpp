// The identities that a home knows: their public change histories, and which vault holds the key.
// Part of the state store, whose errors are these functions' errors, too.
#pragma once
#include "wire/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ockam::config {

struct database;

struct identity_record {
  std::string name;
  std::string identifier;  ///< `I` and 64 hexadecimal digits
  std::string history;     ///< all changes in hexadecimal text: the export format
  std::string vault;       ///< name of the vault with the key
  std::string created_at;  ///< UTC, 2024-01-31T10:00:00Z
  bool is_default = false; ///< whether it is the default; one identity is, if there are any
};

class identity_records {
public:
  explicit identity_records(database& db) noexcept : database_{&db} {}

  /// A new identity; the rest of the record follows from it. The first identity becomes the
  /// default. Errors: already_exists, for the name and for the identifier; not_found if there is no
  /// such vault.
  struct addition {
    std::string name, identifier, history, vault;
  };
  status add(const addition&);
  /// Errors: not_found.
  result<identity_record> find(std::string_view name);
  /// The default identity. Errors: not_found.
  result<identity_record> chosen();
  /// All identities, oldest first.
  result<std::vector<identity_record>> all();
  /// Errors: not_found.
  status choose(std::string_view name);
  /// Removes an identity; the oldest one left takes over as the default. Errors: not_found; in_use
  /// while nodes, running or stopped, have that identity.
  status remove(std::string_view name);

private:
  database* database_;
};

} // namespace ockam::config
