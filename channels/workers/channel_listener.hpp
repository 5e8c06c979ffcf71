// Takes the first message of a handshake and starts a responder for it. Anybody can send one, so
// handshakes wait in turn: one per link and round of the reactor, few per link, and the oldest
// unfinished ones of a link give way to newer ones. Source: spec wire §6.1.
#pragma once
#include "channels/trust.hpp"
#include "channels/workers/context.hpp"
#include "transports/named_worker.hpp"

namespace ockam::channels {

class channel_listener final : public transports::named_worker {
public:
  static constexpr std::string_view standard_address = "api";

  channel_listener(caf::actor_config&, context&, std::string address,
                   std::shared_ptr<const own_identity> self, trust authorized);

  void deliver(transports::message&&) override;

  const own_identity& self() const noexcept;
  const trust& authorized() const noexcept;
};

} // namespace ockam::channels
