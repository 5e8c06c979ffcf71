#include "actors/services/workers.hpp"

#include <nlohmann/json.hpp>

namespace ockam::actors {

result<json> workers::list() const {
  auto out = json::array();
  for (const auto& [address, kind, reach] : all_.list())
    out.push_back({{"address", address}, {"kind", kind}, {"reach", reach}});
  return out;
}

} // namespace ockam::actors
