// The nodes of one $OCKAM_HOME as verbs see them: by name.
#pragma once
#include "cli/home/node_client.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ockam::cli {

class home {
public:
  virtual ~home() = default;
  /// The node that is meant when none is named.
  virtual result<std::string> default_node() = 0;
  virtual result<std::vector<std::string>> node_names() = 0;
  /// The routes to the hubs that `ockam hub set` names, in that order; none if there are none.
  virtual result<std::vector<std::string>> hubs() = 0;
  /// The port of a node's first TCP listener on 127.0.0.1. Errors: not_found for an unknown name.
  virtual result<std::uint16_t> port_of(const std::string& name) = 0;
  /// Where others can watch a node; empty if nowhere, and if the node is not known.
  virtual std::string status_address_of(const std::string& /*name*/) { return {}; }
  /// The name of a node's identity; empty if that is not known.
  virtual std::string identity_of(const std::string& /*name*/) { return {}; }
  /// A way to ask a node. Errors: unavailable if it does not run, not_found if it is not known.
  virtual result<std::unique_ptr<node_client>> open(const std::string& name) = 0;
};

} // namespace ockam::cli
