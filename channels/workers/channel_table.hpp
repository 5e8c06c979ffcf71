// The secure channels of one node that are open, whichever side began them. Confined to the node's
// reactor.
#pragma once
#include "transports/network.hpp"
#include "wire/identifier.hpp"
#include "wire/route.hpp"

#include <caf/actor.hpp>

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

class channel_table {
public:
  std::vector<channel_info> list() const; ///< the oldest first
  /// By the address of its encryptor or its decryptor.
  std::optional<channel_info> find(std::string_view address) const;
  std::size_t size() const noexcept { return open_.size(); }

private:
  friend class secure_channel;
  void add(channel_info);
  void move(const std::string& encryptor, const wire::route& way);
  void remove(const std::string& encryptor);

  std::map<std::uint64_t, channel_info> open_;             ///< in the order in which they opened
  std::unordered_map<std::string, std::uint64_t> numbers_; ///< by encryptor
  std::uint64_t next_ = 0;
};

} // namespace ockam::channels
