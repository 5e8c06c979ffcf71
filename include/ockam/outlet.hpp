// An outlet: the end of a portal that connects to a TCP service for those who may use it.
#pragma once
#include <string>
#include <vector>

namespace ockam {

struct outlet {
  std::string address; ///< of its worker: `db`
  std::string to;      ///< HOST:PORT of the service
  std::string allow{}; ///< an expression: `role=client`; empty: the node's default
  std::vector<std::string> authorized{}; ///< identifiers; empty: whoever `allow` admits
};

} // namespace ockam
