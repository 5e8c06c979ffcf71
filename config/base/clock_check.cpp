#include "config/base/clock_check.hpp"

#include "config/defaults.hpp"

#include <array>
#include <ctime>

namespace ockam::config {

namespace {

constexpr std::uint64_t minute = 60, hour = 60 * minute, day = 24 * hour, year = 365 * day;
constexpr std::uint64_t back_max = std::chrono::seconds(clock_back_max).count();

constexpr std::uint64_t nearest(std::uint64_t seconds, std::uint64_t unit) {
  return seconds / unit + (seconds % unit >= (unit + 1) / 2 ? 1 : 0);
}

error wrong_clock(std::uint64_t now, const std::string& why) {
  return fail(errc::config,
              "the clock of this machine is wrong: it says " + utc_text(now) + ", but " + why
                  + "; what is signed by it would not hold",
              "set the clock, and try again: timedatectl status");
}

} // namespace

std::uint64_t earliest_now() noexcept { return OCKAM_MADE_AT - day; }

std::string span_text(std::uint64_t seconds) {
  struct unit {
    std::uint64_t size, below; ///< seconds of a unit; from `below` of them on the next unit is used
    const char* name;
  };
  constexpr std::array<unit, 4> units{
      {{1, 120, " s"}, {minute, 120, " min"}, {hour, 48, " h"}, {day, 730, " days"}}};
  for (const auto& each : units)
    if (const auto number = nearest(seconds, each.size); number < each.below)
      return std::to_string(number) + each.name;
  return std::to_string(nearest(seconds, year)) + " years";
}

std::string utc_text(std::uint64_t time) {
  const auto seconds = static_cast<std::time_t>(time);
  std::tm parts{};
  std::array<char, 64> text{};
  if (::gmtime_r(&seconds, &parts) == nullptr) return {};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

status check_clock(std::uint64_t now, std::uint64_t earliest, const last_made& last) {
  if (now < earliest) return wrong_clock(now, "this program was made after " + utc_text(earliest));
  // times of the same form compare as texts
  if (!last.when.empty() && utc_text(now + back_max) < last.when)
    return wrong_clock(now, last.what + " was made at " + last.when);
  return done{};
}

} // namespace ockam::config
