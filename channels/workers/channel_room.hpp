// Whether there is room for one more channel. What a peer began may take the place of what a peer
// began: channel_table says of which one, and whose standing and use keep it from that. Whoever
// begins one here is told.
#pragma once
#include "channels/workers/channel_table.hpp"
#include "channels/workers/context.hpp"

#include <string>

namespace ockam::channels {

/// For a channel with that peer, which comes from that source. Returns the encryptor of a channel
/// that ends for it; empty if none does. Errors: limit.
result<std::string> make_channel_room(context&, channel_role, const std::string& source,
                                      const wire::identifier& peer);

} // namespace ockam::channels
