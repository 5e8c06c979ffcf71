// What the newest credentials of peers say, each until it expires, and in which channels it was
// shown. Pure: whose time it is to end is asked of it.
#pragma once
#include "channels/identity/credential.hpp"
#include "channels/membership/confirmations.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace ockam::channels {

struct standing {
  std::map<std::string, std::string> attributes;
  timestamp until = 0; ///< last second in which the credential holds
  identifier authority;
};

class peer_standings {
public:
  /// The content of a credential, as far as it counts here.
  struct saying {
    standing held;
    timestamp issued = 0;
    confirmations::claim claim{};
  };
  struct entry {
    saying now;
    /// What the peer shows since, until it is confirmed; meanwhile `now` counts.
    std::optional<saying> newer{};
    confirmations::verdict counts = confirmations::verdict::waits;
    std::set<std::string> channels{}; ///< encryptors of the channels in which it was shown
  };
  using entries = std::map<identifier, entry>;
  using iterator = entries::iterator;

  /// The entry of that peer, and whether it is new: then put() follows.
  std::pair<iterator, bool> enter(const identifier& peer) { return all_.try_emplace(peer); }
  /// What the peer shows from now on, in the place of all that it showed before.
  void put(iterator at, saying what) {
    by_end_.erase({at->second.now.held.until, at->first});
    at->second.now = std::move(what);
    at->second.newer.reset();
    by_end_.emplace(at->second.now.held.until, at->first);
  }
  void erase(iterator gone) {
    by_end_.erase({gone->second.now.held.until, gone->first});
    all_.erase(gone);
  }

  iterator find(const identifier& peer) { return all_.find(peer); }
  entries::const_iterator find(const identifier& peer) const { return all_.find(peer); }
  iterator begin() noexcept { return all_.begin(); }
  iterator end() noexcept { return all_.end(); }
  entries::const_iterator begin() const noexcept { return all_.begin(); }
  entries::const_iterator end() const noexcept { return all_.end(); }
  bool empty() const noexcept { return all_.empty(); }
  std::size_t size() const noexcept { return all_.size(); }

  /// The last second of the one that expires first, if there is one.
  timestamp first_end() const noexcept { return by_end_.begin()->first; }
  /// One that held until before `now`; end() if all hold.
  iterator expired(timestamp now) {
    if (by_end_.empty() || by_end_.begin()->first >= now) return all_.end();
    return all_.find(by_end_.begin()->second);
  }

private:
  entries all_;
  std::set<std::pair<timestamp, identifier>> by_end_; ///< all_ in the order of expiry
};

} // namespace ockam::channels
