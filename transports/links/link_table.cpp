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
#include <unistd.h>

namespace ockam::transports {

struct link_table::entry {
  std::uint64_t number; ///< the order of births
  caf::actor actor;
  link* worker;
  context* node;
  link_mode mode;
  bool known;
  std::string source; ///< what unknown links are counted by
  link_load load{};

  link_info info() const {
    return {worker->address(),  mode,          worker->peer(), actor, known,
            worker->counters(), worker->life()};
  }
};

namespace {

constexpr std::string_view loopback = "loopback";

/// Whoever has one IPv6 address usually has all of its /64.
std::string source_of(const endpoint& peer) {
  std::array<std::uint8_t, 16> v6{};
  if (peer.host.starts_with("127.") || peer.host == "::1") return std::string{loopback};
  if (::inet_pton(AF_INET6, peer.host.substr(0, peer.host.find('%')).c_str(), v6.data()) != 1)
    return peer.host;
  return wire::to_hex(std::span{v6}.first(8)) + "/64";
}

} // namespace

link_counters& link_counters::operator+=(const link_counters& more) noexcept {
  frames_in += more.frames_in, frames_out += more.frames_out;
  bytes_in += more.bytes_in, bytes_out += more.bytes_out;
  pauses += more.pauses, dropped += more.dropped;
  return *this;
}

std::string why_never_spoke(const link_life& life, std::string_view peer) {
  if (life.spoke || !life.end) return {};
  const std::string there(peer);
  if (life.end->code == errc::unavailable)
    return "closed by " + there + " before a byte came: it may have too many connections from here";
  return there + ": " + life.end->message + ": is that a node?";
}

link_table::link_table(std::size_t queued_max)
    : links_max_(descriptors_allowed(config::links_max)),
      queued_max_(queued_max),
      per_source_max_(config::unknown_links_per_source_max),
      shared_(std::make_unique<shared_links>(*this)) {}
link_table::~link_table() = default;

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
  config::log_limited("link refused " + source, config::log_level::warn,
                      "connection from " + to_string(made.peer) + " refused: " + why);
}

/// Empty: it is.
std::string link_table::why_not_admitted(context& node, const std::string& source) {
  const auto same = unknown_by_source_.find(source);
  const auto same_max = source == loopback
                            ? std::max(config::unknown_links_from_loopback_max, per_source_max_)
                            : per_source_max_;
  const auto refused = [](std::uint64_t& reason, std::size_t max, std::string_view of_whom) {
    ++reason;
    return std::to_string(max) + " links " + std::string(of_whom) + " are open";
  };
  if (fails_early(node))
    return refused(refusals_.early, unknown_, "of which nothing is known, from everywhere,");
  if (same != unknown_by_source_.end() && same->second >= same_max && !drop_oldest_silent(source))
    return refused(refusals_.source, same_max, "of which nothing is known, from " + source + ',')
           + ", which is what --links-per-source allows";
  if (unknown_ >= config::unknown_links_max && !drop_oldest_silent())
    return refused(refusals_.unknown, unknown_, "of which nothing is known, from everywhere,");
  if (links_.size() >= links_max_ && !drop_oldest_silent())
    return refused(refusals_.total, links_max_, "in all");
  return {};
}

bool link_table::fails_early(context& node) const {
  if (unknown_ <= config::early_drop_start) return false;
  std::array<std::uint8_t, 2> dice{};
  node.random.fill(dice);
  auto thrown = std::size_t{dice[0]} * 256 + dice[1]; // 0 .. 65535
  constexpr auto range = 2 * (config::unknown_links_max - config::early_drop_start);
  return thrown * range < (unknown_ - config::early_drop_start) * 65536;
}

/// Of one source, or of all.
bool link_table::drop_oldest_silent(std::string_view source) {
  auto oldest = links_.end();
  for (auto i = links_.begin(); i != links_.end(); ++i) {
    auto& e = i->second;
    if (e.known || e.worker->counters().frames_in > 0) continue;
    if (!source.empty() && e.source != source) continue;
    if (oldest == links_.end() || e.number < oldest->second.number) oldest = i;
  }
  if (oldest == links_.end()) return false;
  ++refusals_.silent;
  drop(oldest, errc::limit, "it was silent and others need its place");
  return true;
}

link_info link_table::start(context& node, connection made, link_mode mode, std::string address,
                            reach hop_for) {
  auto known = mode == link_mode::dialed;
  auto source = source_of(made.peer);
  auto actor = node.home.spawn<link>(std::ref(node), std::move(made), mode, address);
  auto worker = dynamic_cast<link*>(caf::actor_cast<caf::abstract_actor*>(actor));
  if (!known) ++unknown_, ++unknown_by_source_[source];
  auto at =
      links_.emplace(address, entry{++next_, actor, worker, &node, mode, known, source}).first;
  node.workers.add(wire::local(address), actor, "link", std::move(hop_for));
  return at->second.info();
}

std::optional<link_info> link_table::find(std::string_view address) const {
  auto at = links_.find(address);
  if (at == links_.end()) return {};
  return at->second.info();
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

void link_table::mark_known(std::string_view address) {
  auto at = links_.find(address);
  if (at == links_.end() || at->second.known) return;
  at->second.known = true;
  forget_unknown(at->second.source);
}

bool link_table::vouch(const link& to, const wire::route& came_by) {
  const auto self = links_.find(to.address());
  if (self == links_.end()) return false;
  if (self->second.known || came_by.empty()) return self->second.known;
  const auto from = links_.find(came_by.front().value);
  const auto* const channel = self->second.node->workers.find(came_by.front()).here();
  if (from == links_.end() ? channel && channel->proven_peer() : from != self && from->second.known)
    mark_known(to.address());
  return self->second.known;
}

void link_table::forget_unknown(const std::string& source) {
  --unknown_;
  if (auto same = unknown_by_source_.find(source); --same->second == 0)
    unknown_by_source_.erase(same);
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
  if (!at->second.known) forget_unknown(at->second.source);
  load_.partial -= at->second.load.partial;
  load_.queued -= at->second.load.queued;
  ended_ += at->second.worker->counters();
  links_.erase(at);
}

/// A link that was dropped may end when its address leads to its successor already.
void link_table::remove(const link& gone) {
  const auto at = links_.find(gone.address());
  if (at == links_.end() || at->second.worker != &gone) return;
  at->second.node->workers.remove(wire::local(gone.address()));
  forget(at);
}

void link_table::count(const link& one, link_load now) {
  auto at = links_.find(one.address());
  if (at == links_.end() || at->second.worker != &one) return;
  auto before = std::exchange(at->second.load, now);
  load_.partial += now.partial - before.partial;
  load_.queued += now.queued - before.queued;
  if (load_.partial > config::partial_frame_bytes_max) {
    ++refusals_.partial;
    drop_largest(&link_load::partial,
                 "all links together have too many bytes of incomplete frames");
  }
  if (load_.queued > queued_max_) {
    ++refusals_.queued;
    drop_largest(&link_load::queued, "all links together have too many bytes queued");
  }
}

void link_table::drop_largest(std::size_t link_load::*part, std::string_view why) {
  auto less = [part](auto& a, auto& b) { return a.second.load.*part < b.second.load.*part; };
  drop(std::max_element(links_.begin(), links_.end(), less), errc::limit, why);
}

std::size_t link_table::queued_allowed() noexcept {
  auto pages = ::sysconf(_SC_PHYS_PAGES), page_size = ::sysconf(_SC_PAGESIZE);
  if (pages <= 0 || page_size <= 0) return config::link_queue_max;
  return static_cast<std::size_t>(pages) * static_cast<std::size_t>(page_size)
         / config::queued_memory_divisor;
}

} // namespace ockam::transports
