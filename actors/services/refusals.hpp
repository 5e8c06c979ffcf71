// Lists what this node has refused to others for lack of an option, and which option that is.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/routing/offers.hpp"

namespace ockam::actors {

class refusals final : public resource {
public:
  explicit refusals(const offers& offered) : offered_(offered) {}
  result<json> list() const override;

private:
  const offers& offered_;
};

} // namespace ockam::actors
