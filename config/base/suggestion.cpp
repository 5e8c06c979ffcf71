#include "config/base/suggestion.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace ockam::config {

std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> before_last, last(to.size() + 1), row(to.size() + 1);
  for (std::size_t j = 0; j <= to.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    before_last = std::exchange(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[to.size()];
}

std::string closest(std::string_view word, std::span<const std::string> known) {
  std::string best;
  // A third of the word may be wrong, and one letter of a short word.
  auto least = std::max<std::size_t>(1, (word.size() + 1) / 3) + 1;
  for (const auto& each : known)
    if (const auto far = distance(word, each); far < least && far < each.size())
      least = far, best = each;
  return best;
}

} // namespace ockam::config
