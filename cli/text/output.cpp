#include "cli/text/output.hpp"

#include "config/base/printable.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>

namespace ockam::cli {

namespace {

using nlohmann::json;

constexpr std::string_view bold_begins = "\033[1m", bold_ends = "\033[0m";

} // namespace

std::string output::shown(std::string_view text) const {
  if (!terminal) return std::string(text);
  constexpr std::string_view lines = "\n\t";
  std::string shown;
  while (colors && !text.empty()) {
    const auto mark = std::min(text.find(bold_begins), text.find(bold_ends));
    if (mark == text.npos) break;
    shown += config::printable(text.substr(0, mark), lines);
    shown += text.substr(mark, bold_ends.size());
    text.remove_prefix(mark + bold_ends.size());
  }
  return shown + config::printable(text, lines);
}

void output::created(const nlohmann::json& object, std::string_view block, std::string_view bare) {
  if (as == format::plain && terminal && quiet) return;
  answer(object, terminal ? block : bare);
}

void output::answer(const nlohmann::json& object, std::string_view text) {
  if (as != format::json) {
    out << shown(text) << '\n';
    return;
  }
  if (const auto all = json_text(object)) out << *all << '\n';
}

std::optional<std::string> output::json_text(const json& object) {
  const auto text_of = [this](const json& one) {
    const auto indent = compact ? -1 : 2;
    auto text = one.dump(indent, ' ', false, json::error_handler_t::replace);
    return terminal && !config::is_printable(text, "\n")
               ? one.dump(indent, ' ', true, json::error_handler_t::replace)
               : text;
  };
  const auto all = with_reference_keys(object, whose);
  if (!filter) return text_of(all);
  const auto results = filter->run(all);
  if (!results) {
    if (written) written = results.error();
    return {};
  }
  std::optional<std::string> text;
  for (const auto& each : *results) text = (text ? *text + '\n' : "") + text_of(each);
  return text;
}

void output::note(std::string_view sentence) {
  if (!quiet && as == format::plain) err << config::printable(sentence, "\n") << '\n';
}

std::string output::bold(std::string_view text) const {
  return colors ? std::string(bold_begins) + std::string(text) + std::string(bold_ends)
                : std::string(text);
}

} // namespace ockam::cli
