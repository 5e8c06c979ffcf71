#include "channels/handshake/channel_handshake.hpp"

#include <utility>

namespace ockam::channels {

channel_handshake channel_handshake::initiator(const own_identity& self, allow_list authorized,
                                               secret_key ephemeral) {
  return {handshake::initiator(self.channel_key(), std::move(ephemeral)),
          true,
          std::move(authorized),
          {}};
}

channel_handshake channel_handshake::responder(const own_identity& self, allow_list authorized,
                                               secret_key ephemeral, bytes m1) {
  return {handshake::responder(self.channel_key(), std::move(ephemeral)), false,
          std::move(authorized), std::move(m1)};
}

result<bytes> channel_handshake::begin(const payload_maker& own) {
  if (initiator_) return steps_.write({});
  if (const auto read = steps_.read(std::exchange(m1_, {})); !read) return read.error();
  return steps_.write(own());
}

result<peer> channel_handshake::take(bytes_view message, timestamp now) {
  OCKAM_TRY(payload, steps_.read(message));
  auto proven = verify_identity_payload(payload, steps_.peer_key(), now);
  refused_ = !proven || !authorized_.admits(proven->who.id());
  if (proven && refused_)
    return fail(errc::denied,
                "the peer is " + to_string(proven->who.id()) + ", which is not authorized here");
  return proven;
}

} // namespace ockam::channels
