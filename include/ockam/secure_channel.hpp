// A secure channel: two workers that encrypt between two nodes over any route.
#pragma once
#include <string>
#include <vector>

namespace ockam {

struct secure_channel {
  std::string to; ///< a route that ends with a listener: `/dnsaddr/hub/tcp/7000/service/api`
  std::vector<std::string> authorized{}; ///< identifiers; empty: whoever is there
};

} // namespace ockam
