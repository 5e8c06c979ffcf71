// Texts of JSON that may be anybody's.
#pragma once
#include <nlohmann/json.hpp>

#include <string>

namespace ockam::config {

/// The member of that name; empty if there is none, it is no text, or `object` is none.
inline std::string text_in(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace ockam::config
