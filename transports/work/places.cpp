#include "transports/work/places.hpp"

#include "config/defaults.hpp"

namespace ockam::transports {

void places::count(source& of, bool comes) {
  by_size_.erase({of.size, &of});
  of.size += comes ? 1 : std::size_t(-1);
  if (of.size > 0)
    by_size_.emplace(of.size, &of);
  else
    sources_.erase(std::string(of.name)); // a copy: the key goes with it
}

void places::enter(number n, const std::string& name, rank r) {
  auto& of = sources_.try_emplace(name).first->second;
  of.name = name;
  of.by_rank[index(r)].insert(n);
  all_.emplace(n, place{&of, r});
  if (r == rank::silent) silent_.insert(n);
  if (r != rank::proven) ++strangers_;
  count(of, true);
}

void places::move(number n, rank to) {
  const auto at = all_.find(n);
  if (at == all_.end() || at->second.now == to) return;
  auto& [of, now] = at->second;
  of->by_rank[index(to)].insert(of->by_rank[index(now)].extract(n));
  if (now == rank::silent) silent_.erase(n);
  if (to == rank::silent) silent_.insert(n);
  if (now == rank::proven) ++strangers_;
  if (to == rank::proven) --strangers_;
  now = to;
}

void places::leave(number n) {
  const auto at = all_.find(n);
  if (at == all_.end()) return;
  const auto [of, now] = at->second;
  all_.erase(at);
  of->by_rank[index(now)].erase(n);
  if (now == rank::silent) silent_.erase(n);
  if (now != rank::proven) --strangers_;
  count(*of, false);
}

std::size_t places::strangers_in(const source& of) const noexcept {
  return of.size - of.by_rank[index(rank::proven)].size();
}

std::size_t places::of_source(const std::string& name) const {
  const auto at = sources_.find(name);
  return at == sources_.end() ? 0 : at->second.size;
}

std::size_t places::strangers_of(const std::string& name) const {
  const auto at = sources_.find(name);
  return at == sources_.end() ? 0 : strangers_in(at->second);
}

std::size_t places::strangers_of_busiest(const std::string& beside) const {
  for (auto at = by_size_.rbegin(); at != by_size_.rend(); ++at)
    if (at->second->name != beside) return strangers_in(*at->second);
  return 0;
}

bool places::owed_to(const std::string& name) const {
  return !by_size_.empty() && by_size_.rbegin()->first > of_source(name) + 1;
}

std::optional<places::number> places::oldest_silent_of(const std::string& name) const {
  const auto at = sources_.find(name);
  if (at == sources_.end()) return {};
  const auto& silent = at->second.by_rank[index(rank::silent)];
  if (silent.empty()) return {};
  return *silent.begin();
}

std::optional<places::number> places::gives_way(const std::string& name, const in_use& used) {
  ++looks_;
  const auto mine = of_source(name);
  if (owed_to(name))
    if (const auto out = from(*by_size_.rbegin()->second, mine, used)) return out;
  // Never of a source that has fewer: its newest may be silent because it was only just accepted.
  constexpr std::size_t looks_max = 16;
  auto at = silent_.begin();
  for (std::size_t n = 0; n < looks_max && at != silent_.end(); ++n, ++at) {
    ++looks_;
    if (all_.at(*at).of->size >= mine) return *at;
  }
  return {};
}

/// One that came into use since it was ranked is ranked anew, once, and the next one is looked at.
std::optional<places::number> places::from(const source& busiest, std::size_t newcomers,
                                           const in_use& used) {
  const auto& silent = busiest.by_rank[index(rank::silent)];
  if (!silent.empty()) return *silent.begin();
  const auto& idle = busiest.by_rank[index(rank::idle)];
  while (!idle.empty()) {
    ++looks_;
    const auto newest = *idle.rbegin();
    if (!used(newest)) return newest;
    move(newest, rank::used);
  }
  if (busiest.size <= 2 * newcomers + config::places_spared) return {};
  for (const auto r : {rank::used, rank::proven})
    if (const auto& those = busiest.by_rank[index(r)]; !those.empty()) return *those.rbegin();
  return {};
}

} // namespace ockam::transports
