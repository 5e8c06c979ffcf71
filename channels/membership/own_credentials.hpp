// What a node's own identity shows in its channels: the credentials that its projects gave it, and
// beside them one of each other authority. Pure.
#pragma once
#include "channels/identity/credential.hpp"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace ockam::channels {

class own_credentials {
public:
  /// Shows these in the place of those that projects gave before.
  void set_of_projects(std::vector<presented_credential> own) {
    of_projects_ = std::move(own);
    put_together();
  }
  /// Shows this one in the place of an older one of that authority.
  void set_of(const identifier& authority, presented_credential own) {
    of_others_.insert_or_assign(authority, std::move(own));
    put_together();
  }

  const std::vector<presented_credential>& all() const noexcept { return all_; }
  /// How often they became others; who has shown them at that time need not do so again.
  std::uint64_t times() const noexcept { return times_; }
  /// Those that no project gave, by authority.
  const std::map<identifier, presented_credential>& of_others() const noexcept {
    return of_others_;
  }

private:
  void put_together() {
    all_ = of_projects_;
    for (const auto& [authority, own] : of_others_) all_.push_back(own);
    ++times_;
  }

  std::vector<presented_credential> of_projects_, all_;
  std::map<identifier, presented_credential> of_others_;
  std::uint64_t times_ = 0;
};

} // namespace ockam::channels
