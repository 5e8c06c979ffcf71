#include "config/ledger/stream_entry.hpp"

#include "config/base/clock_check.hpp"
#include "config/base/json_text.hpp"
#include "config/base/printable.hpp"
#include "config/defaults.hpp"
#include "wire/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace ockam::config {

namespace {

using side = stream_entry::side;
using outcome = stream_entry::outcome;

constexpr std::array<std::string_view, 2> side_names{"inlet", "outlet"};
constexpr std::array<std::string_view, 3> outcome_names{"done", "cut", "refused"};
constexpr std::int64_t second = 1000; // in milliseconds

template <class Enum, std::size_t N>
std::string_view name_in(const std::array<std::string_view, N>& names, Enum which) {
  return names[static_cast<std::size_t>(which)];
}

template <class Enum, std::size_t N>
bool read_name(const std::array<std::string_view, N>& names, std::string_view text, Enum& into) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return false;
  into = static_cast<Enum>(found - names.begin());
  return true;
}

/// `2026-12-01T07:00:01.530Z`
std::string time_text(std::int64_t at) {
  std::array<char, 8> rest{};
  std::snprintf(rest.data(), rest.size(), ".%03dZ", static_cast<int>(at % second));
  auto text = utc_text(static_cast<std::uint64_t>(at / second));
  text.pop_back();
  return text + rest.data();
}

std::optional<std::int64_t> read_time(const std::string& text) {
  std::tm parts{};
  const auto* const rest = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  int ms = 0;
  char end = 0;
  if (!rest || std::sscanf(rest, ".%3d%c", &ms, &end) != 2 || end != 'Z') return {};
  return std::int64_t{::timegm(&parts)} * second + ms;
}

/// What others may have chosen, fit for a line.
std::string words(std::string_view text) { return printable(text.substr(0, access_text_max)); }

/// The same as one word; `-` if there is none.
std::string word(std::string_view text) {
  auto out = words(text);
  for (std::size_t at = 0; (at = out.find(' ', at)) != out.npos;) out.replace(at, 1, "\\x20");
  return out.empty() ? "-" : out;
}

std::string text_line(const stream_entry& e) {
  auto out = time_text(e.ended_at) + ' ' + std::string(name_in(side_names, e.end)) + ' '
             + word(e.name) + " from=" + word(e.from) + " who=" + word(e.who) + " to=" + word(e.to)
             + " stream=" + word(e.stream) + " up=" + std::to_string(e.up)
             + " down=" + std::to_string(e.down) + " ms=" + std::to_string(e.ms) + ' '
             + std::string(name_in(outcome_names, e.came_to));
  return e.why.empty() ? out : out + ": " + words(e.why);
}

/// Takes the words of a line off it, one by one.
class line_reader {
public:
  explicit line_reader(std::string_view line) : rest_{line} {}

  std::string_view rest() const { return rest_; }
  std::string_view take_word() {
    const auto size = std::min(rest_.find(' '), rest_.size());
    const auto out = rest_.substr(0, size);
    rest_.remove_prefix(std::min(size + 1, rest_.size()));
    return out;
  }
  /// The next word, which begins with `key`; `-` stands for an empty text.
  bool take(std::string_view key, std::string& into) {
    auto next = take_word();
    if (!next.starts_with(key) || next.size() == key.size()) return false;
    next.remove_prefix(key.size());
    into = next == "-" ? std::string_view() : next;
    return true;
  }
  template <class Number>
  bool take(std::string_view key, Number& into) {
    std::string text;
    if (!take(key, text)) return false;
    const auto number = wire::whole_number<Number>(text);
    if (number) into = *number;
    return number.has_value();
  }

private:
  std::string_view rest_;
};

bool read_text(std::string_view line, stream_entry& e) {
  line_reader in{line};
  const auto time = read_time(std::string(in.take_word()));
  if (!time || !read_name(side_names, in.take_word(), e.end) || !in.take("", e.name)
      || !in.take("from=", e.from) || !in.take("who=", e.who) || !in.take("to=", e.to)
      || !in.take("stream=", e.stream) || !in.take("up=", e.up) || !in.take("down=", e.down)
      || !in.take("ms=", e.ms))
    return false;
  e.ended_at = *time;
  const auto colon = std::min(in.rest().find(": "), in.rest().size());
  if (colon < in.rest().size()) e.why = in.rest().substr(colon + 2);
  return read_name(outcome_names, in.rest().substr(0, colon), e.came_to);
}

bool read_json(const nlohmann::json& from, stream_entry& e) {
  const auto number = [&](const char* name, auto& into) {
    const auto found = from.find(name);
    if (found == from.end() || !found->is_number_unsigned()) return false;
    into = found->get<std::remove_reference_t<decltype(into)>>();
    return true;
  };
  const auto time = read_time(text_in(from, "time"));
  if (!time || !read_name(side_names, text_in(from, "end"), e.end)
      || !read_name(outcome_names, text_in(from, "outcome"), e.came_to) || !number("bytes_up", e.up)
      || !number("bytes_down", e.down) || !number("duration_ms", e.ms))
    return false;
  e.ended_at = *time;
  e.name = text_in(from, "name"), e.from = text_in(from, "from"), e.who = text_in(from, "who");
  e.to = text_in(from, "to"), e.stream = text_in(from, "stream"), e.why = text_in(from, "why");
  return true;
}

} // namespace

nlohmann::json json_of(const stream_entry& e) {
  return {{"time", time_text(e.ended_at)},
          {"began", time_text(e.ended_at - static_cast<std::int64_t>(e.ms))},
          {"end", name_in(side_names, e.end)},
          {"name", words(e.name)},
          {"from", words(e.from)},
          {"who", words(e.who)},
          {"to", words(e.to)},
          {"stream", words(e.stream)},
          {"bytes_up", e.up},
          {"bytes_down", e.down},
          {"duration_ms", e.ms},
          {"outcome", name_in(outcome_names, e.came_to)},
          {"why", words(e.why)}};
}

std::string line_of(const stream_entry& e, log_format format) {
  return format == log_format::json ? json_of(e).dump() : text_line(e);
}

std::optional<stream_entry> read_stream_entry(std::string_view line) {
  stream_entry out;
  if (!line.starts_with('{'))
    return read_text(line, out) ? std::optional(std::move(out)) : std::nullopt;
  const auto object = nlohmann::json::parse(line, nullptr, false);
  if (!object.is_object() || !read_json(object, out)) return {};
  return out;
}

} // namespace ockam::config
