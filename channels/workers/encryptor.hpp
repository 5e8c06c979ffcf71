// The near end of a secure channel: what is sent to it leaves sealed, to come out at the peer's
// decryptor. The record is written in place, around the payload. Source: spec wire §6.1, §6.4.
//   in   [encryptor, x, ...] return [y, ...] payload
//   out  [way to the peer's decryptor] return [] nonce | sealed {[x, ...] [y, ...] payload} | tag
// As a first hop it stands for the link below: its gate is that link's, and so is its input.
#pragma once
#include "channels/handshake/cipher_state.hpp"
#include "transports/work/named_worker.hpp"

namespace ockam::channels {

class encryptor final : public transports::named_worker {
public:
  /// `flow`: what comes in by the channel; `decryptor`: where the peer's records arrive.
  encryptor(caf::actor_config&, transports::context&, std::string address, sealer, wire::route way,
            wire::identifier peer, transports::flow_ptr flow, std::string decryptor);

  void deliver(transports::message&&) override;
  transports::gate* way_out() override { return below_.way_out(); }
  void pause_input() override;
  void resume_input() override;
  void hold_back_sources(const wire::route& return_route) override;
  bool leads_away() const override { return true; }
  std::optional<wire::identifier> proven_peer() const override { return peer_; }

  // -- for the channel that it belongs to; not while it is in a call ---------------------

  /// Leads there from now on. REQUIRES: the first hop exists.
  void redirect(wire::route way);
  /// To the other end of the channel itself: newer credentials, or that it closes. It names the
  /// decryptor: what lies below shall not learn the way into the channel.
  void tell_peer(bytes_view what);

private:
  void on_exit() override { below_ = {}; }
  void seal_and_pass(transports::slice&& plaintext, wire::route return_route, std::uint8_t hops,
                     bool afar);
  void say(std::string_view why) const;

  sealer sealer_;
  wire::route way_;
  transports::port below_; ///< the first hop of way_
  const wire::identifier peer_;
  const transports::flow_ptr flow_;
  const std::string decryptor_;
  unsigned pauses_ = 0;
};

} // namespace ockam::channels
