// Begins a secure channel with a listener somewhere.
#pragma once
#include "channels/identity/trust.hpp"
#include "channels/workers/channel_table.hpp"
#include "channels/workers/context.hpp"

#include <functional>

namespace ockam::channels {

struct channel_request {
  wire::route listener; ///< its last hop is the listener's address, `api`
  std::shared_ptr<const own_identity> self;
  trust authorized;
  transports::duration timeout = config::handshake_timeout;
  std::string encryptor{}; ///< its address, if it was there before; empty: a new one
};

/// Cancels the handshake when it goes; the answer then never comes.
struct channel_opening {
  virtual ~channel_opening() = default;
};

/// Answers once, on the reactor, never from inside this call; the channel stays open when the
/// opening goes after that. Errors: errc::timed_out (nobody answered), errc::unavailable (the way
/// ended), errc::denied (who the peer is was not proven, or is not authorized), errc::protocol,
/// errc::limit (config::channels_max), errc::already_exists (the encryptor's address is taken).
[[nodiscard]] std::unique_ptr<channel_opening>
open_channel(context&, channel_request, std::function<void(result<channel_info>)> answer);

} // namespace ockam::channels
