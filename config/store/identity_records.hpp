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
  std::string history;     ///< all its changes, hexadecimal: the export format
  std::string vault;       ///< its name
  std::string created_at;  ///< UTC, 2024-01-31T10:00:00Z
  bool is_default = false; ///< one identity is, if there are any
};

class identity_records {
public:
  explicit identity_records(database& db) noexcept : database_{&db} {}

  /// What to add; the rest of the record follows. The first one becomes the default. Errors:
  /// already_exists, for the name and for the identifier; not_found if there is no such vault.
  struct addition {
    std::string name, identifier, history, vault;
  };
  status add(const addition&);
  /// Errors: not_found.
  result<identity_record> find(std::string_view name);
  /// The default one. Errors: not_found.
  result<identity_record> chosen();
  /// Oldest first.
  result<std::vector<identity_record>> all();
  /// Errors: not_found.
  status choose(std::string_view name);
  /// The oldest one left takes over as the default. Errors: not_found; in_use while nodes, running
  /// or stopped, have that identity.
  status remove(std::string_view name);

private:
  database* database_;
};

} // namespace ockam::config
