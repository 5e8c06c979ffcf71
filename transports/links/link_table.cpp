#include "transports/links/link_table.hpp"

#include "config/base/log.hpp"
#include "config/defaults.hpp"
#include "transports/links/link.hpp"
#include "transports/links/shared_links.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <arpa/inet.h>
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

namespace {

constexpr auto loopback = link_table::this_machine;

} // namespace

/// Whoever has one IPv6 address usually has all of its /64.
std::string link_table::source_of(const endpoint& peer) {
  std::array<std::uint8_t, 16> v6{};
  if (is_loopback(peer.host)) return std::string{loopback};
  if (::inet_pton(AF_INET6, peer.host.substr(0, peer.host.find('%')).c_str(), v6.data()) != 1)
    return peer.host;
  constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::equal(mapped.begin(), mapped.end(), v6.begin())) // an IPv4 address in IPv6's clothes
    return v6[12] == 127 ? std::string{loopback} : wire::to_hex(std::span{v6}.last(4));
  return wire::to_hex(std::span{v6}.first(8)) + "/64";
}

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

link_table::link_table()
    : links_max_(descriptors_allowed(config::links_max)),
      shared_(std::make_unique<shared_links>(*this)) {}
link_table::~link_table() = default;

void link_table::set_limits(const config::limits& most) {
  limits_ = most;
  links_max_ = descriptors_allowed(most[config::limit::links]);
}

void link_table::open(context& node, const endpoint& to, duration timeout, answer reply,
                      std::string address, reach hop_for) {
  if (links_.size() + dials_.size() >= links_max_) {
    ++refusals_.total;
    return node.home.post([reply, to, max = links_max_] {
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

void link_table::admit(context& node, connection made) {
  auto source = source_of(made.peer);
  const auto why = why_not_admitted(node, source);
  if (why.empty()) {
    start(node, std::move(made), link_mode::accepted, node.random.address(),
          reach::who_learnt_it());
    return;
  }
  config::log_limited("link refused", config::log_level::warn,
                      "connection from " + to_string(made.peer) + " refused: " + why);
}

/// Why a connection from that source makes no link; empty if it does.
std::string link_table::why_not_admitted(context& node, const std::string& source) {
  const auto refused = [](std::uint64_t& reason, std::size_t max, std::string_view of_whom) {
    ++reason;
    return std::to_string(max) + " links " + std::string(of_whom) + " are open";
  };
  if (fails_early(node, source))
    return refused(refusals_.early, unknown(), "of which nothing is known, from everywhere,");
  if (has_too_many(source) && !make_place_among(source))
    return refused(source == loopback ? refusals_.loopback : refusals_.source,
                   guests_.strangers_of(source), "of which nothing is known, from " + source + ',')
           + ", which is what --links-per-source allows";
  if (unknown() >= limits_[config::limit::unknown_links] && !make_place(source))
    return refused(refusals_.unknown, unknown(), "of which nothing is known, from everywhere,");
  if (links_.size() >= links_max_ - links_max_ / config::links_reserved_divisor
      && !make_place(source))
    return refused(refusals_.total, links_max_, "in all");
  return {};
}

bool link_table::has_too_many(const std::string& source) const {
  const auto of_any = limits_[config::limit::links_per_source];
  const auto max =
      source == loopback ? std::max(limits_[config::limit::links_from_loopback], of_any) : of_any;
  return guests_.strangers_of(source) >= max
         || guests_.of_source(source) >= max * config::proven_links_factor;
}

/// A place that is somebody's by right is refused to nobody.
bool link_table::fails_early(context& node, const std::string& source) const {
  const auto max = limits_[config::limit::unknown_links];
  const auto start = max * config::early_drop_start / config::unknown_links_max;
  if (unknown() <= start || guests_.owed_to(source)) return false;
  std::array<std::uint8_t, 2> dice{};
  node.random.fill(dice);
  auto thrown = std::size_t{dice[0]} * 256 + dice[1]; // 0 .. 65535
  return thrown * 2 * (max - start) < (unknown() - start) * 65536;
}

/// Of one source, a silent one of its own.
bool link_table::make_place_among(const std::string& source) {
  ++looks_;
  const auto oldest = guests_.oldest_silent_of(source);
  if (!oldest) return false;
  ++refusals_.silent, ++refusals_.among;
  drop(links_.find(by_number_.at(*oldest)->worker->address()), errc::limit,
       "it was silent and others need its place");
  return true;
}

bool link_table::make_place(const std::string& source) {
  const auto gone = guests_.gives_way(source, [this](places::number n) {
    const auto& each = *by_number_.at(n);
    return each.node->in_use.any(each.actor.id());
  });
  if (!gone) return false;
  const auto& each = *by_number_.at(*gone);
  const auto silent = each.worker->counters().frames_in == 0;
  ++(silent ? refusals_.silent : refusals_.crowd);
  drop(links_.find(each.worker->address()), errc::limit,
       silent ? "it was silent and others need its place"
              : "its source has the most links, and others need its place");
  return true;
}

link_info link_table::start(context& node, connection made, link_mode mode, std::string address,
                            reach hop_for) {
  auto known = mode == link_mode::dialed;
  auto actor = node.home.spawn<link>(std::ref(node), std::move(made), mode, address);
  auto worker = dynamic_cast<link*>(caf::actor_cast<caf::abstract_actor*>(actor));
  const auto number = ++next_;
  auto at = links_.emplace(address, entry{number, actor, worker, &node, mode, known}).first;
  auto& made_entry = at->second;
  worker->place_ = &made_entry;
  by_number_.emplace(number, &made_entry);
  by_partial_.emplace(0, &made_entry);
  if (!known) guests_.enter(number, *worker->flow().about().source, places::rank::silent);
  name_source(made_entry);
  node.workers.add(wire::local(address), actor, "link", std::move(hop_for));
  return at->second.info();
}

/// Its frames take turns with those of the same pace.
void link_table::name_source(const entry& of) {
  of.worker->belong_to(turns_.of(paced_as(of.worker->address(), {})));
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
  if (at == links_.end() || at->second.mode == link_mode::dialed || at->second.admitted)
    return std::string(address);
  const auto& source = *at->second.worker->flow().about().source;
  if (source == loopback) return std::string(address);
  return at->second.known ? source + " proven" : source;
}

std::size_t link_table::unknown_of_busiest() const {
  return guests_.strangers_of_busiest(std::string(loopback));
}

std::size_t link_table::unknown_from_loopback() const {
  return guests_.strangers_of(std::string(loopback));
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
    auto& links = proven_[*who];
    if (links >= config::proven_links_per_identity_max) return;
    ++links;
    at->second.proven = who;
  }
  at->second.known = true;
  guests_.move(at->second.number, places::rank::proven);
  name_source(at->second);
}

void link_table::mark_admitted(std::string_view address) {
  const auto at = links_.find(address);
  if (at == links_.end()) return;
  at->second.known = at->second.admitted = true;
  guests_.leave(at->second.number);
  name_source(at->second);
}

void link_table::spoke(const link& one) {
  if (one.place_ && !one.place_->known) guests_.move(one.place_->number, places::rank::idle);
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

void link_table::forget(entries::iterator at) {
  auto& gone = at->second;
  guests_.leave(gone.number);
  by_number_.erase(gone.number);
  if (gone.proven)
    if (const auto links = proven_.find(*gone.proven); --links->second == 0) proven_.erase(links);
  by_partial_.erase({gone.load.partial, &gone});
  load_.partial -= gone.load.partial;
  load_.queued -= gone.load.queued;
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
  const auto before = std::exchange(at.load, now);
  load_.queued += now.queued - before.queued;
  if (now.partial == before.partial) return;
  load_.partial += now.partial - before.partial;
  auto place = by_partial_.extract({before.partial, &at}); // allocates nothing
  place.value().first = now.partial;
  by_partial_.insert(std::move(place));
  if (load_.partial <= config::partial_frame_bytes_max) return;
  ++refusals_.partial;
  ++looks_;
  drop(links_.find(by_partial_.rbegin()->second->worker->address()), errc::limit,
       "all links together have too many bytes of incomplete frames");
}

void link_table::drop_for_memory(const link& one) {
  if (!one.place_) return; // it ends already
  ++refusals_.queued;
  ++looks_;
  drop(links_.find(one.address()), errc::limit,
       "too much waits in this node, and most of it in this link");
}

} // namespace ockam::transports
