#include "transports/links/link.hpp"

#include "config/base/log.hpp"
#include "transports/links/local_socket.hpp"
#include "transports/links/remote_loop_socket.hpp"
#include "transports/reactor/tcp_network.hpp"
#include "wire/messages/frame.hpp"

#include <algorithm>
#include <array>

namespace ockam::transports {

link::link(caf::actor_config& cfg, transports::context& node, connection made, link_mode mode,
           std::string address)
    : worker(cfg),
      node_(node),
      peer_(std::move(made.peer)),
      flow_(caf::make_counted<transports::flow>(transports::flow::facts{
          address,
          made.loopback && !node.loopback_is_public,
          mode == link_mode::accepted,
          false,
          {},
          id(),
          std::make_shared<const std::string>(
              mode == link_mode::accepted ? link_table::source_of(peer_) : address),
          std::make_shared<const std::string>(to_string(peer_)),
          std::make_shared<company>(),
          mode == link_mode::to_successor})),
      socket_(socket_at(node_.loop_of(address), std::move(made.socket))),
      pressure_(
          *this, node_.workers, *socket_, [this] { flush_once(); }, [this] { end_stalled(); }),
      deadlines_(
          *this, [this] { look_at_use(); }, [this] { look_at_frame(); }),
      turn_(node_.links.turns_, home(), *this),
      memory_(*node.memory, [this] { give_way(); }),
      afar_(made.loopback) {}

std::unique_ptr<link_socket> link::socket_at(event_loop& loop, descriptor socket) {
  tune_link(socket.get());
  link_socket::owner& self = *this;
  if (&loop == &home()) return std::make_unique<local_socket>(loop, std::move(socket), self);
  return std::make_unique<remote_loop_socket>(home(), loop, std::move(socket), self);
}

void link::on_start() {
  socket_->open();
  deadlines_.begin();
  socket_->push(slice::copy_of(std::array{wire::protocol_version}));
  flush_once();
}

void link::on_exit() {
  flow_->end();
  turn_.leave();
  node_.links.remove(*this);
  home().forget(*this);
  socket_->close(!life_->broke);
  pressure_.end();
  memory_.give_back();
}

void link::on_end(errc kind, std::string_view why) {
  life_->broke = true;
  note_end(kind, why);
  run([this] { quit(); });
}

void link::note_end(errc kind, std::string_view why) {
  say_end(kind, why);
  if (!flow_->about().accepted) node_.net.avoid(home(), peer_);
  life_->end = fail(kind, std::string(why));
  if (life_->changed) life_->changed();
}

void link::say_end(errc kind, std::string_view why) const {
  auto text = "link " + address() + " with " + to_string(peer_) + " closed: " + std::string{why};
  if (kind != errc::protocol)
    return static_cast<void>(config::log_event(config::log_level::info, text));
  config::log_limited("link broke the protocol", config::log_level::warn, text);
}

/// The table ends it by its mailbox: it may be at work.
void link::give_way() { node_.links.drop_for_memory(*this); }

/// Tells the table what this link keeps in memory, when it changed.
void link::count() {
  if (!memory_.count(socket_->now())) return;
  if (memory_.load().partial > 0) deadlines_.frame_is_due(frames_and_pauses());
  node_.links.count(*this, memory_.load());
}

link_counters link::counters() const noexcept {
  auto all = counters_;
  all.bytes_in = socket_->now().bytes_in;
  all.bytes_out = socket_->now().bytes_out;
  return all;
}

// -- in -------------------------------------------------------------------------------------------

void link::on_version(std::uint8_t version) {
  deadlines_.version_came();
  if (version != wire::protocol_version)
    return on_end(errc::protocol, "protocol version " + std::to_string(version) + " instead of "
                                      + std::to_string(wire::protocol_version));
  life_->spoke = true;
  if (flow_->about().accepted) deadlines_.message_is_due();
  if (life_->changed) life_->changed();
}

/// Whoever only keeps a link open has the place of others. Heartbeats do no more than that.
void link::look_at_use() {
  using verdict = link_use::verdict;
  const auto end = [this](std::uint64_t link_refusals::*counted, std::string_view why) {
    node_.links.ended(counted);
    note_end(errc::timed_out, why);
    quit();
  };
  switch (deadlines_.look_at_use(life_->spoke, counters_.messages(), node_.in_use.any(id()))) {
  case verdict::goes_on: return;
  case verdict::mute: return end(&link_refusals::mute, "no version byte in time");
  case verdict::late: return end(&link_refusals::late, "no message in time");
  case verdict::unused:
    return end(&link_refusals::unused, "nothing came for long, and nothing needs it");
  }
}

void link::look_at_frame() {
  if (socket_->now().partial == 0) return;
  if (!deadlines_.frame_is_late(frames_and_pauses(), input_pauses_ > 0)) return;
  node_.links.ended(&link_refusals::cut);
  note_end(errc::timed_out, "a frame was not finished in time");
  quit();
}

void link::on_frame(slice&& body) {
  if (++counters_.frames_in == 1) node_.links.spoke(*this);
  auto parts = wire::decode_frame(body, config::route_hops_max, config::address_size_max);
  if (!parts) {
    if (parts.error().code != errc::limit) return on_end(errc::protocol, parts.error().message);
    ++counters_.dropped; // well formed, only too long for us: no reason to punish the others
    config::log_limited("link frame", config::log_level::warn,
                        "link " + address() + " with " + to_string(peer_)
                            + ": message dropped: " + parts.error().message);
    return;
  }
  if (parts->onward.empty()) return take_heartbeat(parts->payload);
  message m{std::move(parts->onward), std::move(parts->return_route), {}, 0, {}};
  m.payload = std::move(body);
  m.payload.shrink_to(parts->payload);
  m.return_route.push_front(wire::local(address()));
  m.entered = flow_;
  m.afar = !flow_->about().loopback;
  node_.workers.route(std::move(m));
}

void link::take_heartbeat(wire::bytes_view carried) {
  ++counters_.heartbeats;
  const auto mark = wire::view_of(wire::afar_mark);
  if (std::equal(carried.begin(), carried.end(), mark.begin(), mark.end())) return come_from_afar();
  if (const auto said = wire::decode_departure(carried)) node_.links.take_departure(*this, *said);
}

// -- turns ----------------------------------------------------------------------------------------

std::size_t link::may_take() { return turn_.may_take(counters_.frames_in); }

void link::on_input() {
  turn_.end(counters_.frames_in);
  count();
}

bool link::takes_later() {
  turn_.end(counters_.frames_in);
  turn_.wait();
  return true;
}

void link::go_on(std::size_t frames) {
  turn_.go_on(counters_.frames_in);
  socket_->go_on(frames);
}

void link::pause_reading() {
  ++counters_.pauses;
  if (input_pauses_++ == 0) socket_->read_on(false);
}

void link::resume_reading() {
  assert(input_pauses_ > 0);
  if (--input_pauses_ == 0) socket_->read_on(true);
}

// -- out ------------------------------------------------------------------------------------------

void link::deliver(message&& m) {
  if (!socket_->is_open()) return;
  if (!known_) known_ = node_.links.vouch(*this, m.return_route);
  m.onward.pop_front();
  auto size = m.payload.size();
  auto head_size = wire::frame_head_size(m.onward, m.return_route, size);
  auto body_size = head_size - wire::frame_length_size + size;
  if (m.onward.empty() || body_size > config::frame_size_max) {
    ++counters_.dropped; // without a next hop the peer would take it for a heartbeat
    auto why = m.onward.empty() ? "its route ends at the link" : "it is larger than a frame";
    config::log_limited("link out", config::log_level::warn,
                        "link " + address() + ": message dropped: " + why);
    return;
  }
  if (m.afar && afar_.take()) tell_afar();
  ++counters_.frames_out;
  meet(m);
  learn_way_back(*flow_, node_.workers, m);
  if (m.payload.headroom() >= head_size) {
    write_frame_head(m.payload.grow_front(head_size), m.onward, m.return_route, size);
    socket_->push(std::move(m.payload));
  } else {
    auto head = arena::of_this_thread().take(head_size);
    write_frame_head(head.data(), m.onward, m.return_route, size);
    socket_->push(std::move(head));
    socket_->push(std::move(m.payload));
  }
  flush_once();
  pressure_.queued(m.return_route);
}

/// Two links have to do with each other when a message of one leaves by the other.
void link::meet(const message& m) {
  if (!m.entered || m.entered == flow_) return;
  const auto& from = m.entered->about();
  if (!from.with) return;
  const auto now = home().lately();
  from.with->meet(id(), now);
  flow_->about().with->meet(from.link, now);
}

/// To the peer this looks like a link of its own machine only.
void link::tell_afar() {
  socket_->push(slice::copy_of(wire::encode_frame({}, {}, wire::view_of(wire::afar_mark))));
}

void link::tell_peer(wire::departure_notice what) {
  if (!socket_->is_open()) return;
  socket_->push(slice::copy_of(wire::encode_frame({}, {}, wire::encode_departure(what))));
  flush_once();
}

bool link::passes_on() const {
  return flow_->about().with->others_than(id(), home().lately() - config::company_kept);
}

void link::come_from_afar() {
  if (!flow_->about().loopback) return;
  flow_->comes_from_afar();
  config::log_event(config::log_level::info,
                    "messages from other machines come by link " + address()
                        + ": what is for this machine only is not for them");
}

void link::flush_once() {
  if (!std::exchange(dirty_, true)) home().flush_later(*this);
}

void link::flush() {
  dirty_ = false;
  socket_->flush();
}

void link::on_output() {
  if (socket_->now().blocked && socket_->now().unsent > config::link_queue_max)
    return on_end(errc::limit, "the peer does not read");
  count();
  pressure_.on_output();
}

/// All that a link brings is of one peer if the peer connected here, and is no way to others. By
/// any other link somebody else may be waiting, who had to do with it of late or uses this node.
bool link::stops_others(std::size_t behind, caf::actor_id whom) const {
  const auto accepted = flow_->about().accepted;
  constexpr std::size_t its_own_worker = 1;
  if (accepted && behind <= its_own_worker && !node_.in_use.any_relay(id())) return false;
  if (!accepted && node_.in_use.of(id()) > 1) return true;
  return flow_->about().with->others_than(whom, home().lately() - config::company_kept);
}

void link::end_stalled() {
  note_end(errc::timed_out, "its peer takes nothing of what waits for it");
  quit();
}

} // namespace ockam::transports
