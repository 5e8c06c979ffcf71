// With whom a link has to do of late: the links that what it brings leaves by, and those that bring
// what leaves by it. Who has only one of them may be made to wait for it alone. Pure.
#pragma once
#include "transports/io/clock.hpp"

#include <cstdint>

namespace ockam::transports {

class company {
public:
  using number = std::uint64_t; ///< of a link; 0 is none

  /// Cheap enough for each message: most are of the same two.
  void meet(number who, time_point now) noexcept {
    if (last_.who != who) {
      before_ = last_;
      last_.who = who;
    }
    last_.seen = now;
  }
  /// Whether anybody else than `who` was met after `since`.
  bool others_than(number who, time_point since) const noexcept {
    return last_.is_other(who, since) || before_.is_other(who, since);
  }

private:
  struct meeting {
    number who = 0;
    time_point seen{};
    bool is_other(number one, time_point since) const noexcept {
      return who != 0 && who != one && seen > since;
    }
  };
  meeting last_, before_;
};

} // namespace ockam::transports
