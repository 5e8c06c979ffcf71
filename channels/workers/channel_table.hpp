// The secure channels of one node that are open, whichever side began them. Nobody learns when a
// peer behind a relay has died, so when there are too many the one that was silent for longest
// gives way. Confined to the node's reactor. Limits: config/defaults.hpp.
#pragma once
#include "transports/io/network.hpp"
#include "wire/messages/identifier.hpp"
#include "wire/routing/route.hpp"

#include <caf/actor.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ockam::channels {

enum class channel_role : unsigned char { initiator, responder };

/// What others may know of a channel.
struct channel_info {
  std::string encryptor; ///< 32 hex: messages to it go through the channel; its name for commands
  std::string decryptor; ///< 32 hex: where the peer's records arrive
  channel_role role = channel_role::initiator;
  wire::identifier self, peer;
  wire::route way;  ///< from this node to the peer's decryptor
  caf::actor actor; ///< the decryptor: monitor it to learn of the channel's end; an exit message
                    ///< closes the channel and says so to the peer
};

/// When a channel's peer was heard the last time.
struct pulse {
  std::uint64_t sign;          ///< larger: later
  transports::time_point at{}; ///< in the round of the reactor; none: not since the handshake
};

class channel_table {
public:
  std::vector<channel_info> list() const; ///< the oldest first
  /// By the address of its encryptor or its decryptor.
  std::optional<channel_info> find(std::string_view address) const;
  std::size_t size() const noexcept { return open_.size(); }
  /// The last sign_of_life() of that channel's peer; none if there is no such channel.
  std::optional<std::uint64_t> last_sign(std::string_view address) const;
  /// When that was; none if there is no such channel, or nothing came through it yet.
  std::optional<transports::time_point> heard_at(std::string_view address) const;

  // -- for the channels -------------------------------------------------------------------

  /// Returns where the channel notes whenever it hears of its peer, with sign_of_life(); until
  /// remove().
  pulse& add(channel_info);
  std::uint64_t sign_of_life() noexcept { return next_++; }
  void move(const std::string& encryptor, const wire::route& way);
  void remove(const std::string& encryptor);
  /// Before another one that a peer begins by way of `first_hop`: the one that has to go, if that
  /// hop has config::channels_per_link_max of them, or all hops together config::channels_max.
  /// Only those that a peer began. It is not chosen again soon: its end takes a moment.
  std::optional<channel_info> gives_way(std::string_view first_hop);

private:
  struct entry {
    channel_info info;
    pulse last;
  };
  using entries = std::map<std::uint64_t, entry>;
  void count(const channel_info&, bool comes);
  entry* silent_for_longest(std::string_view first_hop);

  entries open_; ///< in the order in which they opened
  /// By encryptor and by decryptor.
  std::unordered_map<std::string, entries::iterator> by_address_;
  std::map<std::string, std::size_t, std::less<>> begun_by_peers_; ///< by first hop
  std::uint64_t next_ = 0;
};

} // namespace ockam::channels
