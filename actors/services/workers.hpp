// Lists all addresses of a node and what is behind them.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/routing/directory.hpp"

namespace ockam::actors {

class workers final : public resource {
public:
  explicit workers(const directory& all) : all_(all) {}
  result<json> list() const override;

private:
  const directory& all_;
};

} // namespace ockam::actors
