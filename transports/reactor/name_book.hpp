// Which names are looked up and for whom, and what is known of them already. One look-up per name
// at a time, whose answer is for all who wait; it is good for config::resolve_answer_lifetime, and
// so is a failure. Names take turns. Those that were slow the last time have places of their own,
// so that a silent name server holds up no other's names. Pure: the threads, the lock and the time
// are its owner's.
#pragma once
#include "config/defaults.hpp"
#include "transports/io/socket_address.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ockam::transports {

template <class Waiter>
class name_book {
public:
  using found = result<std::vector<socket_address>>;

  /// What is known of a name. If nothing is, the waiter waits, and gets the name's answer from
  /// end(). Errors: limit if config::resolver_names_max other names, or too many for this name,
  /// wait already.
  std::optional<found> ask(const std::string& host, Waiter waiter, time_point now) {
    auto at = names_.find(host);
    if (at == names_.end()) {
      if (names_.size() >= config::resolver_names_max && !forget_one())
        return refusal(host, "names", config::resolver_names_max);
      at = names_.try_emplace(host).first;
    }
    auto& name = at->second;
    if (name.what && now < name.good_until) return name.what;
    if (name.waiting.size() >= config::resolver_waiting_per_name_max)
      return refusal(host, "others", config::resolver_waiting_per_name_max);
    name.waiting.push_back(std::move(waiter));
    if (!std::exchange(name.due, true)) line_of(name).names.push_back(host);
    return {};
  }

  /// The name whose turn it is, for the caller to look up; none if no name waits, or if
  /// config::resolver_lookups_max names of its kind are being looked up.
  std::optional<std::string> begin(time_point now) {
    for (auto* const each : {&quick_, &slow_}) {
      if (each->names.empty() || each->running >= config::resolver_lookups_max) continue;
      auto host = std::move(each->names.front());
      each->names.pop_front();
      ++each->running;
      names_[host].began = now;
      return host;
    }
    return {};
  }
  /// Whether begin() has a name.
  bool has_turn() const noexcept { return quick_.has_turn() || slow_.has_turn(); }

  /// Notes the answer for a name, and returns those who wait for it.
  std::vector<Waiter> end(const std::string& host, found what, time_point now) {
    auto& name = names_[host];
    --line_of(name).running;
    name.slow = now - name.began > config::resolve_slow_after;
    name.due = false;
    name.what = std::move(what);
    name.good_until = now + config::resolve_answer_lifetime;
    return std::exchange(name.waiting, {});
  }

private:
  struct entry {
    std::vector<Waiter> waiting;
    std::optional<found> what; ///< the last answer; none before the first one
    time_point good_until{};
    time_point began{};
    bool due = false;  ///< while the name is in line, or being looked up
    bool slow = false; ///< whether its last look-up took more than config::resolve_slow_after
  };
  struct line {
    std::deque<std::string> names;
    std::size_t running = 0;
    bool has_turn() const noexcept {
      return !names.empty() && running < config::resolver_lookups_max;
    }
  };
  line& line_of(const entry& e) noexcept { return e.slow ? slow_ : quick_; }

  static std::optional<found> refusal(const std::string& host, std::string_view what,
                                      std::size_t max) {
    return found(fail(errc::limit, "cannot resolve " + host + ": " + std::to_string(max) + ' '
                                       + std::string(what) + " wait to be resolved"));
  }

  /// Forgets the name whose answer is the oldest, of those that nobody waits for.
  bool forget_one() {
    auto oldest = names_.end();
    for (auto i = names_.begin(); i != names_.end(); ++i)
      if (!i->second.due
          && (oldest == names_.end() || i->second.good_until < oldest->second.good_until))
        oldest = i;
    if (oldest == names_.end()) return false;
    names_.erase(oldest);
    return true;
  }

  std::map<std::string, entry> names_;
  line quick_, slow_;
};

} // namespace ockam::transports
