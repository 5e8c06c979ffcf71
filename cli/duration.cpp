#include "cli/duration.hpp"

#include <charconv>
#include <cstdint>
#include <utility>

namespace ockam::cli {

result<std::chrono::milliseconds> parse_duration(std::string_view text) {
  using std::chrono::milliseconds;
  const auto wrong = fail(errc::invalid, "\"" + std::string(text) + "\" is not a time",
                          "5, 5s, 500ms or 2m; at most a day");
  std::uint32_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || number == 0) return wrong;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));

  milliseconds one{};
  if (unit.empty() || unit == "s")
    one = std::chrono::seconds(1);
  else if (unit == "ms")
    one = milliseconds(1);
  else if (unit == "m")
    one = std::chrono::minutes(1);
  else
    return wrong;
  if (number > std::chrono::hours(24) / one) return wrong;
  return number * one;
}

result<std::chrono::seconds> parse_lifetime(std::string_view text) {
  const auto wrong =
      fail(errc::invalid, "\"" + std::string(text) + "\" is not a time", "90s, 10m, 2h or 7d");
  std::uint32_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || number == 0) return wrong;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  constexpr std::pair<std::string_view, int> units[] = {
      {"", 1}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 24 * 3600}};
  for (const auto& [name, seconds] : units)
    if (unit == name) return std::chrono::seconds(std::int64_t{number} * seconds);
  return wrong;
}

} // namespace ockam::cli
