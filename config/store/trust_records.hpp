// The authorities that nodes were told to trust, and what those gave the nodes to show; authorities
// of projects are not among them (project_records.hpp). Part of the state store, whose errors are
// these functions' errors, too.
#pragma once
#include "wire/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ockam::config {

struct database;

struct trust_record {
  std::string authority;  ///< its identifier
  std::string history;    ///< hexadecimal, as in identity_record
  std::string credential; ///< hexadecimal; empty: the node has none of it
};

class trust_records {
public:
  explicit trust_records(database& db) noexcept : database_{&db} {}

  /// In the place of an earlier one for the same authority, whose credential stays if this one has
  /// none. Goes with the node.
  status put(std::string_view node, const trust_record&);
  /// Of a node, by identifier; none of a node that is not known.
  result<std::vector<trust_record>> of(std::string_view node);

private:
  database* database_;
};

} // namespace ockam::config
