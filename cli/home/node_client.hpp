// A way to ask one running node. Paths, bodies and replies are those of its control resources
// (docs/operations.md); an error that the node answers comes back as an `ockam::error`.
#pragma once
#include "wire/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace ockam::cli {

class node_client {
public:
  virtual ~node_client() = default;
  virtual result<nlohmann::json> get(const std::string& path) = 0;
  virtual result<nlohmann::json> post(const std::string& path, const nlohmann::json& body) = 0;
  virtual result<nlohmann::json> remove(const std::string& path) = 0;
};

} // namespace ockam::cli
