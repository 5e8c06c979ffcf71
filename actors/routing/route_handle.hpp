// A route that was opened. It owns the channels that were opened for it and its part in the link,
// which sessions share with others. Its destructor closes them: first the channel that was opened
// last, so that its goodbye still finds the way, then the others, then the link. Holders that are
// actors clear it in on_exit().
#pragma once
#include "channels/workers/channel_table.hpp"
#include "channels/workers/context.hpp"
#include "transports/links/shared_links.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ockam::actors {

class route_handle {
public:
  route_handle() = default;
  route_handle(route_handle&&) noexcept;
  route_handle& operator=(route_handle&&) noexcept;
  ~route_handle();

  // -- while it is being opened ---------------------------------------------------

  void add_worker(std::string_view address);
  /// Makes the link the next hop; it ends with the last route that has it.
  void add_link(std::shared_ptr<transports::held_link>);
  /// Puts the channel in the place of all hops so far; it is this route's own.
  void add_channel(channels::channel_info);
  /// Looks at the first hops and at who is behind them. Errors: not_found if the first hop is not
  /// here.
  status arrive(const transports::directory&);

  // -- once it is open ------------------------------------------------------------

  const wire::route& onward() const noexcept { return onward_; }
  /// The worker that leads away from this node, or else the first one. When it ends, the route
  /// leads nowhere, so it should be monitored.
  const caf::actor& first_hop() const noexcept { return first_hop_; }
  /// Whether the first hop is a link or a channel of this route's own, so that nobody else uses it.
  bool owns_way() const noexcept { return link_ || !channels_.empty(); }
  /// host:port of the link's far end; empty without a link of its own.
  const std::string& link_peer() const noexcept { return link_peer_; }
  /// How the link fares, or fared; null without a link.
  const transports::link_life* link_life() const noexcept {
    return link_ ? link_->info.life.get() : nullptr;
  }
  /// Why the link was of no use from the start: whoever is there is no node, or wants no connection
  /// from here. Empty if it was of use, or may still be.
  std::string refusal() const;
  /// To be called when nothing came back in time: the link is looked at before it is used again.
  void suspect() const {
    if (link_) link_->suspect();
  }
  /// The channel of its own that the route ends with; null if there is none.
  const channels::channel_info* channel() const noexcept {
    return channels_.empty() ? nullptr : &channels_.back();
  }
  /// Who a channel has proven to be behind this route, whether the channel is its own or was there
  /// before; none without a channel.
  const std::optional<wire::identifier>& peer() const noexcept { return peer_; }
  /// Whether what came from `sender` can be an answer: nobody but the peer can give one.
  bool answers(const std::optional<wire::identifier>& sender) const noexcept {
    return !peer_ || sender == peer_;
  }
  /// The first hop of which nothing is known, because it is in another node; empty if there is
  /// none.
  std::string next_hop() const;

private:
  void close();

  wire::route onward_;
  std::size_t known_ = 0; ///< hops of onward_ that are known to be there
  caf::actor first_hop_;
  std::shared_ptr<transports::held_link> link_;
  std::string link_peer_;
  std::vector<channels::channel_info> channels_; ///< in the order in which they were opened
  std::optional<wire::identifier> peer_;
};

/// A number that changes whenever something comes to this node by way of the route's first hop, if
/// that is a link or a channel; else 0. So it tells that a late ping is only behind other things.
std::uint64_t heard_by(const channels::context&, const wire::route&);
inline std::uint64_t heard_by(const channels::context& node, const route_handle& way) {
  return heard_by(node, way.onward());
}

/// The error not_found for a route whose first hop is no worker of this node.
error not_here(wire::address_view first_hop);

} // namespace ockam::actors
