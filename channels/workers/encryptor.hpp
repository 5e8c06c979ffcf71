// The near end of a secure channel: what is sent to it leaves sealed, to come out at the peer's
// decryptor. The record is written in place, around the payload, unless that is kept elsewhere, too:
// then it is sealed into other memory, so that nothing is copied. Source: spec wire §6.1, §6.4.
//   in   [encryptor, x, ...] return [y, ...] payload
//   out  [way to the peer's decryptor] return [] nonce | sealed {[x, ...] [y, ...] payload} | tag
// As a first hop it stands for the link below: the gate is that of the link, and so is the input.
#pragma once
#include "channels/handshake/cipher_state.hpp"
#include "transports/work/named_worker.hpp"

namespace ockam::channels {

class encryptor final : public transports::named_worker {
public:
  /// `flow` is that of what comes in by the channel, `decryptor` where the peer's records arrive.
  encryptor(caf::actor_config&, transports::context&, std::string address, sealer, wire::route way,
            wire::identifier peer, transports::flow_ptr flow, std::string decryptor);

  void deliver(transports::message&&) override;
  transports::send_gate* egress() override { return below_.egress(); }
  void pause_reading() override;
  void resume_reading() override;
  void apply_backpressure(const wire::route& return_route) override;
  bool stops_others(std::size_t behind, caf::actor_id whom) const override;
  bool leads_away() const override { return true; }
  std::optional<wire::identifier> proven_peer() const override { return peer_; }

  // -- for its channel; not while the encryptor is in a call -----------------------------

  /// From now on records leave by this way. REQUIRES: its first hop exists.
  void redirect(wire::route way);
  /// Tells the other end of the channel about newer credentials, or that it closes. The record
  /// names the decryptor as its way back, because what lies below shall not learn the way into the
  /// channel.
  void tell_peer(bytes_view what);

private:
  void on_exit() override;
  status seal(transports::slice& plaintext);
  void seal_and_pass(transports::slice&& plaintext, wire::route return_route, std::uint8_t hops,
                     bool afar);
  void say(std::string_view why) const;

  sealer sealer_;
  wire::route way_;
  transports::port below_; ///< the first hop of way_
  const wire::identifier peer_;
  const transports::flow_ptr flow_;
  const std::string decryptor_;
  unsigned pauses_ = 0; ///< calls of pause_reading() without their resume_reading()
};

} // namespace ockam::channels
