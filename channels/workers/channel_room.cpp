#include "channels/workers/channel_room.hpp"

#include "channels/workers/credential_table.hpp"

#include <caf/send.hpp>

namespace ockam::channels {

namespace {

/// What keeps a channel from ending for another one.
channel_table::keep kept(const context& node, const channel_info& one) {
  if (node.credentials.find(one.peer)) return channel_table::keep::standing;
  const auto encryptor = node.workers.find(wire::local(one.encryptor));
  if (encryptor.open() && node.in_use.any(encryptor.actor().id())) return channel_table::keep::use;
  return channel_table::keep::nothing;
}

} // namespace

result<std::string> make_channel_room(context& node, channel_role role, const std::string& source,
                                      const wire::identifier& peer) {
  auto& open = node.channels;
  if (role == channel_role::initiator) {
    if (open.size() < node.limits[config::limit::channels]) return std::string();
    return fail(errc::limit, "too many channels are open: " + std::to_string(open.size()));
  }
  const auto place =
      open.make_place(source, peer, [&node](const channel_info& one) { return kept(node, one); });
  if (!place.free || place.goes) node.counted.refuse(place.why);
  if (!place.free) return fail(errc::limit, "too many channels are open, and all are in use");
  if (!place.goes) return std::string();
  ++node.counted.channels_gave_way;
  caf::anon_send_exit(place.goes->actor, caf::exit_reason::user_shutdown);
  return place.goes->encryptor;
}

} // namespace ockam::channels
