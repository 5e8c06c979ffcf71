#include "actors/streams/known_streams.hpp"

#include <cstring>

namespace ockam::actors {

std::size_t known_streams::hash::operator()(const wire::stream_id& id) const noexcept {
  std::size_t out = 0;
  std::memcpy(&out, id.data(), sizeof out);
  return out;
}

bool known_streams::add(const wire::stream_id& id, const peer& from, const caf::actor& stream) {
  return known_.try_emplace(id, entry{from, stream}).second;
}

caf::actor known_streams::find(const wire::stream_id& id, const peer& from) const {
  const auto at = known_.find(id);
  return at == known_.end() || at->second.from != from ? caf::actor{} : at->second.stream;
}

void known_streams::remove(const wire::stream_id& id) { known_.erase(id); }

bool known_streams::deny(const wire::stream_id& id, transports::time_point now) {
  forget_old(now);
  if (denied_.count(id) > 0) return true;
  if (known_.count(id) > 0 || denied_.size() >= config::denied_ids_max) return false;
  denied_.emplace(id, now + config::denied_ids_for);
  denied_in_order_.push_back(id);
  return true;
}

bool known_streams::was_denied(const wire::stream_id& id, transports::time_point now) {
  forget_old(now);
  return denied_.count(id) > 0;
}

void known_streams::forget_old(transports::time_point now) {
  while (!denied_in_order_.empty()) {
    const auto at = denied_.find(denied_in_order_.front());
    if (at->second > now) return;
    denied_.erase(at);
    denied_in_order_.pop_front();
  }
}

} // namespace ockam::actors
