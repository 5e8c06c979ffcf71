// Where members are kept apart (actors/access/isolation.hpp), what is learnt by way of a relay is
// marked for each client by itself: a client that may not reach the relay's owner any more loses
// the ways that it has learnt, and nobody else does. A way that was learnt does not lead through
// the relay, so the relay cannot refuse what comes by it. There are no more marks than members.
// Used on the node's reactor only.
#pragma once
#include "transports/work/reach_table.hpp"
#include "wire/messages/identifier.hpp"

#include <functional>
#include <map>

namespace ockam::actors {

class client_marks {
public:
  /// `whole` is the mark of the relay; the clients' marks end with it.
  explicit client_marks(transports::relay_mark_ptr whole) : whole_(std::move(whole)) {}

  const transports::relay_mark_ptr& whole() const noexcept { return whole_; }

  const transports::marks& of(const wire::identifier& client) {
    auto& one = all_[client];
    if (!one.mark) {
      one.mark = caf::make_counted<transports::relay_mark>(whole_);
      one.set = transports::mark_set::of(one.mark);
    }
    return one.set;
  }

  void end_if(const std::function<bool(const wire::identifier&)>& over) {
    std::erase_if(all_, [&](const auto& each) {
      if (!over(each.first)) return false;
      each.second.mark->end();
      return true;
    });
  }

private:
  struct client {
    transports::relay_mark_ptr mark;
    transports::marks set;
  };
  const transports::relay_mark_ptr whole_;
  std::map<wire::identifier, client> all_;
};

} // namespace ockam::actors
