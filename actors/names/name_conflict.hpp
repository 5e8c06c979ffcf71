// That somebody else wanted the name of a relay: who, and whether it was lately enough to be shown.
// Pure.
#pragma once
#include "config/defaults.hpp"
#include "transports/io/clock.hpp"

#include <string>
#include <utility>

namespace ockam::actors {

class name_conflict {
public:
  void note(std::string who, transports::time_point now) {
    who_ = std::move(who);
    at_ = now;
  }
  /// Who it was, within config::conflict_shown; empty if nobody did.
  std::string shown(transports::time_point now) const {
    return now - at_ < config::conflict_shown ? who_ : std::string();
  }
  /// Whether it was noted so lately that nobody needs to hear of it again.
  bool was_just_told(transports::time_point now) const {
    return !who_.empty() && now - at_ < config::log_limit_period;
  }

private:
  std::string who_;
  transports::time_point at_{};
};

} // namespace ockam::actors
