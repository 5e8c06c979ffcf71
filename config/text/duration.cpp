#include "config/text/duration.hpp"

#include <charconv>
#include <cstdint>
#include <optional>

namespace ockam::config {

namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

struct unit {
  std::string_view name;
  milliseconds one;
};

/// Reads a number with one of these units; a bare number has the first one. None for anything else.
template <std::size_t Size>
std::optional<milliseconds> read_time(std::string_view text, const unit (&units)[Size],
                                      milliseconds most) {
  std::uint32_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || number == 0) return {};
  const auto name = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& each : units)
    if ((each.name == name || (name.empty() && &each == units)) && number <= most / each.one)
      return number * each.one;
  return {};
}

error no_time(std::string_view text, const char* such_as) {
  return fail(errc::invalid, "\"" + std::string(text) + "\" is not a time", such_as);
}

} // namespace

result<milliseconds> parse_duration(std::string_view text) {
  static constexpr unit units[] = {{"s", 1s}, {"ms", 1ms}, {"m", 1min}, {"h", 1h}};
  const auto time = read_time(text, units, 24h);
  if (!time) return no_time(text, "5, 5s, 500ms, 2m or 1h; at most a day");
  return *time;
}

result<milliseconds> parse_patience(std::string_view text) {
  if (text == "0" || text == "0s" || text == "0ms") return 0ms;
  return parse_duration(text);
}

result<std::chrono::seconds> parse_lifetime(std::string_view text) {
  static constexpr unit units[] = {{"s", 1s}, {"m", 1min}, {"h", 1h}, {"d", 24h}};
  const auto time = read_time(text, units, milliseconds::max());
  if (!time) return no_time(text, "90s, 10m, 2h or 7d");
  return std::chrono::duration_cast<std::chrono::seconds>(*time);
}

} // namespace ockam::config
