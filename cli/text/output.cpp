#include "cli/text/output.hpp"

#include <nlohmann/json.hpp>

#include <ostream>

namespace ockam::cli {

void output::created(const nlohmann::json& object, std::string_view block, std::string_view bare) {
  if (as == format::plain && terminal && quiet) return;
  answer(object, terminal ? block : bare);
}

void output::answer(const nlohmann::json& object, std::string_view text) {
  if (as == format::json)
    out << object.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  else
    out << text << '\n';
}

void output::note(std::string_view sentence) {
  if (!quiet && as == format::plain) err << sentence << '\n';
}

std::string output::bold(std::string_view text) const {
  return colors ? "\033[1m" + std::string(text) + "\033[0m" : std::string(text);
}

} // namespace ockam::cli
