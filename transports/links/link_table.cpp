#include "transports/links/link_table.hpp"

#include "config/base/log.hpp"
#include "config/defaults.hpp"
#include "transports/links/link.hpp"
#include "transports/links/shared_links.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace ockam::transports {

struct link_table::entry {
  std::uint64_t number; ///< the order of births
  caf::actor actor;
  link* worker;
  context* node;
  link_mode mode;
  bool known;
  bool admitted = false;
  bool departs = false, unneeded = false;   ///< as its peer said
  std::uint64_t messages = 0;               ///< when needed() looked last
  time_point moved_at{};                    ///< the last look that found this changed
  std::optional<wire::identifier> proven{}; ///< that stands for it
  link_load load{};

  link_info info() const {
    return {worker->address(),  mode,           worker->peer(), actor, known,
            worker->counters(), worker->life(), unneeded};
  }
};

/// The links as their admission asks about them, for a connection that came to that node.
struct link_table::residents final : link_admission::links {
  residents(link_table& of, context& to) : all(of), node(to) {}
  std::size_t count() const override { return all.links_.size(); }
  bool in_use(link_admission::number one) const override {
    const auto& at = *all.by_number_.at(one);
    return at.node->in_use.any(at.actor.id());
  }
  bool silent(link_admission::number one) const override {
    return all.by_number_.at(one)->worker->counters().frames_in == 0;
  }
  void end(link_admission::number one, std::string_view why) override { all.drop(one, why); }
  std::uint16_t random() override {
    std::array<std::uint8_t, 2> dice{};
    node.random.fill(dice);
    return static_cast<std::uint16_t>(dice[0] * 256 + dice[1]);
  }

  link_table& all;
  context& node;
};

link_counters& link_counters::operator+=(const link_counters& more) noexcept {
  frames_in += more.frames_in, frames_out += more.frames_out;
  bytes_in += more.bytes_in, bytes_out += more.bytes_out;
  pauses += more.pauses, dropped += more.dropped, heartbeats += more.heartbeats;
  return *this;
}

std::string why_silent(std::string_view peer) {
  return std::string(peer) + " sent no version byte: is that a node?";
}

std::string why_never_spoke(const link_life& life, std::string_view peer) {
  if (life.spoke || !life.end) return {};
  const std::string there(peer);
  if (life.end->code == errc::unavailable) return closed_at_once(there);
  return there + ": " + life.end->message + ": is that a node?";
}

link_table::link_table() : shared_(std::make_unique<shared_links>(*this)) {}
link_table::~link_table() = default;

void link_table::set_limits(const config::limits& most) { admission_.set_limits(most); }

void link_table::open(context& node, const endpoint& to, duration timeout, answer reply,
                      std::string address, reach hop_for) {
  if (links_.size() + dials_.size() >= max()) {
    admission_.count(&link_refusals::total);
    return node.home.post([reply, to, max = max()] {
      reply(fail(errc::limit,
                 "cannot connect to " + to_string(to) + ": this node has " + std::to_string(max)
                     + " connections",
                 "raise the limit of open files (ulimit -n)"));
    });
  }
  auto number = ++next_;
  auto& place = dials_[number];
  place = node.net.dial(
      node.home, to, timeout,
      [this, &node, number, reply = std::move(reply), address = std::move(address),
       hop_for = std::move(hop_for)](result<connection> made) mutable {
        auto over = dials_.extract(number); // lives until the answer is given
        if (!made) return reply(std::move(made.error()));
        if (address.empty()) address = node.random.address();
        if (node.workers.find(wire::local(address)).open())
          return reply(fail(errc::already_exists, "the address " + address + " is taken"));
        reply(start(node, std::move(*made), link_mode::dialed, std::move(address),
                    std::move(hop_for)));
      });
}

link_info link_table::join(context& node, descriptor socket, link_mode mode) {
  // No loopback: what comes by it came from elsewhere.
  return start(node, {std::move(socket), {"another process of this node", 0}, false}, mode,
               node.random.address(), reach::who_learnt_it());
}

void link_table::admit(context& node, connection made) {
  residents here{*this, node};
  const auto why = admission_.why_not(source_of(made.peer), here);
  if (why.empty()) {
    start(node, std::move(made), link_mode::accepted, node.random.address(),
          reach::who_learnt_it());
    return;
  }
  config::log_limited("link refused", config::log_level::warn,
                      "connection from " + to_string(made.peer) + " refused: " + why);
}

link_info link_table::start(context& node, connection made, link_mode mode, std::string address,
                            reach hop_for) {
  auto known = mode != link_mode::accepted;
  auto actor = node.home.spawn<link>(std::ref(node), std::move(made), mode, address);
  auto worker = dynamic_cast<link*>(caf::actor_cast<caf::abstract_actor*>(actor));
  const auto number = ++next_;
  auto at = links_.emplace(address, entry{number, actor, worker, &node, mode, known}).first;
  auto& made_entry = at->second;
  worker->place_ = &made_entry;
  by_number_.emplace(number, &made_entry);
  loads_.enter(number);
  if (!known) admission_.enters(number, *worker->flow().about().source);
  name_source(made_entry);
  node.workers.add(wire::local(address), actor, "link", std::move(hop_for));
  return at->second.info();
}

/// Its frames take turns with those of the same pace.
void link_table::name_source(const entry& of) {
  of.worker->turn_.belong_to(turns_.of(paced_as(of.worker->address(), {})));
}

std::optional<link_info> link_table::find(std::string_view address) const {
  auto at = links_.find(address);
  if (at == links_.end()) return {};
  return at->second.info();
}

std::string link_table::source(std::string_view address) const {
  const auto at = links_.find(address);
  if (at == links_.end()) return {};
  return *at->second.worker->flow().about().source;
}

std::string link_table::paced_as(std::string_view address, const wire::route& way) const {
  const auto at = links_.find(address);
  if (at != links_.end() && at->second.mode == link_mode::dialed && way.size() > 1)
    return std::string(address) + ' ' + std::string((*std::next(way.begin())).value);
  if (at == links_.end() || at->second.mode != link_mode::accepted || at->second.admitted)
    return std::string(address);
  const auto& source = *at->second.worker->flow().about().source;
  if (source == this_machine) return std::string(address);
  return at->second.known ? source + " proven" : source;
}

std::vector<link_info> link_table::list() const {
  std::vector<const entry*> sorted;
  sorted.reserve(links_.size());
  for (auto& [address, e] : links_) sorted.push_back(&e);
  std::sort(sorted.begin(), sorted.end(), [](auto a, auto b) { return a->number < b->number; });
  std::vector<link_info> out;
  out.reserve(links_.size());
  for (auto e : sorted) out.push_back(e->info());
  return out;
}

link_counters link_table::totals() const {
  auto out = ended_;
  for (const auto& [address, e] : links_) out += e.worker->counters();
  return out;
}

bool link_table::close(std::string_view address) {
  auto at = links_.find(address);
  if (at == links_.end()) return false;
  drop(at, errc::unavailable, "closed by this node");
  return true;
}

void link_table::mark_proven(std::string_view address, const std::optional<wire::identifier>& who) {
  const auto at = links_.find(address);
  if (at == links_.end() || at->second.known) return;
  if (who) {
    if (!admission_.stands_for_one_more(*who)) return;
    at->second.proven = who;
  }
  at->second.known = true;
  admission_.proves(at->second.number);
  name_source(at->second);
}

void link_table::mark_admitted(std::string_view address) {
  const auto at = links_.find(address);
  if (at == links_.end()) return;
  at->second.known = at->second.admitted = true;
  admission_.leaves(at->second.number);
  name_source(at->second);
}

void link_table::spoke(const link& one) {
  if (one.place_ && !one.place_->known) admission_.speaks(one.place_->number);
}

// -- peers that go, and this node -----------------------------------------------------------------

/// Only the first notice of a link counts, and only of a peer that we chose: others may say what they
/// like, and nothing here leads over their links but answers.
void link_table::take_departure(const link& one, const wire::departure_notice& said) {
  if (!one.place_) return;
  auto& at = *one.place_;
  if (said.what == wire::departure_notice::kind::unneeded) {
    at.unneeded = true;
    return;
  }
  if (at.mode != link_mode::dialed || std::exchange(at.departs, true)) return;
  const auto within =
      std::min<duration>(std::chrono::seconds(said.seconds), config::departure_hint_max);
  config::log_limited("peer goes", config::log_level::info,
                      to_string(one.peer()) + " goes within "
                          + std::to_string(std::chrono::ceil<std::chrono::seconds>(within).count())
                          + " s");
  shared_->leave(one.address());
  auto told = std::make_shared<const departing_link>(
      departing_link{one.address(), at.node->home.now() + within});
  at.node->home.post([this, told = std::move(told)] { departing_.tell(told); });
}

bool link_table::passes_on() const {
  return std::any_of(links_.begin(), links_.end(), [](const auto& each) {
    const auto& one = each.second;
    return one.node->in_use.any_relay(one.actor.id()) || one.worker->passes_on();
  });
}

void link_table::tell_departure(duration within) {
  const auto seconds =
      std::min<std::chrono::seconds::rep>(std::chrono::ceil<std::chrono::seconds>(within).count(),
                                          std::numeric_limits<std::uint16_t>::max());
  for (auto& [address, one] : links_) {
    one.unneeded = false;
    one.moved_at = one.node->home.lately(); // each has its time to find another way
    one.worker->tell_peer(
        {wire::departure_notice::kind::leaves, static_cast<std::uint16_t>(seconds)});
  }
}

std::size_t link_table::needed(duration within) {
  std::size_t out = 0;
  for (auto& [address, one] : links_) {
    const auto now = one.node->home.lately();
    const auto messages = one.worker->counters().messages();
    if (std::exchange(one.messages, messages) != messages) one.moved_at = now;
    if (!one.unneeded && now - one.moved_at < within) ++out;
  }
  return out;
}

void link_table::tell_unneeded(std::string_view address) {
  if (const auto at = links_.find(address); at != links_.end())
    at->second.worker->tell_peer({wire::departure_notice::kind::unneeded, 0});
}

bool link_table::vouch(const link& to, const wire::route& came_by) {
  auto* const self = to.place_;
  if (!self) return false;
  if (self->known || came_by.empty()) return self->known;
  const auto from = links_.find(came_by.front().value);
  const auto* const channel = self->node->workers.find(came_by.front()).here();
  if (from == links_.end() ? channel && channel->proven_peer()
                           : &from->second != self && from->second.known)
    mark_proven(to.address());
  return self->known;
}

/// The link ends a little later, by its mailbox, because it may be at work now; for everybody else
/// it is gone.
void link_table::drop(entries::iterator at, errc kind, std::string_view why) {
  auto& [address, e] = *at;
  e.worker->say_end(kind, why);
  e.node->workers.remove(wire::local(address));
  caf::anon_send_exit(e.actor, caf::exit_reason::kill);
  forget(at);
}

/// Too many are there, or too much.
void link_table::drop(link_admission::number one, std::string_view why) {
  drop(links_.find(by_number_.at(one)->worker->address()), errc::limit, why);
}

void link_table::forget(entries::iterator at) {
  auto& gone = at->second;
  admission_.leaves(gone.number);
  by_number_.erase(gone.number);
  if (gone.proven) admission_.stands_no_more(*gone.proven);
  loads_.leave(gone.number, gone.load);
  ended_ += gone.worker->counters();
  gone.worker->place_ = nullptr;
  links_.erase(at);
}

/// A link that was dropped is here no more, and its address may lead to its successor.
void link_table::remove(const link& gone) {
  if (!gone.place_) return;
  gone.place_->node->workers.remove(wire::local(gone.address()));
  forget(links_.find(gone.address()));
}

void link_table::count(const link& one, link_load now) {
  if (!one.place_) return;
  auto& at = *one.place_;
  const auto gone = loads_.change(at.number, std::exchange(at.load, now), now);
  if (!gone) return;
  ended(&link_refusals::partial);
  ++looks_;
  drop(*gone, "all links together have too many bytes of incomplete frames");
}

void link_table::drop_for_memory(const link& one) {
  if (!one.place_) return; // it ends already
  ended(&link_refusals::queued);
  ++looks_;
  drop(links_.find(one.address()), errc::limit,
       "too much waits in this node, and most of it in this link");
}

} // namespace ockam::transports
