// One way of a portal stream to its far end: an address of its own, which the far end answers to,
// the route there, and the worker by which that leads away. A stream that goes on over another path
// gets another attachment, so what comes late by the old one reaches nobody.
#pragma once
#include "transports/work/context.hpp"
#include "transports/work/message.hpp"

#include <string>
#include <string_view>

namespace ockam::actors {

class attachment {
public:
  /// With the route there, if it is known already.
  attachment(transports::context& node, std::string address, wire::route to = {})
      : node_(node), address_(std::move(address)), route_(std::move(to)) {}
  attachment(const attachment&) = delete;
  attachment& operator=(const attachment&) = delete;
  /// Takes what the other one has, which is closed then.
  attachment& operator=(attachment&&) noexcept;
  ~attachment() { close(); }

  std::string_view address() const noexcept { return address_; }
  bool is(wire::address_view named) const noexcept {
    return !address_.empty() && named == wire::local(address_);
  }
  /// From now on the address leads to the stream; only who learnt it may name it.
  void enter(const caf::actor& stream);
  /// Messages leave by that route from now on. Returns false if its first hop is not there. Of a
  /// stream that `can_wait` for another way, a first hop that goes need not wait for it.
  [[nodiscard]] bool open(wire::route to, bool can_wait);
  /// Hands payload to the first hop. Returns false if that has ended.
  bool pass(transports::slice payload);
  /// Nothing leaves any more; the address stays.
  void cut() noexcept { way_ = {}; }
  /// Nobody finds the stream by this address any more, and it does not keep its hop in use; what is
  /// told still leaves.
  void mute();
  /// Nothing leaves any more, and nobody finds the stream by this address.
  void close();

  bool is_open() const noexcept { return way_.open(); }
  /// Null while the way leads nowhere, or its first hop does not pace those who pass it.
  transports::send_gate* gate() const noexcept { return way_.egress(); }
  const wire::route& route() const noexcept { return route_; }
  /// The worker by which the way leads away.
  caf::actor leading() const { return transports::leading_away(node_.workers, route_).actor(); }
  /// Its id; 0 before open().
  caf::actor_id hop() const noexcept { return hop_; }

private:
  void leave_hop();

  transports::context& node_;
  std::string address_;
  wire::route route_;
  transports::port way_; ///< the first hop of route_
  caf::actor_id hop_ = 0;
  bool can_wait_ = false;
};

} // namespace ockam::actors
