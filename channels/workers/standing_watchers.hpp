// Who wants to know when the standing of a peer came, changed or went: for those who live as long as
// the node. Of changes they are told at the end of what causes one, once for each peer: whoever
// caused it may be in the middle of a call that a watcher would enter again.
#pragma once
#include "transports/reactor/reactor.hpp"
#include "wire/messages/identifier.hpp"

#include <functional>
#include <set>
#include <utility>
#include <vector>

namespace ockam::channels {

class standing_watchers {
public:
  using call = std::function<void(const wire::identifier& peer)>;
  /// REQUIRES: it outlives the reactor's run().
  explicit standing_watchers(transports::reactor& home) noexcept : home_(home) {}

  void on_change(call watcher) { of_changes_.push_back(std::move(watcher)); }
  void on_end(call watcher) { of_ends_.push_back(std::move(watcher)); }

  void changed(const wire::identifier& peer) {
    if (of_changes_.empty()) return;
    changed_.insert(peer);
    if (changed_.size() > 1) return;
    home_.post([this] {
      for (const auto& each : std::exchange(changed_, {}))
        for (const auto& watcher : of_changes_) watcher(each);
    });
  }
  /// Tells them at once. Returns whether there was anybody.
  bool ends(const wire::identifier& peer) const {
    for (const auto& watcher : of_ends_) watcher(peer);
    return !of_ends_.empty();
  }

private:
  transports::reactor& home_;
  std::vector<call> of_changes_, of_ends_;
  std::set<wire::identifier> changed_; ///< peers of whom the watchers are to be told
};

} // namespace ockam::channels
