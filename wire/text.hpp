// Small questions about text that somebody wrote.
#pragma once
#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::wire {

/// `text` without the spaces, tabs and line breaks around it.
constexpr std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The number that all of `text` is, in decimal digits; none if it is anything else or does not fit
/// an Unsigned.
template <class Unsigned>
std::optional<Unsigned> whole_number(std::string_view text) noexcept {
  Unsigned number = 0;
  const auto* const end = text.data() + text.size();
  const auto [parsed, failed] = std::from_chars(text.data(), end, number);
  if (failed != std::errc{} || parsed != end) return {};
  return number;
}

/// `at`, `node` and `n` of `at,node,n`.
inline std::vector<std::string> split_names(std::string_view names) {
  std::vector<std::string> all;
  while (!names.empty()) {
    const auto end = std::min(names.find(','), names.size());
    all.emplace_back(names.substr(0, end));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return all;
}

} // namespace ockam::wire
