#include "actors/projects/request_turns.hpp"

#include "config/defaults.hpp"

#include <algorithm>

namespace ockam::actors {

namespace {

struct bounds {
  std::size_t all, of_source;
};

bounds bounds_of(request_turns::caller who) {
  if (who == request_turns::caller::stranger)
    return {config::strangers_requests_max, config::strangers_requests_per_source_max};
  return {config::authority_requests_max, config::authority_requests_per_peer_max};
}

} // namespace

std::optional<request_turns::number> request_turns::wait(caller who, const std::string& source,
                                                         number which) {
  auto& of_kind = kinds_[static_cast<std::size_t>(who)];
  const auto [most, most_of_source] = bounds_of(who);
  const auto mine = of_kind.waiting.find(source);
  const auto count = mine == of_kind.waiting.end() ? 0 : mine->second.size();
  if (count == most_of_source) return which;
  std::optional<number> gone;
  if (of_kind.size == most) { // seldom, so all sources are looked at
    const auto busiest = std::max_element(
        of_kind.waiting.begin(), of_kind.waiting.end(),
        [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
    if (busiest->second.size() <= count + 1) return which;
    gone = busiest->second.back();
    busiest->second.pop_back(); // it has another one, in front
    --of_kind.size;
  }
  auto& waiting = of_kind.waiting[source];
  if (waiting.empty()) of_kind.turns.push_back(source);
  waiting.push_back(which);
  ++of_kind.size;
  return gone;
}

std::optional<request_turns::number> request_turns::next() {
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    last_ = (last_ + 1) % kinds_.size();
    auto& of_kind = kinds_[last_];
    if (of_kind.size == 0) continue;
    const auto source = std::move(of_kind.turns.front());
    of_kind.turns.pop_front();
    const auto at = of_kind.waiting.find(source);
    const auto out = at->second.front();
    at->second.pop_front();
    --of_kind.size;
    if (at->second.empty())
      of_kind.waiting.erase(at);
    else
      of_kind.turns.push_back(source);
    return out;
  }
  return {};
}

bool request_turns::is_full(caller who) const noexcept {
  return kinds_[static_cast<std::size_t>(who)].size >= bounds_of(who).all;
}

std::size_t request_turns::size() const noexcept {
  std::size_t all = 0;
  for (const auto& each : kinds_) all += each.size;
  return all;
}

} // namespace ockam::actors
