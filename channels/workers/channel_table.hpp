// The secure channels of one node that are open, whichever side began them. Nobody learns when a
// peer behind a relay has died, so when there are too many one that was silent for long gives way:
// of the source (what the link below it comes from) or of the identity that has too many; of the
// source that has the most, if all together are too many. What a choice costs does not grow with the
// channels there are. Confined to the node's reactor. Limits: config/defaults.hpp.
#pragma once
#include "config/base/limits.hpp"
#include "transports/io/network.hpp"
#include "wire/messages/identifier.hpp"
#include "wire/routing/route.hpp"

#include <caf/actor.hpp>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ockam::channels {

enum class channel_role : unsigned char { initiator, responder };

/// What others may know of a channel.
struct channel_info {
  /// 32 hexadecimal digits: what is sent to this address goes through the channel. Commands call
  /// the channel so.
  std::string encryptor;
  std::string decryptor; ///< 32 hexadecimal digits: where the peer's records arrive
  channel_role role = channel_role::initiator;
  wire::identifier self, peer;
  wire::route way; ///< from this node to the peer's decryptor
  /// The decryptor. Monitor it to learn of the channel's end; an exit message closes the channel
  /// and tells the peer so.
  caf::actor actor;
};

/// When a channel's peer was heard the last time.
struct pulse {
  std::uint64_t sign; ///< sign_of_life() then: the larger, the later
  /// Start of that round of the reactor; zero: not heard since the handshake.
  transports::time_point at{};
};

class channel_table {
public:
  /// Sets the limits from now on; until then they are as usual.
  void set_limits(const config::limits& most) { limits_ = most; }
  std::vector<channel_info> list() const; ///< oldest first
  /// Finds a channel by the address of its encryptor or its decryptor.
  std::optional<channel_info> find(std::string_view address) const;
  std::size_t size() const noexcept { return open_.size(); }
  /// The first hop of a way, below all channels: those are made at will, links are not. Empty for an
  /// empty way.
  std::string link_below(const wire::route& way) const;
  /// The last sign_of_life() of that channel's peer; none if there is no such channel.
  std::optional<std::uint64_t> last_sign(std::string_view address) const;
  /// When the peer of that channel was heard last; none if there is no such channel, or nothing
  /// came through it yet.
  std::optional<transports::time_point> heard_at(std::string_view address) const;

  // -- for the channels -------------------------------------------------------------------

  /// Returns where the channel notes whenever it hears of its peer, with sign_of_life(); until
  /// remove(). `source`: where the link at its bottom comes from.
  pulse& add(channel_info, const std::string& source = {});
  std::uint64_t sign_of_life() noexcept { return next_++; }
  void move(const std::string& encryptor, const wire::route& way, const std::string& source = {});
  void remove(const std::string& encryptor);

  /// What keeps a channel: something leans on it, then it goes only for one of a source with far
  /// fewer; or the standing of its peer, then it goes for nobody.
  enum class keep : unsigned char { nothing, use, standing };
  using keeps = std::function<keep(const channel_info&)>;
  struct place {
    bool free = true;                   ///< false: nobody gives way, and no other one may open
    std::optional<channel_info> goes{}; ///< and ends in a moment; it is not chosen again soon
    config::limit why = config::limit::channels; ///< which limit was reached, if one was
  };
  /// For another one that `peer` begins, by way of a link from `source`. Only those that a peer
  /// began give way, and count.
  place make_place(const std::string& source, const wire::identifier& peer, const keeps&);
  /// How many channels the source has that has most, and the identity.
  std::size_t of_busiest_source() const;
  std::size_t of_busiest_identity() const;
  /// How many channels were looked at so far to find those that give way.
  std::uint64_t looks() const noexcept { return looks_; }

private:
  struct entry;
  /// Channels that count together, by the last sign of life that was looked at: it may be newer.
  using group = std::set<std::pair<std::uint64_t, entry*>>;
  struct source {
    std::string name;
    group members;
  };
  struct entry {
    channel_info info;
    pulse last;
    source* from = nullptr;     ///< none: we began it
    std::uint64_t looked_at[2]; ///< its keys in the groups of its source and of its peer
  };
  using entries = std::map<std::uint64_t, entry>;
  enum which : unsigned char { of_source, of_peer };

  void enter(entry&, const std::string& source);
  void leave(entry&);
  void rank(source&, bool comes, entry&);
  entry* silent_for_long(group&, which, const keeps&, bool also_used = false);

  config::limits limits_;
  entries open_; ///< in the order in which they opened
  /// Each channel twice: by encryptor and by decryptor.
  std::unordered_map<std::string, entries::iterator> by_address_;
  std::map<std::string, source> sources_;
  std::set<std::pair<std::size_t, source*>> by_size_;
  std::map<wire::identifier, group> by_peer_;
  std::uint64_t next_ = 0, looks_ = 0;
};

} // namespace ockam::channels
