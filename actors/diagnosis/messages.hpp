// Messages that a command has this node send: create() sends one and waits for the reply.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/routing/identities.hpp"
#include "config/spec/questions.hpp"

namespace ockam::actors {

class messages final : public resource_of_kind<config::message> {
public:
  explicit messages(const identities& who) : who_(who) {}
  void create(const config::message& asked, const answer&) override;

private:
  const identities& who_;
};

} // namespace ockam::actors
