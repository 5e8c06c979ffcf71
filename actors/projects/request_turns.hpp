// Decides whose request an authority takes next. Requests of enrollers, of members and of strangers
// wait apart and have their turns one after the other. Within each kind the sources take turns:
// members by who they are, strangers by where their links come from, because identities cost
// nothing. So however many requests of one source wait, one of another source waits only for a few.
// Each kind has a bound, and so has each source: when a kind is full, the newest request of its
// busiest source gives way. Pure.
#pragma once
#include "config/base/turns.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace ockam::actors {

class request_turns {
public:
  using number = std::uint64_t; ///< number of a request
  enum class caller : unsigned char { enroller, member, stranger };

  /// Lets a request wait. Returns the one that has no place: an older one, this one, or none.
  std::optional<number> wait(caller, const std::string& source, number);
  /// The next request in turn; none if none waits.
  std::optional<number> next();
  std::size_t size() const noexcept;
  /// Whether so many of that kind wait that no source may have more.
  bool is_full(caller) const noexcept;

private:
  std::array<config::turns<number>, 3> kinds_; ///< by caller
  std::size_t last_ = 2;                       ///< who had the last turn
};

} // namespace ockam::actors
