// One budget for all that waits in a node's memory: the output of links and their half frames, what
// streams hold for their sockets, and what comes before a target is dialed. Who holds some of it
// has a share. When all shares together are more than the budget, the largest one ends.
//   to change a share   a few additions; it moves to another list when it has changed by an eighth
//   to find the largest the last list that is not empty, so it is the largest within an eighth
// Nothing here allocates, and nothing depends on how many shares there are. Pure; for one thread.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

namespace ockam::transports {

class memory_budget {
public:
  class share;

  explicit memory_budget(std::size_t max) noexcept : max_(max) {}
  memory_budget(const memory_budget&) = delete;
  memory_budget& operator=(const memory_budget&) = delete;

  std::size_t max() const noexcept { return max_; }
  std::size_t held() const noexcept { return held_; }     ///< by all shares, in bytes
  std::uint64_t ended() const noexcept { return ended_; } ///< shares that had to end
  std::uint64_t falls() const noexcept { return falls_; } ///< times that much was given back
  /// `call` is called when less than half of the most that was held is left, and that is at least
  /// config::memory_fall_min less: it may be time to give memory back to the system.
  void on_fall(std::function<void()> call) { on_fall_ = std::move(call); }

private:
  static constexpr std::size_t lists = 512; ///< 8 for each power of two
  static std::size_t list_of(std::size_t bytes) noexcept;
  void enlist(share&) noexcept;
  void strike(share&) noexcept;
  share& largest() const noexcept;
  void end_largest();
  void look_for_fall();

  const std::size_t max_;
  std::size_t held_ = 0;
  std::size_t leaving_ = 0; ///< of shares that had to end, and are not given back yet
  std::size_t peak_ = 0;    ///< most that was held or leaving since the last fall
  std::uint64_t ended_ = 0, falls_ = 0;
  std::array<share*, lists> first_{};
  std::array<std::uint64_t, lists / 64> used_{}; ///< a bit for each list that is not empty
  std::function<void()> on_fall_;
};

/// What one holder holds; a member of it.
class memory_budget::share {
public:
  /// `end` is called when the holder has to end, from inside a hold() of any share, also of its
  /// own. From then on this share counts nothing.
  share(memory_budget& all, std::function<void()> end) : all_(all), end_(std::move(end)) {}
  share(const share&) = delete;
  share& operator=(const share&) = delete;
  ~share() { give_back(); }

  /// The holder holds so many bytes now.
  void hold(std::size_t bytes) {
    if (bytes != held_ && !over_) change(bytes);
  }
  std::size_t held() const noexcept { return held_; }
  /// The holder has ended and holds nothing any more.
  void give_back();

private:
  friend class memory_budget;
  void change(std::size_t bytes);

  memory_budget& all_;
  const std::function<void()> end_;
  share *next_ = nullptr, *previous_ = nullptr;
  std::size_t held_ = 0;
  bool over_ = false;
};

} // namespace ockam::transports
