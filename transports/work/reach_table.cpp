#include "transports/work/reach_table.hpp"

#include <caf/make_counted.hpp>

#include <algorithm>
#include <functional>
#include <utility>

namespace ockam::transports {

// -- marks ----------------------------------------------------------------------------------------

namespace {

constexpr auto in_order = [](const relay_mark_ptr& a, const relay_mark_ptr& b) {
  return std::less<>{}(a.get(), b.get());
};

} // namespace

marks mark_set::of(relay_mark_ptr one) {
  auto made = caf::make_counted<mark_set>();
  made->all_.push_back(std::move(one));
  return made;
}

marks mark_set::join(const marks& a, const marks& b) {
  if (!a || !b) return nullptr;
  if (a->tidy() && (a == b || a->covers(*b))) return a;
  auto made = caf::make_counted<mark_set>();
  auto& all = made->all_;
  const auto add = [&all](const relay_mark_ptr& one) {
    if (one->standing() && all.size() < size_max) all.push_back(one);
  };
  for (const auto& one : b->all_) add(one);
  for (const auto& one : a->all_)
    if (!b->has(one)) add(one);
  std::sort(all.begin(), all.end(), in_order);
  return made;
}

bool mark_set::has(const relay_mark_ptr& one) const noexcept {
  return std::binary_search(all_.begin(), all_.end(), one, in_order);
}

bool mark_set::tidy() const noexcept { return all_.empty() || all_.front()->standing(); }

bool mark_set::standing() const noexcept {
  return std::any_of(all_.begin(), all_.end(),
                     [](const relay_mark_ptr& one) { return one->standing(); });
}

bool mark_set::covers(const mark_set& other) const noexcept {
  return std::all_of(other.all_.begin(), other.all_.end(),
                     [this](const relay_mark_ptr& one) { return has(one); });
}

// -- tables ---------------------------------------------------------------------------------------

void reachable::forget() noexcept {
  while (known_) known_->table->remove(*known_);
}

void reach_table::learn(reachable& what, const marks& by) {
  if (by && !by->standing()) return;
  auto [at, added] = items_.try_emplace(&what, item{this, &what, by});
  auto& one = at->second;
  if (added) {
    one.next_table = what.known_;
    if (what.known_) what.known_->previous_table = &one;
    what.known_ = &one;
  } else {
    unlink_use(one);
    one.by = one.by && !one.by->standing() ? by : mark_set::join(one.by, by);
  }
  use(one);
  last_ = &one;
  if (items_.size() > max_) remove(*oldest_);
}

const marks* reach_table::find(const reachable& what) {
  const auto at = items_.find(&what);
  if (at == items_.end()) return nullptr;
  auto& one = at->second;
  if (one.by && !one.by->standing()) {
    remove(one);
    return nullptr;
  }
  if (one.by && !one.by->tidy()) one.by = mark_set::join(one.by, one.by);
  if (newest_ != &one) {
    unlink_use(one);
    use(one);
  }
  return &one.by;
}

void reach_table::use(item& one) noexcept {
  one.older = newest_;
  one.newer = nullptr;
  (newest_ ? newest_->newer : oldest_) = &one;
  newest_ = &one;
}

void reach_table::unlink_use(item& one) noexcept {
  (one.older ? one.older->newer : oldest_) = one.newer;
  (one.newer ? one.newer->older : newest_) = one.older;
}

void reach_table::remove(item& one) noexcept {
  if (last_ == &one) last_ = nullptr;
  unlink_use(one);
  (one.previous_table ? one.previous_table->next_table : one.what->known_) = one.next_table;
  if (one.next_table) one.next_table->previous_table = one.previous_table;
  items_.erase(one.what);
}

void reach_table::clear() noexcept {
  while (oldest_) remove(*oldest_);
}

} // namespace ockam::transports
