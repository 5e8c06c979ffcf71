// The projects that a home knows, and the credentials that their authorities gave to its
// identities. Part of the state store, whose errors are these functions' errors, too.
#pragma once
#include "wire/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::config {

struct database;

struct project_record {
  std::string name;
  std::string node;        ///< the identifier of the project's node: what tells projects apart
  std::string description; ///< project.json (channels/project.hpp)
  std::string created_at;  ///< UTC, 2024-01-31T10:00:00Z
  bool is_default = false; ///< one project is, if there are any
};

/// Public as soon as it is presented; of no use to anybody without the identity's key.
struct kept_credential {
  std::string credential;       ///< hexadecimal
  std::uint64_t expires_at = 0; ///< seconds since 1970
};

class project_records {
public:
  explicit project_records(database& db) noexcept : database_{&db} {}

  /// What to note; the rest of the record follows. The first one becomes the default, and a known
  /// one gets a new description. Errors: already_exists if another project has that name.
  struct addition {
    std::string name, node, description;
  };
  status put(const addition&);
  /// Errors: not_found.
  result<project_record> find(std::string_view name);
  /// The default one. Errors: not_found.
  result<project_record> chosen();
  /// Oldest first.
  result<std::vector<project_record>> all();
  /// Its credentials go, too. The oldest one left takes over as the default. Errors: not_found;
  /// in_use while nodes, running or stopped, are in that project.
  status remove(std::string_view name);

  /// In the place of an earlier one. Errors: not_found if there is no such project.
  status keep(std::string_view project, std::string_view identifier, const kept_credential&);
  result<std::optional<kept_credential>> kept(std::string_view project,
                                              std::string_view identifier);

private:
  database* database_;
};

} // namespace ockam::config
