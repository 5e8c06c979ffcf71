// What the handle of resource.hpp holds.
#pragma once
#include "node/runtime_state.hpp"

#include <memory>
#include <ockam/resource.hpp>
#include <string>

namespace ockam {

struct resource::state {
  std::shared_ptr<runtime::state> run; ///< keeps the node
  actors::node* node;
  std::string path; ///< `/v1/relays/office`
  std::string name, address;
};

} // namespace ockam
