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
      address_(std::move(address)),
      peer_(std::move(made.peer)),
      flow_(caf::make_counted<transports::flow>(transports::flow::facts{
          address_,
          made.loopback && !node.loopback_is_public,
          mode == link_mode::accepted,
          false,
          {},
          id(),
          std::make_shared<const std::string>(
              mode == link_mode::dialed ? address_ : link_table::source_of(peer_)),
          std::make_shared<company>()})),
      socket_(socket_at(node_.loop_of(address_), std::move(made.socket))),
      gate_([this] { flush_once(); }),
      deadline_(*this, [this] { look_at_use(); }),
      frame_timer_(*this, [this] { look_at_frame(); }),
      progress_timer_(*this, [this] { look_for_progress(); }),
      memory_(*node.memory, [this] { give_way(); }),
      near_(made.loopback) {}

std::unique_ptr<link_socket> link::socket_at(event_loop& loop, descriptor socket) {
  tune_link(socket.get());
  link_socket::owner& self = *this;
  if (&loop == &home()) return std::make_unique<local_socket>(loop, std::move(socket), self);
  return std::make_unique<remote_loop_socket>(home(), loop, std::move(socket), self);
}

void link::on_start() {
  socket_->open();
  deadline_.arm(config::version_timeout);
  socket_->push(slice::copy_of(std::array{wire::protocol_version}));
  flush_once();
}

void link::on_exit() {
  flow_->end();
  if (std::exchange(in_line_, false)) node_.links.turns_.leave(home(), turns_of_, *this);
  node_.links.remove(*this);
  home().forget(*this);
  socket_->close(!failed_);
  release_sources();
  gate_.close();
  memory_.give_back();
}

void link::on_end(errc kind, std::string_view why) {
  failed_ = true;
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
  auto text = "link " + address_ + " with " + to_string(peer_) + " closed: " + std::string{why};
  if (kind != errc::protocol)
    return static_cast<void>(config::log_event(config::log_level::info, text));
  config::log_limited("link broke the protocol", config::log_level::warn, text);
}

/// The table ends it by its mailbox: it may be at work.
void link::give_way() { node_.links.drop_for_memory(*this); }

/// Tells the table what this link keeps in memory, when it changed.
void link::count() {
  const auto& socket = socket_->now();
  const link_load now{socket.partial, socket.blocked ? socket.unsent : 0};
  memory_.hold(now.partial + now.queued + (socket.blocked ? socket.slices * sizeof(slice) : 0));
  if (now == load_) return;
  load_ = now;
  if (now.partial > 0 && !frame_timer_.armed()) {
    frames_then_ = counters_.frames_in + counters_.pauses;
    frame_timer_.arm(config::frame_timeout);
  }
  node_.links.count(*this, now);
}

link_counters link::counters() const noexcept {
  auto all = counters_;
  all.bytes_in = socket_->now().bytes_in;
  all.bytes_out = socket_->now().bytes_out;
  return all;
}

// -- in -------------------------------------------------------------------------------------------

void link::on_version(std::uint8_t version) {
  deadline_.disarm();
  if (version != wire::protocol_version)
    return on_end(errc::protocol, "protocol version " + std::to_string(version) + " instead of "
                                      + std::to_string(wire::protocol_version));
  life_->spoke = true;
  if (flow_->about().accepted) deadline_.arm(config::first_message_timeout);
  if (life_->changed) life_->changed();
}

/// Whoever only keeps a link open has the place of others. Heartbeats do no more than that.
void link::look_at_use() {
  const auto use = counters_.messages();
  const auto leans = node_.in_use.any(id());
  const auto* const late = !life_->spoke        ? "no version byte in time"
                           : use == 0 && !leans ? "no message in time"
                                                : nullptr;
  if (late || (use == use_then_ && !leans)) {
    node_.links.ended(!life_->spoke ? &link_refusals::mute
                      : late        ? &link_refusals::late
                                    : &link_refusals::unused);
    note_end(errc::timed_out, late ? late : "nothing came for long, and nothing needs it");
    return quit();
  }
  use_then_ = use;
  deadline_.arm(config::link_silent_max);
}

void link::look_at_frame() {
  if (socket_->now().partial == 0) return;
  const auto excuses = counters_.frames_in + counters_.pauses; // of ours: it was not read
  if (excuses == frames_then_ && input_pauses_ == 0) {
    node_.links.ended(&link_refusals::cut);
    note_end(errc::timed_out, "a frame was not finished in time");
    return quit();
  }
  frames_then_ = excuses;
  frame_timer_.arm(config::frame_timeout);
}

void link::on_frame(slice&& body) {
  if (++counters_.frames_in == 1) node_.links.spoke(*this);
  auto parts = wire::decode_frame(body, config::route_hops_max, config::address_size_max);
  if (!parts) {
    if (parts.error().code != errc::limit) return on_end(errc::protocol, parts.error().message);
    ++counters_.dropped; // well formed, only too long for us: no reason to punish the others
    config::log_limited("link frame", config::log_level::warn,
                        "link " + address_ + " with " + to_string(peer_)
                            + ": message dropped: " + parts.error().message);
    return;
  }
  if (parts->onward.empty()) return take_heartbeat(parts->payload);
  message m{std::move(parts->onward), std::move(parts->return_route), {}, 0, {}};
  m.payload = std::move(body);
  m.payload.shrink_to(parts->payload);
  m.return_route.push_front(wire::local(address_));
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

/// Who has proven who it is has turns of its own.
void link::belong_to(frame_turns::source_ptr whose) {
  const auto waits = std::exchange(in_line_, false);
  if (waits) node_.links.turns_.leave(home(), turns_of_, *this);
  turns_of_ = std::move(whose);
  if (waits) takes_later();
}

std::size_t link::may_take() {
  frames_before_turn_ = counters_.frames_in;
  return node_.links.turns_.may_take(home(), *turns_of_);
}

void link::end_turn() {
  const auto frames = counters_.frames_in - std::exchange(frames_before_turn_, counters_.frames_in);
  if (frames > 0) node_.links.turns_.took(home(), *turns_of_, frames);
}

void link::on_input() {
  end_turn();
  count();
}

bool link::takes_later() {
  end_turn();
  in_line_ = true;
  node_.links.turns_.wait(home(), turns_of_, *this);
  return true;
}

void link::go_on(std::size_t frames) {
  in_line_ = false;
  frames_before_turn_ = counters_.frames_in;
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
                        "link " + address_ + ": message dropped: " + why);
    return;
  }
  if (m.afar && near_) tell_afar();
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
  apply_backpressure(m.return_route);
  gate_.set_room(room());
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
  if (std::exchange(told_afar_, true)) return;
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
                    "messages from other machines come by link " + address_
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
  if (socket_->now().bytes_out != bytes_out_then_) standing_ = false, stood_ = 0;
  if (socket_->now().unsent <= config::link_queue_low) release_sources();
  gate_.set_room(room());
  if (gate_.crowded() && socket_->now().unsent == 0)
    flush_once();
  else if (gate_.crowded() || !held_back_.empty() || socket_->now().blocked)
    socket_->report_output();
  if (socket_->now().blocked) look_later();
}

std::size_t link::room() const noexcept {
  return config::link_unsent_max - std::min(config::link_unsent_max, socket_->now().unsent);
}

/// Stops what fills this queue at its origin in this node: the return route names the workers the
/// message came through, and at last the link that brought it.
void link::apply_backpressure(const wire::route& return_route) {
  if (socket_->now().unsent <= queue_high()) return;
  const auto before = held_back_.size();
  auto behind = return_route.size();
  for (auto hop : return_route) {
    --behind;
    auto source = node_.workers.find(hop);
    if (!source.open()) break; // the rest lies in other nodes
    auto at = source.here();
    const auto known = [&source](const held_back& one) { return one.source == source; };
    if (at && at != this && std::none_of(held_back_.begin(), held_back_.end(), known)
        && !at->stops_others(behind, id())) {
      held_back_.push_back({source, behind});
      at->pause_reading();
    }
    if (at && at->leads_away()) break;
  }
  if (held_back_.size() == before) return;
  if (before == 0) progress_timer_.disarm(); // the peer has its time from now on
  look_later();
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

std::size_t link::queue_high() const noexcept {
  return standing_ ? config::link_queue_standing : config::link_queue_high;
}

void link::look_later() {
  if (progress_timer_.armed()) return;
  bytes_out_then_ = socket_->now().bytes_out;
  progress_timer_.arm(config::link_standing_after);
}

void link::look_for_progress() {
  const auto& now = socket_->now();
  if (!now.blocked && held_back_.empty()) return;
  stood_ = now.bytes_out == bytes_out_then_ ? stood_ + 1 : 0;
  if (now.blocked && stood_ * config::link_standing_after >= config::link_stalled_max) {
    note_end(errc::timed_out, "its peer takes nothing of what waits for it");
    return quit();
  }
  if (!held_back_.empty()) standing_ = stood_ > 0;
  const auto all = standing_ && now.unsent <= config::link_queue_standing;
  release_sources(all ? which::all : which::shared);
  look_later();
}

void link::release_sources(which those) {
  const auto goes_on = [&](const held_back& one) {
    const auto at = one.source.here();
    return those == which::all || !at || at->stops_others(one.behind, id());
  };
  auto out = std::exchange(held_back_, {});
  const auto first = std::stable_partition(out.begin(), out.end(), goes_on);
  held_back_.assign(first, out.end());
  for (auto at = out.begin(); at != first; ++at)
    if (const auto source = at->source.here()) source->resume_reading();
}

} // namespace ockam::transports
