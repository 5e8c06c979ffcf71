// What somebody declared on a node: what it is to have again after every start, in the order in
// which it was declared. Part of the state store, whose errors are these functions' errors, too.
// A power cut takes nothing that was put here.
#pragma once
#include "wire/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ockam::config {

struct database;

struct declaration {
  std::string node;
  std::string kind;    ///< plural noun as it stands in paths: `tcp-inlets`
  std::string name;    ///< by which the node shows it, of one kind there is one
  std::string body;    ///< JSON, as the node takes it to make the same again
  std::string made_by; ///< the file it stands in; empty: a command
};

class declaration_records {
public:
  explicit declaration_records(database& db) noexcept : database_{&db} {}

  /// In the place of an earlier one of that node, kind and name, whose turn it keeps. Goes with the
  /// node.
  status put(const declaration&);
  /// One that is not there is fine.
  status remove(std::string_view node, std::string_view kind, std::string_view name);
  /// Oldest first; none of a node that is not known.
  result<std::vector<declaration>> of(std::string_view node);

private:
  database* database_;
};

} // namespace ockam::config
