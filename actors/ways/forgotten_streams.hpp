// Streams that ended while they had no way to their outlet, which is still to be told, by whoever is
// proven to be there; at most config::forgotten_max, the oldest first. Pure.
#pragma once
#include "config/defaults.hpp"
#include "wire/messages/identifier.hpp"
#include "wire/messages/portal.hpp"

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace ockam::actors {

class forgotten_streams {
public:
  using peer = std::optional<wire::identifier>;

  void add(const wire::stream_id& id, const peer& there) {
    if (all_.size() >= config::forgotten_max) all_.pop_front();
    all_.emplace_back(id, there);
  }
  /// Takes out those of that peer, because there is a way to it.
  std::vector<wire::stream_id> take_of(const peer& there) {
    std::vector<wire::stream_id> out;
    for (const auto& [id, whose] : all_)
      if (whose == there) out.push_back(id);
    std::erase_if(all_, [&](const auto& one) { return one.second == there; });
    return out;
  }
  std::size_t size() const noexcept { return all_.size(); }

private:
  std::deque<std::pair<wire::stream_id, peer>> all_;
};

} // namespace ockam::actors
