// Names of relays that belong to identities: names that they have, and names that they had until
// config::name_reserved ago. Names that have to be written down, so that they hold over restarts,
// are handed out in turns. Pure.
#pragma once
#include "transports/io/clock.hpp"
#include "wire/messages/identifier.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::actors {

class reserved_names {
public:
  using time_point = transports::time_point;

  struct entry {
    wire::identifier owner;
    std::optional<time_point> until; ///< none while the owner has the relay
  };
  using entries = std::map<std::string, entry, std::less<>>;

  /// The owner has that name from now on. If config::names_reserved_max are there, the name is not
  /// reserved afterwards.
  void hold(std::string_view name, const wire::identifier& owner);
  /// The owner's relay has ended; the name stays reserved for config::name_reserved.
  void ended(std::string_view name, time_point now);
  /// Restores a name that was written down before this start; its end is counted from now.
  void restore(std::string_view name, const wire::identifier& owner, time_point now);
  void release(std::string_view name);
  /// Whose the name is; null if it is nobody's.
  const entry* find(std::string_view name, time_point now) const;
  void expire(time_point now);

  const entries& all() const noexcept { return all_; }
  std::size_t size() const noexcept { return all_.size(); }
  std::uint64_t refused() const noexcept { return refused_; } ///< names that had no place
  /// Up to `most` names that have changed since they were handed out: those in all() are to be
  /// written down, the others to be forgotten.
  std::vector<std::string> take_changed(std::size_t most);
  bool changed() const noexcept { return !changed_.empty(); }

private:
  entries all_;
  std::set<std::string, std::less<>> changed_;
  std::uint64_t refused_ = 0;
};

} // namespace ockam::actors
