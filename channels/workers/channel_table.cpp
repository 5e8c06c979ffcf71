#include "channels/workers/channel_table.hpp"

#include "config/defaults.hpp"

namespace ockam::channels {

namespace {

std::string first_hop_of(const channel_info& c) { return std::string(c.way.front().value); }

} // namespace

std::vector<channel_info> channel_table::list() const {
  std::vector<channel_info> all;
  for (const auto& [number, each] : open_) all.push_back(each.info);
  return all;
}

std::optional<std::uint64_t> channel_table::last_sign(std::string_view address) const {
  const auto at = by_address_.find(std::string(address));
  if (at == by_address_.end()) return {};
  return at->second->second.last.sign;
}

std::optional<transports::time_point> channel_table::heard_at(std::string_view address) const {
  const auto at = by_address_.find(std::string(address));
  if (at == by_address_.end() || at->second->second.last.at == transports::time_point{}) return {};
  return at->second->second.last.at;
}

std::optional<channel_info> channel_table::find(std::string_view address) const {
  const auto at = by_address_.find(std::string(address));
  if (at == by_address_.end()) return {};
  return at->second->second.info;
}

void channel_table::count(const channel_info& c, bool comes) {
  if (c.role != channel_role::responder) return;
  const auto at = begun_by_peers_.try_emplace(first_hop_of(c)).first;
  at->second += comes ? 1 : -1;
  if (at->second == 0) begun_by_peers_.erase(at);
}

pulse& channel_table::add(channel_info info) {
  const auto number = next_++;
  const auto at = open_.emplace(number, entry{std::move(info), {number}}).first;
  by_address_.emplace(at->second.info.encryptor, at);
  by_address_.emplace(at->second.info.decryptor, at);
  count(at->second.info, true);
  return at->second.last;
}

void channel_table::move(const std::string& encryptor, const wire::route& way) {
  auto& info = by_address_.at(encryptor)->second.info;
  count(info, false);
  info.way = way;
  count(info, true);
}

void channel_table::remove(const std::string& encryptor) {
  const auto gone = by_address_.extract(encryptor);
  if (!gone) return;
  const auto at = gone.mapped();
  by_address_.erase(at->second.info.decryptor);
  count(at->second.info, false);
  open_.erase(at);
}

std::optional<channel_info> channel_table::gives_way(std::string_view first_hop) {
  const auto count = begun_by_peers_.find(first_hop);
  const auto of_link = count != begun_by_peers_.end() ? count->second : 0;
  entry* out = nullptr;
  if (of_link >= config::channels_per_link_max)
    out = silent_for_longest(first_hop);
  else if (open_.size() >= config::channels_max)
    out = silent_for_longest({});
  if (!out) return {};
  out->last.sign = sign_of_life();
  return out->info;
}

/// Of all hops if none is named. A look at all of them, which costs less than the handshake that
/// asks for it.
channel_table::entry* channel_table::silent_for_longest(std::string_view first_hop) {
  entry* out = nullptr;
  for (auto& [number, each] : open_) {
    if (each.info.role != channel_role::responder) continue;
    if (!first_hop.empty() && each.info.way.front().value != first_hop) continue;
    if (!out || each.last.sign < out->last.sign) out = &each;
  }
  return out;
}

} // namespace ockam::channels
