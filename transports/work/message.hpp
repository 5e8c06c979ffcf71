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
  wire::route onward; ///< begins with the receiver's own address
  wire::route return_route;
  slice payload; ///< moved along; a copy of the message shares it, without the right to write
  std::uint8_t local_hops = 0; ///< deliveries inside this node so far, to end loops of relays
  std::shared_ptr<const void> place{}; ///< held while it waits in a bounded mailbox
  /// Who sent the message, proven by the secure channel that it came through; never leaves the
  /// node.
  std::optional<wire::identifier> peer{};
  /// Where the message entered this node; null if it is the node's own. Whoever passes the message
  /// on leaves this as it is.
  flow_ptr entered{};
  /// The relays by which the message came, or that brought what it answers; null if none did.
  marks via{};
  /// It comes from another machine, whoever passed it on.
  bool afar = false;
};

/// A message of the node's own, back to where `request` came from. The sender still has to put its
/// address on the return route.
inline message reply_to(message& request, slice payload) {
  return {std::move(request.return_route), {}, std::move(payload), request.local_hops};
}

} // namespace ockam::transports

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::transports::message)
