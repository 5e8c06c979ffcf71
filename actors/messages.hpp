// Messages that a command has this node send: making one means sending it and waiting for the
// reply.
#pragma once
#include "actors/resource.hpp"
#include "transports/context.hpp"

namespace ockam::actors {

class messages final : public resource {
public:
  explicit messages(transports::context& node) : node_(node) {}
  void create(const json& fields, answer) override;

private:
  transports::context& node_;
};

} // namespace ockam::actors
