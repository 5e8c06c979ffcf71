#include "channels/handshake/handshake_admission.hpp"

#include "config/defaults.hpp"

#include <algorithm>

namespace ockam::channels {

namespace {

std::string link_of(const wire::route& initiator) { return std::string(initiator.front().value); }

} // namespace

bool handshake_admission::wait(first_message first) {
  const auto link = link_of(first.initiator);
  auto at = sources_.try_emplace(link).first;
  if (at->second.waiting.size() >= config::handshakes_waiting_per_link_max) return false;
  if (waiting_ >= config::handshakes_waiting_max) {
    const auto most = busiest([](const source& s) { return s.waiting.size(); });
    if (most->second.waiting.size() <= at->second.waiting.size() + 1) {
      forget_if_idle(at);
      return false;
    }
    most->second.waiting.pop_back();
    --waiting_;
  }
  if (at->second.waiting.empty()) turns_.push_back(link);
  at->second.waiting.push_back(std::move(first));
  ++waiting_;
  return true;
}

handshake_admission::first_message handshake_admission::next() {
  const auto link = std::move(turns_.front());
  turns_.pop_front();
  const auto at = sources_.find(link);
  auto first = std::move(at->second.waiting.front());
  at->second.waiting.pop_front();
  --waiting_;
  if (at->second.waiting.empty())
    forget_if_idle(at);
  else
    turns_.push_back(link);
  return first;
}

handshake_admission::begun handshake_admission::begin(const std::string& link) {
  const auto mine = sources_.try_emplace(link).first;
  std::optional<number> gives_way;
  if (mine->second.open.size() >= config::handshakes_open_per_link_max)
    gives_way = mine->second.open.front();
  else if (link_of_.size() >= config::handshakes_open_max)
    gives_way = busiest([](const source& s) { return s.open.size(); })->second.open.front();
  const auto handshake = next_++;
  mine->second.open.push_back(handshake);
  link_of_.emplace(handshake, link);
  if (gives_way) end(*gives_way);
  return {handshake, gives_way};
}

void handshake_admission::end(number handshake) {
  const auto link = link_of_.extract(handshake);
  if (!link) return;
  const auto at = sources_.find(link.mapped());
  std::erase(at->second.open, handshake);
  forget_if_idle(at);
}

handshake_admission::sources::iterator
handshake_admission::busiest(std::size_t (*size)(const source&)) {
  return std::max_element(sources_.begin(), sources_.end(), [size](const auto& a, const auto& b) {
    return size(a.second) < size(b.second);
  });
}

void handshake_admission::forget_if_idle(sources::iterator at) {
  if (at->second.idle()) sources_.erase(at);
}

} // namespace ockam::channels
