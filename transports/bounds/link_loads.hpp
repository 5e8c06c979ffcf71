// What links keep in memory, together and each, and which one ends when the bytes of incomplete
// frames are more than config::partial_frame_bytes_max: the one that has most of them. What their
// peers have not taken is counted here and bounded elsewhere (transports/work/memory_budget.hpp).
// A change allocates nothing. Pure: knows links by their numbers.
#pragma once
#include "config/defaults.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

namespace ockam::transports {

/// Bytes that a link keeps in memory.
struct link_load {
  std::size_t partial = 0; ///< bytes of an incomplete frame
  std::size_t queued = 0;  ///< bytes that its peer has not taken
  friend bool operator==(const link_load&, const link_load&) = default;
};

class link_loads {
public:
  using number = std::uint64_t;

  void enter(number one) { by_partial_.emplace(0, one); }
  void leave(number one, const link_load& had) {
    by_partial_.erase({had.partial, one});
    all_.partial -= had.partial;
    all_.queued -= had.queued;
  }
  /// A link has something else than before. Returns the link that has to end for that, if one has.
  [[nodiscard]] std::optional<number> change(number one, const link_load& before,
                                             const link_load& now) {
    all_.queued += now.queued - before.queued;
    if (now.partial == before.partial) return {};
    all_.partial += now.partial - before.partial;
    auto place = by_partial_.extract({before.partial, one});
    place.value().first = now.partial;
    by_partial_.insert(std::move(place));
    if (all_.partial <= config::partial_frame_bytes_max) return {};
    return by_partial_.rbegin()->second;
  }
  const link_load& all() const noexcept { return all_; }

private:
  std::set<std::pair<std::size_t, number>> by_partial_; ///< all links, the largest last
  link_load all_;
};

} // namespace ockam::transports
