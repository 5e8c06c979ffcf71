// A relay: an address at another node that hands messages to this one, wherever it is.
#pragma once
#include <string>
#include <vector>

namespace ockam {

struct relay {
  std::string name;                      ///< messages go to forward_to_NAME; empty: a random one
  std::string at;                        ///< a route: `/dnsaddr/hub/tcp/7000/secure/api`
  std::vector<std::string> authorized{}; ///< identifiers; empty: the host may be anybody
  std::string allow{};                   ///< an expression that the host's credential satisfies
};

} // namespace ockam
