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
  /// The route to the node in between, that `ockam hub set` names; empty if there is none.
  virtual result<std::string> hub() = 0;
  /// Of a node's first TCP listener on 127.0.0.1. An unknown name is `not_found`.
  virtual result<std::uint16_t> port_of(const std::string& name) = 0;
  /// Where others can watch it; empty if nowhere, and if it is not known.
  virtual std::string status_address_of(const std::string& /*name*/) { return {}; }
  /// A node that does not run is `unavailable`, an unknown one `not_found`.
  virtual result<std::unique_ptr<node_client>> open(const std::string& name) = 0;
};

} // namespace ockam::cli
