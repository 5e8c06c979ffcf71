// What trusted authorities say of those whom this node has channels with, and what the node shows
// of itself. A peer shows its credentials in the handshake and again when it has newer ones; what
// the newest of them says is the peer's standing. It is held while a channel lasts in which it was
// shown, until it expires or is revoked: then those channels end, too. A credential that is not
// accepted changes nothing, and the log says why. Confined to the node's reactor. Source: spec wire
// §6.3, §6.4, §7.4; docs/security.md tells how a node learns of a revocation.
#pragma once
#include "channels/identity/credential.hpp"
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

  /// Credentials of this issuer count, from now on, those that were shown before included. With the
  /// same identifier again: the newer history takes the place of the older one.
  void trust(identity authority);
  bool trusts_any() const noexcept { return !trusted_.empty(); }

  /// Of a peer with whom a channel is open; null: nothing that holds now.
  const standing* find(const identifier& peer) const;
  /// Those whose standing is held.
  std::vector<identifier> peers() const;
  /// Forgets the standing and ends the channels in which it was shown. What was issued to the peer
  /// until now counts for nothing any more, as long as this table lives: after that, whoever
  /// revoked has to say so again, once the peer is among peers().
  void revoke(const identifier& peer, std::string_view why);

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

private:
  class lookout;
  struct entry {
    standing held;
    timestamp issued = 0;
    std::set<std::string> channels; ///< encryptors of those in which it was shown
  };
  using entries = std::map<identifier, entry>;

  void present_all();
  std::optional<entry> newest(const identifier& peer, std::span<const presented_credential>) const;
  result<credential> verify(const presented_credential&, const identifier& presenter,
                            identifier& authority) const;
  void remember_revoked(const identifier& peer);
  void forget(entries::iterator);
  void end(entries::iterator, std::string_view why);
  void end_expired();
  void look_out();
  void changed(const identifier& peer);

  transports::reactor& home_;
  const transports::wall_clock& time_;
  channel_table& channels_;
  std::map<identifier, identity> trusted_;
  std::vector<presented_credential> of_projects_, presented_; ///< those alone, and all
  std::map<identifier, presented_credential> of_others_;      ///< by authority
  std::uint64_t times_presented_ = 0;
  entries held_;
  std::set<std::pair<timestamp, identifier>> by_end_; ///< the same
  std::map<identifier, timestamp> revoked_;           ///< when
  std::vector<std::function<void(const identifier&)>> watchers_;
  std::set<identifier> changed_; ///< not told to them yet
  transports::held<lookout> lookout_;
};

} // namespace ockam::channels

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::channels::present_again)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::channels::look_again)
