// What waits of many sources, which take turns: however much one of them has waiting, what another
// one has waits only for a few. When there is no more place, the newest of the source that has most
// makes way for a source that has less. A step costs the same however many wait. Pure.
#pragma once
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

namespace ockam::config {

template <class T>
class turns {
public:
  std::size_t size() const noexcept { return size_; }
  std::size_t of_source(const std::string& name) const {
    const auto at = sources_.find(name);
    return at == sources_.end() ? 0 : at->second.size();
  }

  /// Lets one more wait.
  void push(const std::string& name, T what) {
    auto& own = *sources_.try_emplace(name).first;
    if (own.second.empty()) order_.push_back(&own);
    own.second.push_back(std::move(what));
    ++size_;
    count(own, own.second.size() - 1);
  }

  /// Takes the newest of the source that has most, in place of one more of `name`; none if that
  /// one has hardly less. REQUIRES: size() > 0.
  std::optional<T> make_way(const std::string& name) {
    auto& busiest = *by_size_.rbegin()->second;
    if (busiest.second.size() <= of_source(name) + 1) return {};
    std::optional<T> out = std::move(busiest.second.back());
    busiest.second.pop_back(); // it has another one, in front
    --size_;
    count(busiest, busiest.second.size() + 1);
    return out;
  }

  /// Takes the next one in turn. REQUIRES: size() > 0.
  T next() {
    auto& source = *order_.front();
    order_.pop_front();
    auto out = std::move(source.second.front());
    source.second.pop_front();
    --size_;
    count(source, source.second.size() + 1);
    if (source.second.empty())
      sources_.erase(std::string(source.first)); // a copy: the key goes with it
    else
      order_.push_back(&source);
    return out;
  }

private:
  using sources = std::unordered_map<std::string, std::deque<T>>; ///< none is empty
  using source = typename sources::value_type;

  void count(source& one, std::size_t before) {
    by_size_.erase({before, &one});
    if (!one.second.empty()) by_size_.emplace(one.second.size(), &one);
  }

  sources sources_;
  std::deque<source*> order_; ///< in turn
  std::set<std::pair<std::size_t, source*>> by_size_;
  std::size_t size_ = 0;
};

} // namespace ockam::config
