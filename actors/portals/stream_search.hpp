// What a portal stream has while it looks for another path; an attached stream has none.
#pragma once
#include "actors/portals/portal_stream.hpp"

namespace ockam::actors {

struct portal_stream::search {
  search(portal_stream& of, transports::context& node)
      : timer(of, [&of] { of.on_search_timer(); }), next(node, {}), old(node, {}) {}

  transports::timer timer;
  transports::time_point began{}, until{}; ///< without a way: since when, and for how long
  bool granted = false;                    ///< one attempt more, because nobody looked in time
  bool listed = false;                     ///< among those that wait, at `place`
  stream_group::detached_place place{};

  // inlet: a Resume that waits for its answer
  attachment next; ///< closed: there is none
  std::shared_ptr<far_outlet> far;
  transports::time_point asked{}, answer_until{};
  int attempts = 0;
  stream_ways::fars denied; ///< where the stream is not known

  // a way that was left and still stands: there Lost is said again
  attachment old;
  transports::time_point lost_again{};

  // outlet, while it dials: a Resume that is answered then
  struct kept_resume {
    std::uint64_t received = 0, limit = 0;
    wire::route back;
  };
  kept_resume resume;
};

} // namespace ockam::actors
