// Places of something that anybody may take, and who has to give one up when all are taken. Those
// who are admitted (by a credential, say) and what we began ourselves are not kept here: they give
// way to nobody. Of the others
//   a source that has fewer than the busiest one takes a place of that one
//   of the busiest the silent go first, the oldest of them; then the newest that is idle; in use, or
//   of somebody proven, only if the source has more than twice as many as the newcomer's
//   without such a source, the oldest silent one goes of those that have no fewer
// A look costs the same however many there are. Pure; knows links and channels by their numbers.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

namespace ockam::transports {

class places {
public:
  using number = std::uint64_t; ///< larger: newer
  enum class rank : unsigned char { silent, idle, used, proven };

  void enter(number, const std::string& source, rank);
  void move(number, rank);
  void leave(number);

  std::size_t size() const noexcept { return all_.size(); }
  std::size_t strangers() const noexcept { return strangers_; } ///< those below `proven`
  std::size_t of_source(const std::string& source) const;
  std::size_t strangers_of(const std::string& source) const;
  /// Of the source that has most places beside that one; 0 if there is none.
  std::size_t strangers_of_busiest(const std::string& beside = {}) const;
  /// Whether some source has so many more that one of its places is that of `source` by right.
  bool owed_to(const std::string& source) const;

  /// Whether what is thought to be idle is in use, so that it is looked at once more.
  using in_use = std::function<bool(number)>;
  /// Who gives way to one more of `source`.
  std::optional<number> gives_way(const std::string& source, const in_use&);
  /// The oldest silent one of `source` itself.
  std::optional<number> oldest_silent_of(const std::string& source) const;

  /// How many places were looked at so far.
  std::uint64_t looks() const noexcept { return looks_; }

private:
  static constexpr std::size_t ranks = 4;
  struct source {
    std::string name;
    std::array<std::set<number>, ranks> by_rank;
    std::size_t size = 0;
  };
  struct place {
    source* of;
    rank now;
  };
  static std::size_t index(rank r) noexcept { return static_cast<std::size_t>(r); }
  std::size_t strangers_in(const source&) const noexcept;
  void count(source&, bool comes);
  std::optional<number> from(const source&, std::size_t newcomers, const in_use&);

  std::unordered_map<std::string, source> sources_;
  std::set<std::pair<std::size_t, source*>> by_size_;
  std::unordered_map<number, place> all_;
  std::set<number> silent_;
  std::size_t strangers_ = 0;
  std::uint64_t looks_ = 0;
};

} // namespace ockam::transports
