#include "cli/text/session_text.hpp"

#include "config/base/printable.hpp"
#include "config/defaults.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace ockam::cli {

using nlohmann::json;

namespace {

/// `12 ms`, `3 s`, `2 min`: as exact as somebody who reads it cares for.
std::string time_in_words(std::int64_t us) {
  constexpr std::int64_t ms = 1000, s = 1000 * ms, min = 60 * s, h = 60 * min;
  if (us < ms) return std::to_string(us) + " us";
  if (us < s) return std::to_string(us / ms) + " ms";
  if (us < 2 * min) return std::to_string(us / s) + " s";
  return us < 2 * h ? std::to_string(us / min) + " min" : std::to_string(us / h) + " h";
}

} // namespace

std::function<std::string(const json&)> member(std::string key, std::string prefix) {
  return [key = std::move(key), prefix = std::move(prefix)](const json& object) -> std::string {
    const auto found = object.find(key);
    if (found == object.end()) return "-";
    return prefix
           + config::printable(found->is_string() ? found->get<std::string>() : found->dump());
  };
}

std::string last_heard(const json& object) {
  const auto found = object.find("heard_ms_ago");
  if (found == object.end() || !found->is_number_integer()) return "-";
  const auto ms = found->get<std::int64_t>();
  auto text = time_in_words(std::max<std::int64_t>(ms, 1) * 1000) + " ago";
  // Those in use are pinged, and a peer that died behind a relay can tell nobody.
  constexpr auto long_ago = std::chrono::milliseconds(3 * config::ping_period).count();
  return ms < long_ago ? text : text + "; unused, or its peer is gone";
}

std::string session_status(const json& object) {
  const auto text = member("status")(object);
  const auto number = [&](const char* key) -> std::optional<std::int64_t> {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_integer()) return {};
    return found->get<std::int64_t>();
  };
  const auto reason = config::printable(object.value("reason", ""));
  std::string more;
  if (text == "up") {
    if (const auto proven = number("proven_ms_ago"))
      more = "proven " + time_in_words(std::max<std::int64_t>(*proven, 1) * 1000) + " ago";
    if (const auto round_trip = number("round_trip_us"); round_trip && !more.empty())
      more += ", " + time_in_words(*round_trip);
  } else if (text == "connecting") {
    if (const auto attempt = number("attempt")) more = "attempt " + std::to_string(*attempt);
    if (const auto next = number("next_attempt_ms"); next && !more.empty())
      more += ", next in " + time_in_words(*next * 1000);
    if (!reason.empty()) more += (more.empty() ? "" : ": ") + reason;
  } else {
    more = reason;
  }
  return more.empty() ? text : text + " (" + more + ")";
}

} // namespace ockam::cli
