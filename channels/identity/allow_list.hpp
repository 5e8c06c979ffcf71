// Whom one end of a channel, an inlet or an outlet talks to: everybody, or those named.
#pragma once
#include "wire/messages/identifier.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace ockam::channels {

class allow_list {
public:
  /// Everybody, also those that no channel has proven.
  allow_list() = default;
  /// Only those named. Nobody if the list is empty: what was meant as a restriction stays one.
  explicit allow_list(std::vector<wire::identifier> authorized)
      : authorized_(std::move(authorized)) {}

  bool everybody() const noexcept { return !authorized_; }
  bool admits(const std::optional<wire::identifier>& who) const {
    if (everybody()) return true;
    return who && std::find(authorized_->begin(), authorized_->end(), *who) != authorized_->end();
  }
  /// REQUIRES: !everybody().
  const std::vector<wire::identifier>& authorized() const noexcept { return *authorized_; }

private:
  std::optional<std::vector<wire::identifier>> authorized_;
};

} // namespace ockam::channels
