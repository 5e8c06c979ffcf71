// What trusted authorities say of those whom this node has channels with, and what the node shows
// of itself. A peer shows its credentials in the handshake and again when it has newer ones; what
// the newest of them says is the peer's standing. It is held while a channel lasts in which it was
// shown, until it expires. Where its authority can be asked it counts only as far as the authority
// confirms it (channels/membership/confirmations.hpp): a peer that comes waits for that, and whoever
// is no member any more loses the channels in which it was shown. A credential that is not accepted
// changes nothing, and the log says why. Confined to the node's reactor. Source: spec wire §6.3,
// §6.4, §7.4; docs/security.md.
#pragma once
#include "channels/identity/credential.hpp"
#include "channels/membership/confirmations.hpp"
#include "transports/io/clock.hpp"
#include "transports/reactor/reactor.hpp"
#include "transports/work/held.hpp"

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

struct standing {
  std::map<std::string, std::string> attributes;
  timestamp until = 0; ///< the last second in which it holds
  identifier authority;
};

class credential_table {
public:
  /// What is passed outlives it, and it outlives the reactor's run().
  credential_table(transports::reactor&, const transports::wall_clock&, channel_table&);
  credential_table(const credential_table&) = delete;
  credential_table& operator=(const credential_table&) = delete;

  /// What this node's own identity shows in m2 and m3 from now on; the peers of its open channels
  /// are shown it at once.
  void present(std::vector<presented_credential>);

  /// The same for one that no project gave: it is shown beside what present() says, in the place of
  /// an older one of that authority.
  void show_of(const identifier& authority, presented_credential);

  /// Why one of those that the node shows itself counts nowhere, as far as it can tell; empty: all
  /// hold, or nothing is known of who issued them.
  std::string why_own_is_void(const identifier& self) const;

  /// Credentials of this issuer count, from now on, those that were shown before included. With the
  /// same identifier again: the newer history takes the place of the older one.
  void trust(identity authority);
  bool trusts_any() const noexcept { return !trusted_.empty(); }

  /// Of a peer with whom a channel is open; null: nothing that holds now.
  const standing* find(const identifier& peer) const;
  bool anybody() const noexcept { return !held_.empty(); } ///< whether there are peers()
  /// Those whose standing is held.
  std::vector<identifier> peers() const;

  // -- for those who can ask an authority ---------------------------------------------------

  /// Asks it about these, under that number. Called on the reactor, from inside no other call.
  using asker = std::function<void(std::uint64_t question, std::vector<identifier> whom)>;
  /// From now on credentials of that authority count as far as it confirms them. `exact`: in the
  /// version that it says; else the attributes that it tells count. No asker: they count until they
  /// expire, as those do of an authority that nobody can ask.
  void confirm_by(const identifier& authority, asker, bool exact = true);
  /// What the authority said; `attributes` where they are not those of the credential.
  struct word {
    std::uint64_t version = 0;
    std::optional<std::map<std::string, std::string>> attributes{};
  };
  using words = std::map<identifier, word>; ///< who is not in it is no member
  void answered(const identifier& authority, std::uint64_t question, const words&);
  void unanswered(const identifier& authority, std::uint64_t question);
  /// It says so unasked; none: no member.
  void told(const identifier& authority, const identifier& peer, const std::optional<word>&);

  void set_when_silent(when_silent mode) noexcept { when_silent_ = mode; }
  when_silent mode() const noexcept { return when_silent_; }
  /// This node lets nobody use anything: it asks nobody about peers.
  void ask_nobody() noexcept { asks_ = false; }

  /// To be called every few seconds: if the time of day has jumped, what peers have shown is looked
  /// at again, because it may hold now.
  void look_at_clock();

  /// Calls it, soon after, whenever the standing of a peer came, changed or went. For what lives as
  /// long as the node.
  void on_change(std::function<void(const identifier& peer)>);

  // -- for the channels -------------------------------------------------------------------

  const std::vector<presented_credential>& presented() const noexcept { return presented_; }
  std::uint64_t times_presented() const noexcept { return times_presented_; }
  /// A peer shows what it has, in the channel with this encryptor.
  void take(const identifier& peer, const std::string& encryptor,
            std::span<const presented_credential>);
  /// That channel is over.
  void leave(const identifier& peer, const std::string& encryptor);
  /// What the peer shows is asked about, and nothing is known yet: it gets standing_known later.
  bool waits(const identifier& peer) const;
  /// Room for what a channel holds back meanwhile. False: too much, nothing was counted.
  [[nodiscard]] bool hold(std::size_t bytes) noexcept;
  void release(std::size_t bytes) noexcept { held_bytes_ -= bytes; }

private:
  class lookout;
  using verdict = confirmations::verdict;
  /// What a credential says.
  struct saying {
    standing held;
    timestamp issued = 0;
    confirmations::claim claim{};
  };
  struct entry {
    saying now;
    std::optional<saying> newer{}; ///< not confirmed yet, while `now` is
    verdict counts = verdict::waits;
    std::set<std::string> channels{}; ///< encryptors of those in which it was shown
  };
  using entries = std::map<identifier, entry>;
  struct asked {
    confirmations said;
    asker ask;
  };

  void present_all();
  void look_again_at_all() const;
  std::optional<saying> newest(const identifier& peer, std::span<const presented_credential>) const;
  result<credential> verify(const presented_credential&, const identifier& presenter,
                            identifier& authority) const;
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
  void end_expired();
  void look_out();
  void changed(const identifier& peer);

  transports::reactor& home_;
  const transports::wall_clock& time_;
  channel_table& channels_;
  std::optional<std::int64_t>
      day_; ///< the time of day less that of the reactor, seconds, last seen
  std::map<identifier, identity> trusted_;
  std::vector<presented_credential> of_projects_, presented_; ///< those alone, and all
  std::map<identifier, presented_credential> of_others_;      ///< by authority
  std::uint64_t times_presented_ = 0;
  entries held_;
  std::set<std::pair<timestamp, identifier>> by_end_; ///< the same
  std::map<identifier, asked> asked_;                 ///< by authority
  when_silent when_silent_ = when_silent::keep_10m;
  bool asks_ = true, asks_soon_ = false;
  std::size_t held_bytes_ = 0;
  std::vector<std::function<void(const identifier&)>> watchers_;
  std::set<identifier> changed_; ///< not told to them yet
  transports::held<lookout> lookout_;
};

} // namespace ockam::channels

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::channels::present_again)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::channels::look_again)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::channels::standing_known)
