// What has to change on the nodes of this home, so that they have what a file says: the
// declarations that are kept next to the ones that are wanted. Pure; running nodes are not asked.
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
  nlohmann::json body; ///< as the node's control interface takes it
  config::position at; ///< in the file
};

struct change {
  enum class verb { create, replace, remove };
  verb what = verb::create;
  wanted_resource wanted;     ///< not of a removal
  config::declaration before; ///< not of a creation
  std::string reason{};       ///< of a replacement: the fields that differ

  const std::string& node() const { return what == verb::create ? wanted.node : before.node; }
};

struct topology_plan {
  std::vector<change>
      changes; ///< removals first, the last declared first; then in the file's order
  std::size_t unchanged = 0;
};

/// `made_by`: the file; what it declared before, and does not say any more, goes. Errors: config,
/// at the place, for what another file declares otherwise, and for what is wanted twice.
result<topology_plan> compare(const std::vector<wanted_resource>&,
                              const std::vector<config::declaration>&, const std::string& made_by);

/// `tcp-inlet web` of a kind, `tcp-inlets`, and a body.
std::string title_of(const std::string& kind, const nlohmann::json& body);
/// Whether that is the one that was wanted: `127.0.0.1:0` is any port there.
bool is_that(const std::string& kind, const nlohmann::json& wanted, const nlohmann::json& there);

/// `+ create tcp-inlet web at n1`, and the same as an object.
std::string to_string(const change&);
nlohmann::json to_json(const change&);

} // namespace ockam::cli
