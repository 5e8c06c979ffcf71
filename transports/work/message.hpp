// What workers hand to each other. Source: spec wire §1.5-§1.6.
#pragma once
#include "transports/io/buffer.hpp"
#include "transports/work/flow.hpp"
#include "wire/routing/route.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <memory>
#include <optional>

namespace ockam::transports {

struct message {
  wire::route onward; ///< the receiver's own address is still in front
  wire::route return_route;
  slice payload; ///< moves along; who copies a message shares it without the right to write
  std::uint8_t local_hops = 0;         ///< deliveries inside this node so far: ends loops of relays
  std::shared_ptr<const void> place{}; ///< held while it waits in a bounded mailbox
  /// Who sent it, proven by the secure channel that it came through; never leaves the node.
  std::optional<wire::identifier> peer{};
  /// Where it entered this node; none: it is the node's own. Who passes it on leaves it as it is.
  flow_ptr entered{};
  /// The relays by which it came, or that brought about what it answers; none: none did.
  marks via{};
  /// It comes from another machine, whoever passed it on.
  bool afar = false;
};

/// A message back to where `request` came from, the node's own. The sender puts its address on the
/// return route.
inline message reply_to(message& request, slice payload) {
  return {std::move(request.return_route), {}, std::move(payload), request.local_hops};
}

} // namespace ockam::transports

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::transports::message)
