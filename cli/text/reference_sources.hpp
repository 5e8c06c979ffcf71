// Where the value of a key that the reference prints comes from, and how the documentation says so.
#pragma once
#include "cli/text/reference_keys.hpp"

#include <functional>
#include <string>
#include <vector>

namespace ockam::cli {

struct key_source {
  std::string says; ///< `from`, as a route
  std::function<nlohmann::json(const nlohmann::json& ours, const answered&)> value;
};

struct reference_key {
  std::string name;
  key_source from;
};

using reference_keys = std::vector<reference_key>;

/// Adds the keys to an object; what is none is left alone.
void add_keys(nlohmann::json& object, const reference_keys&, const answered&);

namespace sources {

key_source same(const std::string& key); ///< null if there is none
/// As same(); null for an empty text or list, too.
key_source if_any(const std::string& key);
key_source always(nlohmann::json value);
key_source null(const std::string& why);
key_source node(); ///< its name
/// The text behind `prefix`; without what our text begins with: `0#`, `/service/`.
key_source behind(const std::string& prefix, const std::string& key);
key_source as_route(const std::string& key); ///< `0#a => 0#b` as `/service/a/service/b`
/// `{"inner": [...], "tt": 0}`, a local address as the reference keeps it.
key_source as_bytes(const std::string& key);
key_source up_or_down(const std::string& key); ///< Up is what can be used
key_source running_or_stopped(const std::string& key);
/// A list of objects with these keys, beside ours; empty if there is none.
key_source each_of(const std::string& key, const reference_keys&);
key_source object_of(const reference_keys&);

} // namespace sources

} // namespace ockam::cli
