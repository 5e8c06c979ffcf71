#include "channels/workers/channel_table.hpp"

#include "config/defaults.hpp"

#include <algorithm>
#include <utility>

namespace ockam::channels {

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

std::string channel_table::link_below(const wire::route& way) const {
  std::string hop{way.empty() ? std::string_view{} : way.front().value};
  for (std::size_t nested = 0; nested < config::route_hops_max; ++nested) {
    const auto at = by_address_.find(hop);
    if (at == by_address_.end()) break;
    hop = at->second->second.info.way.front().value;
  }
  return hop;
}

/// Changes how many a source has, and what it is found by.
void channel_table::rank(source& of, bool comes, entry& each) {
  by_size_.erase({of.members.size(), &of});
  if (comes)
    of.members.emplace(each.looked_at[of_source], &each);
  else
    of.members.erase({each.looked_at[of_source], &each});
  if (!of.members.empty())
    by_size_.emplace(of.members.size(), &of);
  else
    sources_.erase(std::string(of.name)); // a copy: the key goes with it
}

void channel_table::enter(entry& each, const std::string& from) {
  if (each.info.role != channel_role::responder) return;
  auto& of = sources_[from];
  of.name = from;
  each.from = &of;
  each.looked_at[of_source] = each.looked_at[of_peer] = each.last.sign;
  rank(of, true, each);
  by_peer_[each.info.peer].emplace(each.last.sign, &each);
}

void channel_table::leave(entry& each) {
  auto* const from = std::exchange(each.from, nullptr);
  if (!from) return;
  rank(*from, false, each);
  const auto at = by_peer_.find(each.info.peer);
  at->second.erase({each.looked_at[of_peer], &each});
  if (at->second.empty()) by_peer_.erase(at);
}

pulse& channel_table::add(channel_info info, const std::string& from) {
  const auto number = next_++;
  const auto at = open_.emplace(number, entry{std::move(info), {number}, nullptr, {}}).first;
  by_address_.emplace(at->second.info.encryptor, at);
  by_address_.emplace(at->second.info.decryptor, at);
  enter(at->second, from);
  return at->second.last;
}

void channel_table::move(const std::string& encryptor, const wire::route& way,
                         const std::string& from) {
  auto& each = by_address_.at(encryptor)->second;
  leave(each);
  each.info.way = way;
  enter(each, from);
}

void channel_table::remove(const std::string& encryptor) {
  const auto gone = by_address_.extract(encryptor);
  if (!gone) return;
  const auto at = gone.mapped();
  by_address_.erase(at->second.info.decryptor);
  leave(at->second);
  open_.erase(at);
}

channel_table::place channel_table::make_place(const std::string& from,
                                               const wire::identifier& peer, const keeps& kept) {
  const auto theirs = by_peer_.find(peer);
  const auto mine = sources_.find(from);
  const auto count = mine == sources_.end() ? 0 : mine->second.members.size();
  const auto full = [this](std::size_t size, config::limit most) { return size >= limits_[most]; };
  using enum config::limit;
  auto why = channels;
  entry* out = nullptr;
  if (theirs != by_peer_.end() && full(theirs->second.size(), channels_per_identity)) {
    why = channels_per_identity;
    out = silent_for_long(theirs->second, of_peer, kept);
  } else if (full(count, channels_per_source)) {
    why = channels_per_source;
    out = silent_for_long(mine->second.members, of_source, kept);
  } else if (full(open_.size(), channels) && !by_size_.empty()) {
    out = silent_for_long(by_size_.rbegin()->second->members, of_source, kept,
                          by_size_.rbegin()->first > 2 * count + config::places_spared);
  } else {
    return {};
  }
  if (!out) return {false, {}, why};
  out->last.sign = sign_of_life();
  return {true, out->info, why};
}

std::size_t channel_table::of_busiest_source() const {
  return by_size_.empty() ? 0 : by_size_.rbegin()->first;
}

std::size_t channel_table::of_busiest_identity() const {
  std::size_t out = 0;
  for (const auto& [peer, all] : by_peer_) out = std::max(out, all.size());
  return out;
}

/// The one that was silent for longest is first, unless it was heard, or kept, since it was looked
/// at; then it is ranked anew. A message or an end pays for each such step, and there are a few at a
/// time: then the best of those goes.
channel_table::entry* channel_table::silent_for_long(group& all, which g, const keeps& kept,
                                                     bool also_used) {
  entry *out = nullptr, *used = nullptr;
  const auto better = [](const entry* old, const entry& each) {
    return !old || each.last.sign < old->last.sign;
  };
  const auto steps = std::min(all.size(), config::channels_looked_at_max);
  for (std::size_t step = 0; step < steps; ++step) {
    ++looks_;
    const auto first = all.begin();
    auto& each = *first->second;
    const auto fresh = each.last.sign > each.looked_at[g];
    const auto why = kept(each.info);
    if (!fresh && why == keep::nothing) return &each;
    if (why == keep::nothing && better(out, each)) out = &each;
    if (why == keep::use && better(used, each)) used = &each;
    auto node = all.extract(first);
    each.looked_at[g] = node.value().first = fresh ? each.last.sign : sign_of_life();
    all.insert(std::move(node));
  }
  return out || !also_used ? out : used;
}

} // namespace ockam::channels
