// Plans what has to change on the nodes of this home so that they have what a file says, by
// comparing the declarations that are kept with those that are wanted. Pure; running nodes are not
// asked.
#pragma once
#include "config/spec/resource.hpp"
#include "config/store/declaration_records.hpp"
#include "wire/result.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace ockam::cli {

struct wanted_resource {
  std::string node;
  const config::resource_kind* kind = nullptr;
  nlohmann::json body; ///< body that the node's control interface takes
  config::position at; ///< place in the file
};

struct change {
  enum class verb { create, replace, remove };
  verb what = verb::create;
  wanted_resource wanted;     ///< unset for a removal
  config::declaration before; ///< unset for a creation
  std::string reason{};       ///< fields that differ, for a replacement

  const std::string& node() const { return what == verb::create ? wanted.node : before.node; }
};

struct topology_plan {
  /// Removals first, the last declared first; then the rest in the file's order.
  std::vector<change> changes;
  std::size_t unchanged = 0;
};

/// Makes a plan. `made_by` is the file; what it declared before and does not have any more is
/// removed. Errors: config, at the place, for what another file declares otherwise, and for what is
/// wanted twice.
result<topology_plan> compare(const std::vector<wanted_resource>&,
                              const std::vector<config::declaration>&, const std::string& made_by);

/// The title of a body of a kind: `tcp-inlet web` of `tcp-inlets`.
std::string title_of(const std::string& kind, const nlohmann::json& body);
/// Whether what is there is what was wanted: a wanted `127.0.0.1:0` is any port there.
bool is_that(const std::string& kind, const nlohmann::json& wanted, const nlohmann::json& there);

/// A change as `+ create tcp-inlet web at n1`, and as an object.
std::string to_string(const change&);
nlohmann::json to_json(const change&);

} // namespace ockam::cli
