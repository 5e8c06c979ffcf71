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
  std::string node;            ///< identifier of the project's node, which tells projects apart
  std::string description;     ///< project.json (channels/membership/project.hpp)
  std::string created_at;      ///< UTC, 2024-01-31T10:00:00Z
  bool is_default = false;     ///< whether it is the default; one project is, if any
  bool made_by_itself = false; ///< whether a command that needed one made it; gives way
};

/// A credential of an identity. It is public as soon as it is presented, and of no use to anybody
/// without the identity's key.
struct kept_credential {
  std::string credential;       ///< hexadecimal
  std::uint64_t expires_at = 0; ///< seconds since 1970
};

/// A node, running or stopped, that uses a project, and how.
struct project_user {
  std::string node;
  std::string how; ///< `relay db by its route`; empty if it is in the project
};

class project_records {
public:
  explicit project_records(database& db) noexcept : database_{&db} {}

  /// A project to note; the rest of the record follows from it. The first project becomes the
  /// default, and so does the first one that was asked for after one that was made by itself. A
  /// known project gets a new description. Errors: already_exists if another project has that name.
  struct addition {
    std::string name, node, description;
    bool made_by_itself = false;
  };
  status put(const addition&);
  /// Makes a project the default, whichever comes later. Errors: not_found.
  status choose(std::string_view name);
  /// Errors: not_found.
  result<project_record> find(std::string_view name);
  /// The default project. Errors: not_found.
  result<project_record> chosen();
  /// All projects, oldest first.
  result<std::vector<project_record>> all();
  /// The nodes that are in the project, by option or by a route that they opened, and those that
  /// declare a route through it; each once, in the order of names. Errors: not_found.
  result<std::vector<project_user>> users(std::string_view name);
  /// Removes a project and its credentials; the oldest project left takes over as the default. Its
  /// users remember that they were in it (trust_records::entered_by). Errors: not_found; in_use
  /// while there are users, unless it is to be removed `in_any_case`.
  status remove(std::string_view name, bool in_any_case = false);

  /// Keeps a credential in the place of an earlier one. Errors: not_found if there is no such
  /// project.
  status keep(std::string_view project, std::string_view identifier, const kept_credential&);
  result<std::optional<kept_credential>> kept(std::string_view project,
                                              std::string_view identifier);

private:
  database* database_;
};

} // namespace ockam::config
