// Messages that a command has this node send: create() sends one and waits for the reply.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/routing/identities.hpp"

namespace ockam::actors {

class messages final : public resource {
public:
  explicit messages(const identities& who) : who_(who) {}
  void create(const json& fields, answer) override;

private:
  const identities& who_;
};

} // namespace ockam::actors
