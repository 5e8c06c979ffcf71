// The declarations of nodes: what a node is to have again after every start, in the order in which
// it was declared. Part of the state store, whose errors are these functions' errors, too. A power
// cut takes nothing that was put here.
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
  std::string name;    ///< name by which the node shows it; unique among its kind
  std::string body;    ///< JSON with which the node makes the same again
  std::string made_by; ///< the file that declares it; empty for a command
};

class declaration_records {
public:
  explicit declaration_records(database& db) noexcept : database_{&db} {}

  /// Puts a declaration in the place of an earlier one of that node, kind and name, whose turn it
  /// keeps. It is removed with the node.
  status put(const declaration&);
  /// Removes a declaration; one that is not there is fine.
  status remove(std::string_view node, std::string_view kind, std::string_view name);
  /// The declarations of a node, oldest first; none if the node is not known.
  result<std::vector<declaration>> of(std::string_view node);

private:
  database* database_;
};

} // namespace ockam::config
