// What one flow has learnt: addresses that what comes in there may name, because something that
// left there named them as its way back. Knows nothing of actors and messages.
//   reach_table links_of_a{65536};   reachable stream;      // a worker's entry in the directory
//   links_of_a.learn(stream, {});    links_of_a.find(stream) != nullptr
// An item goes when the worker's entry or the table ends, or when all relays that it was learnt by
// have ended. When there are too many items, the one that was unused for longest goes. No clock is
// asked, because an answer may come after hours. Confined to the node's reactor. An item takes
// about 128 bytes.
#pragma once
#include "config/defaults.hpp"

#include <caf/intrusive_ptr.hpp>
#include <caf/ref_counted.hpp>

#include <cstddef>
#include <unordered_map>
#include <vector>

namespace ockam::transports {

/// Stands for a relay in what was learnt by way of it. The relay, the messages that it passes on,
/// and what is learnt from these share it.
class relay_mark : public caf::ref_counted {
public:
  /// A mark that also ends with `whole`, if that is given.
  explicit relay_mark(caf::intrusive_ptr<const relay_mark> whole = {}) : whole_(std::move(whole)) {}
  void end() noexcept { standing_ = false; } ///< on the node's reactor only
  bool standing() const noexcept { return standing_ && (!whole_ || whole_->standing()); }

private:
  const caf::intrusive_ptr<const relay_mark> whole_;
  bool standing_ = true;
};
using relay_mark_ptr = caf::intrusive_ptr<relay_mark>;

class mark_set;
/// The relays that something was learnt by; null if there was none, so no relay's end ends it.
using marks = caf::intrusive_ptr<const mark_set>;

/// A set of relays. Immutable, and shared by many items and messages.
class mark_set : public caf::ref_counted {
public:
  static constexpr std::size_t size_max = config::reach_relays_max;

  static marks of(relay_mark_ptr);
  /// The relays of both sets that stand; null if either set is null. If there are too many, all of
  /// `b` and some of `a`.
  static marks join(const marks& a, const marks& b);
  bool standing() const noexcept; ///< whether one of the relays is
  /// False when some that have ended may be left out by a join. Costs the same for every size.
  bool tidy() const noexcept;
  bool covers(const mark_set& other) const noexcept;
  std::size_t size() const noexcept { return all_.size(); }

private:
  bool has(const relay_mark_ptr&) const noexcept;
  std::vector<relay_mark_ptr> all_; ///< by address
};

class reach_table;

/// Something that can be learnt.
class reachable {
public:
  reachable() = default;
  reachable(const reachable&) = delete;
  reachable& operator=(const reachable&) = delete;
  void forget() noexcept; ///< takes it out of all tables

protected:
  ~reachable() { forget(); }

private:
  friend class reach_table;
  struct item {
    reach_table* table;
    reachable* what;
    marks by;
    /// In the list of the tables that know `what`.
    item *next_table = nullptr, *previous_table = nullptr;
    item *newer = nullptr, *older = nullptr; ///< in the order of use
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
  /// The relays by which something was learnt; null if it was not learnt. The pointer holds until
  /// the table changes.
  const marks* find(const reachable&);
  /// Whether this was learnt last, and by the same relays.
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
  item* last_ = nullptr; ///< the item that was learnt last
};

} // namespace ockam::transports
