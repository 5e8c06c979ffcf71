#include "actors/projects/request_turns.hpp"

#include "config/defaults.hpp"

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
  if (of_kind.of_source(source) == most_of_source) return which;
  std::optional<number> gone;
  if (of_kind.size() == most) {
    gone = of_kind.make_way(source);
    if (!gone) return which;
  }
  of_kind.push(source, which);
  return gone;
}

std::optional<request_turns::number> request_turns::next() {
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    last_ = (last_ + 1) % kinds_.size();
    if (auto& of_kind = kinds_[last_]; of_kind.size() > 0) return of_kind.next();
  }
  return {};
}

bool request_turns::is_full(caller who) const noexcept {
  return kinds_[static_cast<std::size_t>(who)].size() >= bounds_of(who).all;
}

std::size_t request_turns::size() const noexcept {
  std::size_t all = 0;
  for (const auto& each : kinds_) all += each.size();
  return all;
}

} // namespace ockam::actors
