// A credential that a node shows, with what it says: until when it holds, when to get the next one,
// and of which version of the member's attributes it is. Pure.
#pragma once
#include "channels/identity/credential.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace ockam::channels {

class held_credential {
public:
  /// `said` is what `shown` was verified to say.
  held_credential(presented_credential shown, credential said)
      : shown_(std::move(shown)),
        valid_(said.valid),
        version_(take_version(said.attributes)),
        attributes_(std::move(said.attributes)) {}

  const presented_credential& shown() const noexcept { return shown_; }
  const std::map<std::string, std::string>& attributes() const noexcept { return attributes_; }
  /// None if its authority answers no questions about members.
  const std::optional<std::uint64_t>& version() const noexcept { return version_; }
  timestamp issued_at() const noexcept { return valid_.from; }
  timestamp expires_at() const noexcept { return valid_.until; }

  bool holds(timestamp now) const noexcept { return now <= valid_.until; }
  /// Whether it is time for the next one: half of its life is over, or a clock that was ahead issued
  /// it.
  bool is_due(timestamp now) const {
    if (now >= valid_.from + (valid_.until - valid_.from) / 2) return true;
    return now < valid_.from && clocks_differ(now, valid_.from);
  }

private:
  presented_credential shown_;
  validity valid_;
  std::optional<std::uint64_t> version_;
  std::map<std::string, std::string> attributes_; ///< without the version
};

} // namespace ockam::channels
