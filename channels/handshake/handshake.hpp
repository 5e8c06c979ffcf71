// Noise XX: both sides prove to own their static keys and agree on two keys that nobody else knows.
// Source: spec wire §6.2, The Noise Protocol Framework (rev. 34) §7.5.
//   m1  initiator -> responder   e payload                        payload in clear
//   m2  responder -> initiator   e, ee, s, es, payload            s and payload encrypted
//   m3  initiator -> responder   s, se, payload                   s and payload encrypted
//
//   initiator:  m1_to_send -> m2_awaited -> m3_to_send -> complete
//   responder:  m1_awaited -> m2_to_send -> m3_awaited -> complete
// A message that is wrong ends the handshake: its state is `failed`. A message that is not awaited
// is refused, and changes nothing: whoever floods an address cannot stop the handshake that uses
// it.
#pragma once
#include "channels/crypto/symmetric_state.hpp"
#include "channels/crypto/x25519.hpp"

#include <memory>

namespace ockam::channels {

inline constexpr std::size_t noise_message_size_max = 65535; ///< bytes, by the framework

enum class handshake_state : std::uint8_t {
  m1_to_send,
  m1_awaited,
  m2_to_send,
  m2_awaited,
  m3_to_send,
  m3_awaited,
  complete,
  failed,
};

/// The keys that a channel encrypts and decrypts with.
struct channel_keys {
  secret_key outbound, inbound;
};

class handshake {
public:
  /// `ephemeral` is 32 random bytes for this handshake alone. The static key is shared by all
  /// handshakes of an identity.
  static handshake initiator(std::shared_ptr<const x25519_key> static_key, secret_key ephemeral);
  static handshake responder(std::shared_ptr<const x25519_key> static_key, secret_key ephemeral);

  handshake_state state() const noexcept { return state_; }

  /// Returns the next message to send. Fails (errc::internal) if it is not our turn.
  result<bytes> write(bytes_view payload);
  /// Takes the peer's next message and returns its payload. Fails with errc::protocol or denied.
  result<bytes> read(bytes_view message);

  /// The peer's static key. REQUIRES: m2 or m3 was read.
  const x25519_public_key& peer_key() const noexcept { return peer_static_; }
  /// REQUIRES: state() == complete.
  channel_keys keys() const;

private:
  handshake(handshake_state, std::shared_ptr<const x25519_key>, secret_key ephemeral);

  status mix_agreement(const x25519_key& mine, const x25519_public_key& theirs);
  status write_m2(bytes& out);
  status write_m3(bytes& out);
  status read_ephemeral(bytes_view& rest);
  status read_static(bytes_view& rest);
  status read_head(bytes_view& rest);
  result<bytes> failed(error);

  handshake_state state_;
  bool initiator_;
  std::shared_ptr<const x25519_key> static_;
  x25519_key ephemeral_;
  x25519_public_key peer_ephemeral_{}, peer_static_{};
  symmetric_state symmetric_;
};

} // namespace ockam::channels
