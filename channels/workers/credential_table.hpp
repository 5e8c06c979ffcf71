// What trusted authorities say of those whom this node has channels with, and what the node shows
// of itself. A peer shows its credentials in the handshake, and again when it has newer ones; what
// the newest of them says is the peer's standing. The table holds a standing until it expires, and
// while a channel lasts in which it was shown. Where the authority can be asked, a standing counts
// only as far as the authority confirms it (channels/membership/confirmations.hpp): a peer that
// comes waits for that, and whoever is no member any more loses the channels in which it showed the
// credential. A credential that is not accepted changes nothing, and the log says why. Confined to
// the node's reactor. Source: spec wire §6.3, §6.4, §7.4; docs/security.md.
#pragma once
#include "channels/membership/own_credentials.hpp"
#include "channels/membership/peer_standings.hpp"
#include "channels/membership/trusted_authorities.hpp"
#include "channels/workers/standing_watchers.hpp"
#include "transports/io/clock.hpp"
#include "transports/reactor/reactor.hpp"
#include "transports/work/pinned_ref.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::channels {

class channel_table;

/// To a channel: show your peer what this node presents now.
struct present_again {};
/// To a channel: an authority is trusted now; show the table again what your peer has shown.
struct look_again {};
/// To a channel: what its peer shows is confirmed, or is not.
struct standing_known {};

class credential_table {
public:
  /// The arguments outlive the table, and the table outlives the reactor's run().
  credential_table(transports::reactor&, const transports::wall_clock&, channel_table&);
  credential_table(const credential_table&) = delete;
  credential_table& operator=(const credential_table&) = delete;

  /// Sets what this node's own identity shows in m2 and m3 from now on. The peers of its open
  /// channels are shown it at once.
  void present(std::vector<presented_credential>);

  /// The same for a credential that no project gave. It is shown beside those of present(), in the
  /// place of an older one of that authority.
  void show_of(const identifier& authority, presented_credential);

  /// Why one of the credentials that the node shows counts nowhere, as far as the node can tell.
  /// Empty if all hold, or if nothing is known of who issued them.
  std::string why_own_is_void(const identifier& self) const;

  /// Credentials of this issuer count from now on, those that were shown before included. If the
  /// identifier is trusted already, the newer history takes the place of the older one.
  void trust(identity authority);
  bool trusts_any() const noexcept { return trusted_.any(); }

  /// The standing of a peer with whom a channel is open; null if it has none that holds now.
  const standing* find(const identifier& peer) const;
  bool anybody() const noexcept { return !held_.empty(); } ///< whether there are peers()
  /// The peers whose standing is held.
  std::vector<identifier> peers() const;

  // -- for those who can ask an authority ---------------------------------------------------

  /// Asks an authority about `whom`, under that number. Called on the reactor, from inside no other
  /// call.
  using asker = std::function<void(std::uint64_t question, std::vector<identifier> whom)>;
  /// From now on credentials of that authority count as far as it confirms them: if `exact`, in the
  /// version that it says; else with the attributes that it tells. Without an asker they count
  /// until they expire, as do those of an authority that nobody can ask.
  void confirm_by(const identifier& authority, asker, bool exact = true);
  /// What an authority said of a member; the attributes only if they are not those of the
  /// credential.
  struct word {
    std::uint64_t version = 0;
    std::optional<std::map<std::string, std::string>> attributes{};
  };
  using words = std::map<identifier, word>; ///< whoever is not in it is no member
  void answered(const identifier& authority, std::uint64_t question, const words&);
  void unanswered(const identifier& authority, std::uint64_t question);
  /// The authority says something unasked; no word means that the peer is no member.
  void told(const identifier& authority, const identifier& peer, const std::optional<word>&);

  void set_when_silent(when_silent mode) noexcept { when_silent_ = mode; }
  when_silent mode() const noexcept { return when_silent_; }
  /// From now on no authority is asked about peers: this node lets nobody use anything.
  void ask_nobody() noexcept { asks_ = false; }

  /// To be called every few seconds: if the time of day has jumped, what peers have shown is looked
  /// at again, because it may hold now.
  void look_at_clock();

  /// Calls a watcher, soon after, whenever the standing of a peer came, changed or went. For what
  /// lives as long as the node.
  void on_change(standing_watchers::call watcher) { watchers_.on_change(std::move(watcher)); }

  /// Calls a watcher before the channels of a peer end because its standing went: what it has here is
  /// to end with them, and not to wait for another channel.
  void on_end(standing_watchers::call watcher) { watchers_.on_end(std::move(watcher)); }

  // -- for the channels -------------------------------------------------------------------

  const std::vector<presented_credential>& presented() const noexcept { return own_.all(); }
  std::uint64_t times_presented() const noexcept { return own_.times(); }
  /// A peer shows its credentials in the channel with this encryptor.
  void take(const identifier& peer, const std::string& encryptor,
            std::span<const presented_credential>);
  /// The channel with this encryptor is over.
  void leave(const identifier& peer, const std::string& encryptor);
  /// Whether an authority is being asked about what the peer shows, and nothing is known yet. The
  /// channel gets standing_known later.
  bool waits(const identifier& peer) const;
  /// Counts what a channel holds back meanwhile. Returns false, and counts nothing, if all channels
  /// together hold too much.
  [[nodiscard]] bool hold(std::size_t bytes) noexcept;
  void release(std::size_t bytes) noexcept { held_bytes_ -= bytes; }

private:
  class lookout;
  using verdict = confirmations::verdict;
  using saying = peer_standings::saying;
  using entry = peer_standings::entry;
  using entries = peer_standings;
  struct asked {
    confirmations said;
    asker ask;
  };

  void present_all();
  void look_again_at_all() const;
  std::optional<saying> newest(const identifier& peer, std::span<const presented_credential>) const;
  void put(entries::iterator, saying);
  verdict judge(const identifier& peer, const saying&);
  void judge(entries::iterator);
  void judge_all(const identifier& authority);
  void hear(const identifier& authority, const identifier& peer, const word*);
  void settle(const entry&);
  void ask_later();
  void ask();
  void look();
  void forget(entries::iterator);
  void end(entries::iterator, std::string_view why);
  static constexpr int rounds_of_farewell = 3; ///< of the reactor
  void end_channels(std::set<std::string> encryptors, int rounds);
  void end_expired();
  void look_out();

  transports::reactor& home_;
  const transports::wall_clock& time_;
  channel_table& channels_;
  /// Seconds that the time of day is ahead of the reactor's time, when they were looked at last.
  std::optional<std::int64_t> day_;
  trusted_authorities trusted_;
  own_credentials own_;
  peer_standings held_;
  std::map<identifier, asked> asked_; ///< by authority
  when_silent when_silent_ = when_silent::keep_10m;
  bool asks_ = true;       ///< until ask_nobody()
  bool asks_soon_ = false; ///< from ask_later() until ask()
  std::size_t held_bytes_ = 0;
  standing_watchers watchers_;
  transports::pinned_ref<lookout> lookout_;
};

} // namespace ockam::channels

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::channels::present_again)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::channels::look_again)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::channels::standing_known)
