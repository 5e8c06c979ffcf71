// Places (transports/work/places.hpp) with what has them: numbers are given out here, in the order in
// which places are taken. Pure.
#pragma once
#include "transports/work/places.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace ockam::transports {

template <class What>
class numbered_places {
public:
  using number = places::number;

  number enter(What what, const std::string& source, places::rank r) {
    places_.enter(++last_, source, r);
    by_number_.emplace(last_, std::move(what));
    return last_;
  }
  /// Returns whether it had a place.
  bool leave(number n) {
    if (by_number_.erase(n) == 0) return false;
    places_.leave(n);
    return true;
  }
  /// Who gives way to one more of that source, if somebody does; nobody is in use.
  std::optional<number> gives_way(const std::string& source) {
    return places_.gives_way(source, [](number) { return false; });
  }
  /// It ends in a moment, and is not chosen again; what has it stays until leave().
  void give_up_place(number n) { places_.leave(n); }

  const What& at(number n) const { return by_number_.at(n); }
  const places& all_places() const noexcept { return places_; }
  bool empty() const noexcept { return by_number_.empty(); }
  auto begin() const noexcept { return by_number_.begin(); }
  auto end() const noexcept { return by_number_.end(); }

private:
  places places_;
  std::unordered_map<number, What> by_number_;
  number last_ = 0;
};

} // namespace ockam::transports
