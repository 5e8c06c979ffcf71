// Texts in JSON that anybody may have written.
#pragma once
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace ockam::config {

/// The text of that name in an object; empty if there is none, if it is no text, or if `object` is
/// no object.
inline std::string text_in(const nlohmann::json& object, std::string_view name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace ockam::config
