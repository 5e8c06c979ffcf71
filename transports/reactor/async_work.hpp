// Work that blocks, done beside the reactor, and its answer brought back. What comes back when the
// reactor has ended is dropped.
//   work_beside(home, [] { return read_file(); }, [this](result<text> read) { take(read); });
#pragma once
#include "transports/reactor/reactor.hpp"

#include <caf/event_based_actor.hpp>

#include <utility>

namespace ockam::transports {

/// Runs `work` on CAF's scheduler, one piece after the other, and then `then` with its result on the
/// reactor. From any thread.
template <caf::spawn_options Where = caf::no_spawn_options, class Work, class Then>
void work_beside(reactor& home, Work work, Then then) {
  home.system().template spawn<Where>(
      [work = std::move(work), then = std::move(then),
       home = home.weak_from_this()](caf::event_based_actor*) mutable {
        auto out = work();
        if (const auto loop = home.lock())
          loop->post(
              [then = std::move(then), out = std::move(out)]() mutable { then(std::move(out)); });
      });
}

/// The same on a thread that ends with it, for work that may take long.
template <class Work, class Then>
void work_on_a_thread(reactor& home, Work work, Then then) {
  work_beside<caf::detached>(home, std::move(work), std::move(then));
}

} // namespace ockam::transports
