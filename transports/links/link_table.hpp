// The links of one node: opens them, admits what a listener accepted, and keeps their common
// budgets. Whom a link belongs to decides who gives way when there are too many:
//   admitted   we dialed it, or an authority's credential says who is there; gives way to nobody
//   proven     a channel proved an identity there (the first few links of each), or something of a
//              known link was passed on to it: its peer uses a relay here, whose owner answered
//   strangers  everybody else, because anybody can connect
// Proven ones and strangers are bounded per source (an address, or an IPv6 /64) and in all; who
// gives way to whom: transports/bounds/link_admission.hpp. `known` are the first two kinds.
// Confined to the node's reactor. Limits: config/defaults.hpp, "links".
#pragma once
#include "transports/bounds/link_admission.hpp"
#include "transports/bounds/link_loads.hpp"
#include "transports/fair/frame_turns.hpp"
#include "transports/links/departures.hpp"
#include "transports/work/context.hpp"
#include "wire/messages/departure.hpp"

#include <caf/actor.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ockam::transports {

class link;
class shared_links;

/// The last two lead to another process of this node: to the one before it, and to the next one, by
/// which comes what that one does not know.
enum class link_mode : unsigned char { dialed, accepted, to_predecessor, to_successor };

struct link_counters {
  std::uint64_t frames_in = 0, frames_out = 0;
  std::uint64_t bytes_in = 0, bytes_out = 0; ///< bytes of the socket
  std::uint64_t pauses = 0;                  ///< times that what lies behind stopped its input
  std::uint64_t dropped = 0;                 ///< messages that could not be sent: too large, no hop
  std::uint64_t heartbeats = 0;              ///< frames that came without a message
  std::uint64_t messages() const noexcept { return frames_in - heartbeats + frames_out; }
  link_counters& operator+=(const link_counters&) noexcept;
};

/// How a link fares. Outlives the link, for whoever holds it.
struct link_life {
  bool spoke = false; ///< whether the peer sent the version byte, as every node does first
  bool broke = false; ///< whether its connection or its peer ended it, and not this node
  /// Why the link ended; none before that, or if an exit message ended it.
  std::optional<ockam::error> end{};
  std::function<void()> changed{}; ///< called on the reactor at each change; for one watcher
};

/// Why a link with `peer` was of no use from the start: whoever is there is no node, or wants no
/// connection from here. Empty if the link was of use, or may still be.
std::string why_never_spoke(const link_life&, std::string_view peer);
/// Why a link of which no byte came may be none: `127.0.0.1:22 sent no version byte: ...`.
std::string why_silent(std::string_view peer);

/// What others may know of a link.
struct link_info {
  std::string address; ///< 32 hexadecimal digits: its worker address and its id
  link_mode mode = link_mode::accepted;
  endpoint peer;
  caf::actor actor; ///< monitor it to learn of the link's end; an exit message closes the link
  bool known = false;
  link_counters counters;
  std::shared_ptr<link_life> life{}; ///< outlives the link
  bool unneeded = false; ///< whether the peer said so, after it was told that this node goes
};

class link_table {
public:
  using answer = std::function<void(result<link_info>)>;
  link_table();
  /// From now on; without it the limits are as usual. Who is over them already stays.
  void set_limits(const config::limits&);
  ~link_table();
  link_table(const link_table&) = delete;
  link_table& operator=(const link_table&) = delete;

  /// Dials and makes a link of the connection; it is known from birth. Answers once, on the
  /// reactor, never from inside open(); not at all if the table or the reactor ends before. With
  /// `address` the link gets the address that an earlier one had. `hop_for` says whose messages may
  /// go out by it, beside those that answer. Errors: already_exists if another worker has the
  /// address now.
  void open(context&, const endpoint& to, duration timeout, answer, std::string address = {},
            reach hop_for = reach::who_learnt_it());
  /// The links that sessions of this node share.
  shared_links& shared() noexcept { return *shared_; }
  /// Makes a link of a connection to another process of this node; it is known from birth.
  link_info join(context&, descriptor socket, link_mode);
  /// Makes a link of an accepted connection, or closes it because of a limit.
  void admit(context&, connection);

  std::optional<link_info> find(std::string_view address) const;
  /// What comes by that link is counted by: its peer's address or IPv6 /64, or, if we dialed it, the
  /// link itself. Empty if there is none.
  std::string source(std::string_view address) const;
  static std::string source_of(const endpoint& peer) { return link_admission::source_of(peer); }
  static constexpr std::string_view this_machine = link_admission::this_machine;
  /// What comes by that link, and goes back by that way, has a pace with (transports/work/pace.hpp):
  /// its source, of which the proven links have a pace of their own. The link itself, if it is
  /// admitted, or came from this machine. With a link that we dialed it is the next hop of the way:
  /// a hub has a link of its own for each of its clients, and they must not have one pace.
  std::string paced_as(std::string_view address, const wire::route& way) const;
  std::vector<link_info> list() const; ///< the oldest first
  /// Ends a link at once; of what it had queued its socket gets what it takes. False if there is
  /// none.
  bool close(std::string_view address);
  /// A channel has proven who the peer is; none: somebody known has to do with it.
  void mark_proven(std::string_view address, const std::optional<wire::identifier>& who = {});

  // -- peers that go, and this node (wire/messages/departure.hpp) -------------------------------

  /// Links whose peers go; only those that we dialed.
  departures& departing() noexcept { return departing_; }
  /// Whether others reach each other by this node.
  bool passes_on() const;
  /// Tells all peers that this node goes within that time.
  void tell_departure(duration within);
  /// By how many links a message came or went within that time, of those whose peers need them still.
  std::size_t needed(duration within);
  /// Tells the peer that goes that nothing here needs that link any more.
  void tell_unneeded(std::string_view address);

  /// Somebody whom we trust has said that the peer may be here.
  void mark_admitted(std::string_view address);

  std::size_t size() const noexcept { return links_.size(); }
  std::size_t unknown() const noexcept { return admission_.strangers(); }
  /// How many unknown links the source has that has most links, this machine apart.
  std::size_t unknown_of_busiest() const { return admission_.strangers_of_busiest(); }
  std::size_t unknown_from_loopback() const { return admission_.strangers_of(this_machine); }
  std::size_t max() const noexcept { return admission_.max(); } ///< what descriptors allow, at most
  /// How many links and places were looked at so far to find those that have to go.
  std::uint64_t looks() const noexcept { return admission_.looks() + looks_; }
  const link_load& load() const noexcept { return loads_.all(); } ///< of all links together
  const link_refusals& refusals() const noexcept { return admission_.refusals(); }
  link_counters totals() const; ///< sums of all links that there ever were

private:
  friend class link;
  struct entry;
  struct residents;
  using entries = std::map<std::string, entry, std::less<>>;

  link_info start(context&, connection, link_mode, std::string address, reach hop_for);
  void name_source(const entry&);
  void drop(entries::iterator, errc kind, std::string_view why);
  void drop(link_admission::number, std::string_view why);
  void forget(entries::iterator);
  // Called by links about themselves; a link that was dropped is not heard any more.
  void remove(const link&);
  void spoke(const link&); ///< its first frame
  void ended(std::uint64_t link_refusals::*why) noexcept { admission_.count(why); }
  void count(const link&, link_load);
  void drop_for_memory(const link&);
  void take_departure(const link&, const wire::departure_notice&);

  /// Something that came by that route is on its way to `to`. Makes `to` known if what brought it
  /// is known, or a channel with a proven peer. Returns whether `to` is known.
  bool vouch(const link& to, const wire::route& came_by);

  link_admission admission_;
  link_loads loads_;
  const std::unique_ptr<shared_links> shared_;
  entries links_; ///< by address
  std::map<std::uint64_t, std::unique_ptr<dialing>> dials_;
  frame_turns turns_;
  std::unordered_map<link_admission::number, entry*> by_number_;
  std::uint64_t next_ = 0; ///< numbers links and dials
  std::uint64_t looks_ = 0;
  link_counters ended_; ///< sums of links that are gone
  departures departing_;
};

} // namespace ockam::transports
