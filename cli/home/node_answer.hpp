// Checks that answers of a node make sense.
#pragma once
#include "cli/home/node_client.hpp"

#include <memory>
#include <string>

namespace ockam::cli {

/// A node and the way to ask it.
struct selected_node {
  std::string name;
  std::unique_ptr<node_client> client;
};

/// The reply, if it is an object, or an array of objects. Errors: those of the reply; protocol.
result<nlohmann::json> object_from(const selected_node&, result<nlohmann::json> reply);
result<nlohmann::json> list_from(const selected_node&, result<nlohmann::json> reply);

} // namespace ockam::cli
