// Who is next, where more is asked for than can be done in a moment. Everybody who asks belongs to a
// source; what is done for a source is charged to it, and of those that wait the source that had the
// least is next (start-time fair queueing). One that was away does not get all that it left to
// others, only `credit`: enough that who asks seldom does not wait behind those who ask without end.
//   if (line.may_go(*who)) { do it; line.charge(*who, cost); } else line.wait(who, item);
//   while (auto one = line.next()) { do one->what; line.charge(*one->whose, cost); }
// A step costs the same however many wait, up to a logarithm. Pure; for one thread.
#pragma once
#include "config/defaults.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ockam::transports {

template <class Item>
class fair_line {
public:
  class source {
  public:
    explicit source(std::string name) : name_(std::move(name)) {}
    const std::string& name() const noexcept { return name_; }
    std::size_t waiting() const noexcept { return waiting_.size(); }
    bool blocked() const noexcept { return blocked_; }
    std::size_t at_work = 0; ///< the owner's: what was begun for it and goes on

  private:
    friend class fair_line;
    bool blocked_ = false;
    const std::string name_;
    std::uint64_t had_ = 0;    ///< where what was done for it ended, on the clock of what was done
    std::uint64_t key_ = 0;    ///< in the line, with place_
    std::uint64_t place_ = 0;  ///< 0: it is not in the line
    std::deque<Item> waiting_; ///< the oldest first
  };
  using source_ptr = std::shared_ptr<source>;

  /// `credit` in the unit of costs.
  explicit fair_line(std::uint64_t credit) noexcept : credit_(credit), now_(credit) {}

  /// The source of that name. Those that owe nothing are forgotten, the oldest first.
  source_ptr of(const std::string& name) {
    if (const auto at = by_name_.find(name); at != by_name_.end()) return *at->second;
    forget_some();
    known_.push_back(std::make_shared<source>(name));
    by_name_.emplace(name, std::prev(known_.end()));
    return known_.back();
  }

  /// Whether nobody waits who should go first.
  bool may_go(const source& who) const noexcept {
    if (who.blocked_) return false;
    if (line_.empty()) return true;
    return who.waiting_.empty() && start_of(who) <= line_.begin()->first.first;
  }
  void charge(source& who, std::uint64_t cost) {
    const auto start = start_of(who);
    now_ = std::max(now_, start);
    who.had_ = start + cost;
    if (who.place_ == 0) return;
    auto moved = line_.extract({who.key_, who.place_}); // allocates nothing
    moved.key().first = who.key_ = who.had_;
    line_.insert(std::move(moved));
  }

  void wait(const source_ptr& who, Item what) {
    count(who, [&] { who->waiting_.push_back(std::move(what)); });
    enter(who);
  }
  /// Nothing of that source is next until it is unblocked.
  void block(const source_ptr& who) {
    who->blocked_ = true;
    if (const auto place = std::exchange(who->place_, 0))
      take_out(line_, spare_places_, {who->key_, place});
  }
  void unblock(const source_ptr& who) {
    who->blocked_ = false;
    if (who->waiting() > 0) enter(who);
  }
  struct turn {
    source_ptr whose;
    Item what;
  };
  /// Takes out who is next; what is done for it is to be charged. None if nobody waits.
  std::optional<turn> next() {
    if (line_.empty()) return {};
    auto who = line_.begin()->second;
    auto what = std::move(who->waiting_.front());
    count(who, [&] { who->waiting_.pop_front(); });
    return turn{std::move(who), std::move(what)};
  }
  /// Takes out the newest of the source that has most, in place of one more of `of`; none if that one
  /// has hardly less.
  std::optional<turn> make_way(const source& of) {
    if (by_size_.empty()) return {};
    const auto& [size, busiest] = *by_size_.rbegin();
    if (size <= of.waiting() + 1) return {};
    auto who = busiest; // it may go with its place
    auto what = std::move(who->waiting_.back());
    count(who, [&] { who->waiting_.pop_back(); });
    return turn{std::move(who), std::move(what)};
  }
  /// Takes out what waits of that source and is equal. Looks at all that waits of the source.
  void leave(const source_ptr& who, const Item& what) {
    count(who, [&] { std::erase(who->waiting_, what); });
  }

  bool empty() const noexcept { return line_.empty(); } ///< whether next() has nobody
  void clear() {
    while (!by_size_.empty()) {
      const auto who = by_size_.begin()->second;
      count(who, [&] { who->waiting_.clear(); });
    }
  }
  std::size_t waiting() const noexcept { return waiting_; }
  std::size_t sources() const noexcept { return known_.size(); } ///< those that are remembered

private:
  using list = std::list<source_ptr>;

  void enter(const source_ptr& who) {
    if (who->place_ != 0 || who->blocked_) return;
    who->key_ = start_of(*who);
    who->place_ = ++places_;
    if (spare_places_.empty())
      return static_cast<void>(line_.emplace(std::pair{who->key_, who->place_}, who));
    auto node = std::move(spare_places_.back());
    spare_places_.pop_back();
    node.key() = {who->key_, who->place_};
    node.mapped() = who;
    line_.insert(std::move(node));
  }
  std::uint64_t start_of(const source& who) const noexcept {
    return std::max(who.had_, now_ - credit_);
  }
  /// Changes what waits of a source, and all that is counted of it.
  template <class F>
  void count(const source_ptr& who, F&& change) {
    const auto before = who->waiting_.size();
    change();
    const auto now = who->waiting_.size();
    waiting_ += now - before;
    if (before > 0) take_out(by_size_, spare_sizes_, {before, who});
    if (now > 0) put_size(now, who);
    if (now > 0 || who->place_ == 0) return;
    const auto place = std::exchange(who->place_, 0);
    take_out(line_, spare_places_, {who->key_, place});
  }
  /// Who comes and goes all the time shall not allocate each time: some nodes are kept.
  template <class Tree>
  static void take_out(Tree& tree, std::vector<typename Tree::node_type>& spare,
                       const typename Tree::key_type& key) {
    auto node = tree.extract(key);
    constexpr std::size_t spares_max = 16;
    if (node.empty() || spare.size() >= spares_max) return;
    if constexpr (requires { node.mapped(); })
      node.mapped().reset();
    else
      node.value().second.reset();
    spare.push_back(std::move(node));
  }
  void put_size(std::size_t size, const source_ptr& who) {
    if (spare_sizes_.empty()) return static_cast<void>(by_size_.emplace(size, who));
    auto node = std::move(spare_sizes_.back());
    spare_sizes_.pop_back();
    node.value() = {size, who};
    by_size_.insert(std::move(node));
  }
  void forget_some() {
    constexpr int looks_max = 2;
    for (int n = 0; n < looks_max && !known_.empty(); ++n) {
      const auto& oldest = known_.front();
      const auto stays = oldest->had_ + credit_ > now_ || oldest.use_count() > 1;
      if (stays && known_.size() < config::sources_paced_max) {
        known_.splice(known_.end(), known_, known_.begin());
      } else {
        by_name_.erase(oldest->name());
        known_.pop_front();
      }
    }
  }

  const std::uint64_t credit_;
  std::uint64_t now_; ///< where what was done last began
  std::map<std::pair<std::uint64_t, std::uint64_t>, source_ptr> line_; ///< those of which some wait
  std::set<std::pair<std::size_t, source_ptr>> by_size_;               ///< the same
  std::vector<typename decltype(line_)::node_type> spare_places_;
  std::vector<typename decltype(by_size_)::node_type> spare_sizes_;
  list known_; ///< the oldest first
  std::unordered_map<std::string, typename list::iterator> by_name_;
  std::uint64_t places_ = 0;
  std::size_t waiting_ = 0;
};

} // namespace ockam::transports
