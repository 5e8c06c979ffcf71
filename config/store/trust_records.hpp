// What nodes trust, and are to trust again before they let anybody in: the authorities that they
// were told of, with the credentials of these that the nodes show, and the projects that they
// entered. Part of the state store, whose errors are these functions' errors, too. A power cut
// takes nothing that was put here.
#pragma once
#include "wire/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ockam::config {

struct database;

struct trust_record {
  std::string authority;  ///< identifier of the authority
  std::string history;    ///< hexadecimal, as in identity_record
  std::string credential; ///< hexadecimal; empty if the node has none of it
};

/// A project that a node entered, by option or by route. It may be gone from the home meanwhile:
/// then the node trusts nobody, and admits nobody instead.
struct entered_project {
  std::string name;
  std::string host; ///< identifier of the project's node, which tells projects apart
};

class trust_records {
public:
  explicit trust_records(database& db) noexcept : database_{&db} {}

  /// Puts a record in the place of an earlier one for the same authority, whose credential stays if
  /// this one has none. It is removed with the node.
  status put(std::string_view node, const trust_record&);
  /// The authorities of a node, in the order of identifiers; none if the node is not known.
  result<std::vector<trust_record>> of(std::string_view node);

  /// Notes a project in the place of an earlier one of that name. It is removed with the node.
  status enter(std::string_view node, const entered_project&);
  /// The projects that a node entered, in the order of names; none if the node is not known.
  result<std::vector<entered_project>> entered_by(std::string_view node);

private:
  database* database_;
};

} // namespace ockam::config
