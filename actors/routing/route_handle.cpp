#include "actors/routing/route_handle.hpp"

#include <caf/send.hpp>

namespace ockam::actors {

error not_here(wire::address_view first_hop) {
  return fail(errc::not_found, "worker " + std::string(first_hop.value) + " not found on this node",
              "ockam worker list");
}

std::uint64_t heard_by(const channels::context& node, const wire::route& way) {
  if (way.empty()) return 0;
  const auto first = way.front().value;
  if (const auto sign = node.channels.last_sign(first)) return *sign;
  const auto link = node.links.find(first);
  return link ? link->counters.frames_in : 0;
}

route_handle::route_handle(route_handle&& other) noexcept { *this = std::move(other); }

route_handle& route_handle::operator=(route_handle&& other) noexcept {
  if (this == &other) return *this;
  close();
  onward_ = std::exchange(other.onward_, {});
  known_ = std::exchange(other.known_, 0);
  first_hop_ = std::move(other.first_hop_);
  link_ = std::move(other.link_);
  link_peer_ = std::move(other.link_peer_);
  channels_ = std::exchange(other.channels_, {});
  peer_ = std::exchange(other.peer_, {});
  return *this;
}

route_handle::~route_handle() { close(); }

void route_handle::add_worker(std::string_view address) { onward_.push_back(wire::local(address)); }

void route_handle::add_link(std::shared_ptr<transports::held_link> link) {
  onward_.push_back(wire::local(link->info.address));
  known_ = onward_.size();
  link_peer_ = transports::to_string(link->info.peer);
  link_ = std::move(link);
}

void route_handle::add_channel(channels::channel_info channel) {
  onward_ = wire::route{wire::local(channel.encryptor)};
  known_ = 1;
  channels_.push_back(std::move(channel));
}

/// Workers of this node may come before the one that leads away from it.
status route_handle::arrive(const transports::directory& workers) {
  first_hop_ = workers.find(onward_.front()).actor();
  if (!first_hop_) return not_here(onward_.front());
  for (const auto hop : onward_) {
    const auto port = workers.find(hop);
    const auto* const worker = port.here();
    if (!worker) break;
    peer_ = worker->proven_peer();
    if (!peer_ && !worker->leads_away()) continue;
    first_hop_ = port.actor();
    break;
  }
  return done{};
}

std::string route_handle::next_hop() const {
  auto hop = onward_.begin();
  for (std::size_t i = 0; i < known_; ++i) ++hop;
  return known_ == 0 || hop == onward_.end() ? std::string() : std::string((*hop).value);
}

std::string route_handle::refusal() const {
  const auto* const life = link_life();
  return life ? transports::why_never_spoke(*life, link_peer_) : std::string();
}

/// Each one ends when the one inside it has: its end is behind what that one still had to say.
void route_handle::close() {
  auto link = std::exchange(link_, {});
  caf::actor outside;
  for (auto& channel : std::exchange(channels_, {})) {
    if (outside)
      channel.actor->attach_functor(
          [outside] { caf::anon_send_exit(outside, caf::exit_reason::user_shutdown); });
    else if (link)
      channel.actor->attach_functor([link = std::move(link)]() mutable { link.reset(); });
    outside = std::move(channel.actor);
  }
  if (outside) caf::anon_send_exit(outside, caf::exit_reason::user_shutdown);
}

} // namespace ockam::actors
