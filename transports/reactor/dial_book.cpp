#include "transports/reactor/dial_book.hpp"

#include "config/defaults.hpp"

#include <algorithm>
#include <functional>

namespace ockam::transports {

std::vector<socket_address> in_turns(const std::vector<socket_address>& all) {
  std::vector<socket_address> one, other, out;
  for (const auto& each : all)
    (each.family() == all.front().family() ? one : other).push_back(each);
  for (std::size_t i = 0; out.size() < all.size(); ++i) {
    if (i < one.size()) out.push_back(one[i]);
    if (i < other.size()) out.push_back(other[i]);
  }
  return out;
}

/// The port is left out: what stands behind an address is near or far with all its ports.
std::uint64_t dial_book::rank(const socket_address& of) const {
  return std::hash<std::string>{}(std::to_string(order_) + ' ' + to_endpoint(of).host);
}

std::vector<socket_address> dial_book::ordered(std::vector<socket_address> all, time_point now) {
  if (all.size() < 2) return all;
  const auto first = all.front().family();
  std::stable_sort(all.begin(), all.end(), [&](const auto& one, const auto& other) {
    const auto late = one.family() != first, later = other.family() != first;
    return late != later ? later : rank(one) < rank(other);
  });
  all = in_turns(all);
  {
    std::lock_guard guard{mutex_};
    std::stable_partition(all.begin(), all.end(),
                          [&](const auto& each) { return !is_bad(each, now); });
  }
  all.resize(std::min(all.size(), config::dial_addresses_max));
  return all;
}

void dial_book::failed(const socket_address& which, time_point now) {
  auto key = to_string(to_endpoint(which));
  std::lock_guard guard{mutex_};
  if (failed_.size() >= config::dial_failures_max && !failed_.contains(key)) forget_oldest(now);
  failed_[std::move(key)] = now;
}

void dial_book::connected(const socket_address& which) {
  std::lock_guard guard{mutex_};
  if (!failed_.empty()) failed_.erase(to_string(to_endpoint(which)));
}

bool dial_book::is_bad(const socket_address& which, time_point now) const {
  if (failed_.empty()) return false;
  const auto found = failed_.find(to_string(to_endpoint(which)));
  return found != failed_.end() && now - found->second < config::dial_failed_last;
}

void dial_book::forget_oldest(time_point now) {
  std::erase_if(failed_,
                [now](const auto& each) { return now - each.second >= config::dial_failed_last; });
  if (failed_.size() < config::dial_failures_max) return;
  failed_.erase(
      std::min_element(failed_.begin(), failed_.end(), [](const auto& one, const auto& other) {
        return one.second < other.second;
      }));
}

} // namespace ockam::transports
