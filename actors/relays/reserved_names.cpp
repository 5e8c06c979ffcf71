#include "actors/relays/reserved_names.hpp"

#include "config/defaults.hpp"

namespace ockam::actors {

void reserved_names::hold(std::string_view name, const wire::identifier& owner) {
  const auto at = all_.find(name);
  if (at != all_.end()) {
    at->second.until.reset();
    if (at->second.owner == owner) return;
    at->second.owner = owner;
  } else if (all_.size() < config::names_reserved_max) {
    all_.emplace(name, entry{owner, {}});
  } else {
    ++refused_;
    return;
  }
  changed_.emplace(name);
}

void reserved_names::ended(std::string_view name, time_point now) {
  if (const auto at = all_.find(name); at != all_.end())
    at->second.until = now + config::name_reserved;
}

void reserved_names::restore(std::string_view name, const wire::identifier& owner, time_point now) {
  if (all_.size() < config::names_reserved_max)
    all_.emplace(name, entry{owner, now + config::name_reserved});
}

void reserved_names::release(std::string_view name) {
  const auto at = all_.find(name);
  if (at == all_.end()) return;
  all_.erase(at);
  changed_.emplace(name);
}

const reserved_names::entry* reserved_names::find(std::string_view name, time_point now) const {
  const auto at = all_.find(name);
  if (at == all_.end()) return nullptr;
  return at->second.until && *at->second.until <= now ? nullptr : &at->second;
}

void reserved_names::expire(time_point now) {
  for (auto at = all_.begin(); at != all_.end();) {
    if (at->second.until && *at->second.until <= now) {
      changed_.emplace(at->first);
      at = all_.erase(at);
    } else {
      ++at;
    }
  }
}

std::vector<std::string> reserved_names::take_changed(std::size_t most) {
  std::vector<std::string> out;
  while (out.size() < most && !changed_.empty())
    out.push_back(std::move(changed_.extract(changed_.begin()).value()));
  return out;
}

} // namespace ockam::actors
