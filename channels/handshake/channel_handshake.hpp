// One end's part of the handshake of a channel, from the first message to the peer's identity: what
// is said when, whose key that is, and whether it is somebody whom this end talks to. Pure: messages
// come in and go out as bytes.
//   initiator   begin -> m1     take m2 -> peer, answer -> m3
//   responder   begin(m1) -> m2                             take m3 -> peer
#pragma once
#include "channels/handshake/handshake.hpp"
#include "channels/identity/allow_list.hpp"
#include "channels/identity/identity_payload.hpp"
#include "channels/identity/own_identity.hpp"

#include <functional>
#include <memory>

namespace ockam::channels {

class channel_handshake {
public:
  /// Makes what this end says of itself; called when it is its turn to say it.
  using payload_maker = std::function<bytes()>;

  /// `ephemeral` is random, for this handshake alone.
  static channel_handshake initiator(const own_identity& self, allow_list authorized,
                                     secret_key ephemeral);
  static channel_handshake responder(const own_identity& self, allow_list authorized,
                                     secret_key ephemeral, bytes m1);

  bool is_initiator() const noexcept { return initiator_; }
  /// Whom this end talks to.
  const allow_list& authorized() const noexcept { return authorized_; }

  /// The first message to send. Errors: those of handshake::read.
  result<bytes> begin(const payload_maker& own);
  /// The initiator's second message, once the peer is known.
  result<bytes> answer(const payload_maker& own) { return steps_.write(own()); }
  /// Takes the message in which the peer proves who it is. Errors: denied, if that is nobody whom this
  /// end talks to; those of handshake::read. A message that was not awaited changes nothing: then the
  /// handshake goes_on() in spite of the error.
  result<peer> take(bytes_view message, timestamp now);
  bool goes_on() const noexcept { return !refused_ && steps_.state() != handshake_state::failed; }
  /// REQUIRES: both sides have proven who they are.
  channel_keys keys() const { return steps_.keys(); }

private:
  channel_handshake(handshake steps, bool initiator, allow_list authorized, bytes m1)
      : steps_(std::move(steps)),
        initiator_(initiator),
        authorized_(std::move(authorized)),
        m1_(std::move(m1)) {}

  handshake steps_;
  bool initiator_;
  allow_list authorized_;
  bytes m1_;             ///< of the other end, until begin()
  bool refused_ = false; ///< set when the peer is nobody whom this end talks to
};

} // namespace ockam::channels
