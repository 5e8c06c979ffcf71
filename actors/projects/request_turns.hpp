// Whose request an authority takes next. Those of enrollers, of members and of strangers wait apart
// and have their turns one after the other; among each kind the sources do: members by who they
// are, strangers by the link that they came through, because identities cost nothing. So however
// many wait of one source, a request of another waits for a few. Each kind has a bound, and each
// source one: when a kind is full the newest request of its busiest source gives way. Pure.
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

namespace ockam::actors {

class request_turns {
public:
  using number = std::uint64_t; ///< of a request
  enum class caller : unsigned char { enroller, member, stranger };

  /// It waits from now on. Returns which one has no place: an older one, the same one, or none.
  std::optional<number> wait(caller, const std::string& source, number);
  /// The next in turn; none: nobody waits.
  std::optional<number> next();
  std::size_t size() const noexcept;

private:
  struct kind {
    std::map<std::string, std::deque<number>> waiting{}; ///< by source; none is empty
    std::deque<std::string> turns{};                     ///< the same sources
    std::size_t size = 0;
  };

  std::array<kind, 3> kinds_; ///< by caller
  std::size_t last_ = 2;      ///< who had the last turn
};

} // namespace ockam::actors
