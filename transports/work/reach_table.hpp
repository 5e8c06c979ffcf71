// What one flow has learnt: the addresses that may be named by what comes in there, because
// something that left there named them as its way back. Knows nothing of actors and messages.
//   reach_table links_of_a{65536};   reachable stream;      // a worker's entry in the directory
//   links_of_a.learn(stream, {});    links_of_a.find(stream) != nullptr
// An item goes when the worker's entry ends, when the table does, when all relays that it was learnt
// by have ended, or when there are too many: then the one that was unused for longest. No clock is
// asked: an answer may come after hours. Confined to the node's reactor. About 128 bytes an item.
#pragma once
#include "config/defaults.hpp"

#include <caf/intrusive_ptr.hpp>
#include <caf/ref_counted.hpp>

#include <array>
#include <cstddef>
#include <unordered_map>

namespace ockam::transports {

/// A relay, as what was learnt by way of it remembers it. Shared by the relay, by what it passes
/// on, and by what is learnt from that.
class relay_mark : public caf::ref_counted {
public:
  /// `whole`: it ends with that one, too.
  explicit relay_mark(caf::intrusive_ptr<const relay_mark> whole = {}) : whole_(std::move(whole)) {}
  void end() noexcept { standing_ = false; } ///< on the node's reactor only
  bool standing() const noexcept { return standing_ && (!whole_ || whole_->standing()); }

private:
  const caf::intrusive_ptr<const relay_mark> whole_;
  bool standing_ = true;
};
using relay_mark_ptr = caf::intrusive_ptr<relay_mark>;

class mark_set;
/// None: not learnt by a relay, so no relay's end ends it.
using marks = caf::intrusive_ptr<const mark_set>;

/// The relays that something was learnt by. Immutable, shared by many items and messages.
class mark_set : public caf::ref_counted {
public:
  static constexpr std::size_t size_max = 16; ///< more count as none; 8 bytes each, shared by many

  static marks of(relay_mark_ptr);
  /// Those of both that stand; none if either is none, or if they are too many.
  static marks join(const marks& a, const marks& b);
  bool standing() const noexcept; ///< whether one of them is
  bool covers(const mark_set& other) const noexcept;
  std::size_t size() const noexcept { return size_; }

private:
  void add(const relay_mark_ptr&);
  bool has(const relay_mark_ptr&) const noexcept;
  std::array<relay_mark_ptr, size_max + 1> all_{}; ///< one more: too many
  std::size_t size_ = 0;
};

class reach_table;

/// Something that can be learnt.
class reachable {
public:
  reachable() = default;
  reachable(const reachable&) = delete;
  reachable& operator=(const reachable&) = delete;
  void forget() noexcept; ///< no table knows it any more

protected:
  ~reachable() { forget(); }

private:
  friend class reach_table;
  struct item {
    reach_table* table;
    reachable* what;
    marks by;
    item *next_table = nullptr, *previous_table = nullptr; ///< of those that know `what`
    item *newer = nullptr, *older = nullptr;               ///< by use
  };
  item* known_ = nullptr;
};

class reach_table {
public:
  explicit reach_table(std::size_t max = config::reach_max) : max_(max) {}
  reach_table(const reach_table&) = delete;
  reach_table& operator=(const reach_table&) = delete;
  ~reach_table() { clear(); }

  void learn(reachable&, const marks& by);
  /// What it was learnt by; null if it is not known. The pointer holds until the table changes.
  const marks* find(const reachable&);
  /// Whether it is what was learnt last, and by the same.
  bool just_learnt(const reachable& what, const marks& by) const noexcept {
    return last_ && last_->what == &what && last_->by == by;
  }
  reachable* last() const noexcept { return last_ ? last_->what : nullptr; }
  void clear() noexcept;
  std::size_t size() const noexcept { return items_.size(); }

private:
  friend class reachable;
  using item = reachable::item;
  void use(item&) noexcept;
  void unlink_use(item&) noexcept;
  void remove(item&) noexcept;

  const std::size_t max_;
  std::unordered_map<const reachable*, item> items_;
  item *newest_ = nullptr, *oldest_ = nullptr;
  item* last_ = nullptr; ///< that was learnt
};

} // namespace ockam::transports
