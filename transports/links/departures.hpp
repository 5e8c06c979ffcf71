// Links whose peers have said that they go. Whoever uses such a link hears of it once, and makes
// another way while this one is still there. That is a hint that nobody proves: what uses the link
// goes on until it ends. Confined to the node's reactor. Source: wire/messages/departure.hpp.
#pragma once
#include "transports/io/clock.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ockam::transports {

/// Whoever makes another way before the link ends holds this meanwhile.
struct departing_link {
  std::string address;
  time_point until; ///< when it will have gone; if it has not, the hint was none
};
using departure_ptr = std::shared_ptr<const departing_link>;

class departures {
public:
  /// Called on the reactor, never from inside a call of an actor.
  using watcher = std::function<void(const departure_ptr&)>;
  /// Calls `to` for each link from now on, until what is returned is released.
  [[nodiscard]] std::shared_ptr<const watcher> watch(watcher to) {
    std::erase_if(watchers_, [](const auto& each) { return each.expired(); });
    auto made = std::make_shared<const watcher>(std::move(to));
    watchers_.push_back(made);
    return made;
  }
  void tell(const departure_ptr& what) const {
    for (const auto& each : std::vector(watchers_)) // they may come and go meanwhile
      if (const auto to = each.lock()) (*to)(what);
  }

private:
  std::vector<std::weak_ptr<const watcher>> watchers_;
};

} // namespace ockam::transports
