#include "actors/services/refusals.hpp"

#include <nlohmann/json.hpp>

namespace ockam::actors {

result<json> refusals::list() const {
  auto out = json::array();
  for (const auto& [what, option, count] : offered_.refused())
    out.push_back({{"what", what}, {"option", option}, {"count", count}});
  return out;
}

} // namespace ockam::actors
