#include "channels/handshake/handshake.hpp"

#include <cassert>

namespace ockam::channels {

namespace {

using enum handshake_state;

error wrong_turn(errc code, const char* what) {
  return fail(code, std::string("handshake: ") + what + " is not to be done now");
}

/// Where a side is after it sent or read the message that was due.
handshake_state after(handshake_state s) {
  switch (s) {
  case m1_to_send: return m2_awaited;
  case m1_awaited: return m2_to_send;
  case m2_to_send: return m3_awaited;
  case m2_awaited: return m3_to_send;
  case m3_to_send:
  case m3_awaited: return complete;
  case complete:
  case failed: break;
  }
  return failed;
}

} // namespace

handshake::handshake(handshake_state start, std::shared_ptr<const x25519_key> static_key,
                     secret_key ephemeral)
    : state_(start),
      initiator_(start == m1_to_send),
      static_(std::move(static_key)),
      ephemeral_(std::move(ephemeral)) {}

handshake handshake::initiator(std::shared_ptr<const x25519_key> static_key, secret_key ephemeral) {
  return {m1_to_send, std::move(static_key), std::move(ephemeral)};
}

handshake handshake::responder(std::shared_ptr<const x25519_key> static_key, secret_key ephemeral) {
  return {m1_awaited, std::move(static_key), std::move(ephemeral)};
}

status handshake::mix_agreement(const x25519_key& mine, const x25519_public_key& theirs) {
  OCKAM_TRY(shared, mine.agree(theirs));
  symmetric_.mix_key(shared);
  return done{};
}

// -- sending -------------------------------------------------------------------

result<bytes> handshake::write(bytes_view payload) {
  if (state_ != m1_to_send && state_ != m2_to_send && state_ != m3_to_send)
    return wrong_turn(errc::internal, "sending");
  bytes out;
  if (state_ != m3_to_send) {
    out.assign(ephemeral_.public_key().begin(), ephemeral_.public_key().end());
    symmetric_.mix_hash(out);
  }
  const auto wrote = state_ == m2_to_send   ? write_m2(out)
                     : state_ == m3_to_send ? write_m3(out)
                                            : status(done{});
  if (!wrote) return failed(wrote.error());
  symmetric_.encrypt_and_hash(payload, out);
  if (out.size() > noise_message_size_max)
    return failed(fail(errc::limit, "the payload is too long"));
  state_ = after(state_);
  return out;
}

status handshake::write_m2(bytes& out) {
  if (auto ee = mix_agreement(ephemeral_, peer_ephemeral_); !ee) return ee;
  symmetric_.encrypt_and_hash(static_->public_key(), out);
  return mix_agreement(*static_, peer_ephemeral_);
}

status handshake::write_m3(bytes& out) {
  symmetric_.encrypt_and_hash(static_->public_key(), out);
  return mix_agreement(*static_, peer_ephemeral_);
}

// -- reading -------------------------------------------------------------------

result<bytes> handshake::read(bytes_view message) {
  if (state_ != m1_awaited && state_ != m2_awaited && state_ != m3_awaited)
    return wrong_turn(errc::protocol, "reading");
  if (message.size() > noise_message_size_max)
    return failed(fail(errc::protocol, "the message is too long"));
  if (const auto head = read_head(message); !head) return failed(head.error());
  bytes payload;
  if (const auto rest = symmetric_.decrypt_and_hash(message, payload); !rest)
    return failed(rest.error());
  state_ = after(state_);
  return payload;
}

/// Takes everything in front of the payload.
status handshake::read_head(bytes_view& rest) {
  if (state_ == m1_awaited) return read_ephemeral(rest);
  if (state_ == m2_awaited) {
    if (auto e = read_ephemeral(rest); !e) return e;
    if (auto ee = mix_agreement(ephemeral_, peer_ephemeral_); !ee) return ee;
  }
  if (auto s = read_static(rest); !s) return s;
  return mix_agreement(ephemeral_, peer_static_); // es for the initiator, se for the responder
}

status handshake::read_ephemeral(bytes_view& rest) {
  if (rest.size() < peer_ephemeral_.size()) return fail(errc::protocol, "shorter than a key");
  std::copy_n(rest.begin(), peer_ephemeral_.size(), peer_ephemeral_.begin());
  rest = rest.subspan(peer_ephemeral_.size());
  symmetric_.mix_hash(peer_ephemeral_);
  return done{};
}

status handshake::read_static(bytes_view& rest) {
  constexpr auto size = sizeof(x25519_public_key) + aead_tag_size;
  if (rest.size() < size) return fail(errc::protocol, "shorter than an encrypted key");
  bytes key;
  if (auto opened = symmetric_.decrypt_and_hash(rest.first(size), key); !opened) return opened;
  std::copy(key.begin(), key.end(), peer_static_.begin());
  rest = rest.subspan(size);
  return done{};
}

// -- the end -------------------------------------------------------------------

result<bytes> handshake::failed(error why) {
  state_ = handshake_state::failed;
  why.message.insert(0, "handshake: ");
  return why;
}

channel_keys handshake::keys() const {
  assert(state_ == complete);
  auto both = symmetric_.split();
  // Other than in Noise, the initiator sends with the second key.
  if (initiator_) return {std::move(both.second), std::move(both.first)};
  return {std::move(both.first), std::move(both.second)};
}

} // namespace ockam::channels
