// The environment variables that the product reads. All are in one table, which `ockam environment`
// prints.
#pragma once
#include "wire/result.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace ockam::config {

struct variable {
  std::string_view name;
  std::string_view fallback; ///< the value while it is unset
  std::string_view meaning;
};

/// All variables, in the order in which they are printed.
std::span<const variable> variables() noexcept;

/// The text of a variable, empty if it is unset.
std::string variable_text(std::string_view name);

/// Whether a variable is set, and empty: what was to fill it has not.
bool is_set_but_empty(std::string_view name);

/// OCKAM_HOME as an absolute path, else ~/.ockam. Nothing is created. Error: config, if the user
/// has no home directory.
result<std::filesystem::path> home();

/// Whether OCKAM_SQLITE_IN_MEMORY is on, as NO_COLOR is.
bool in_memory();
/// Whether NO_COLOR and QUIET are on: set to anything but an empty text, 0 or false.
bool no_color();
bool quiet();

/// A number of at least one; `fallback` if the variable is unset. Errors: config, naming the
/// variable, if it is anything else.
result<std::size_t> variable_number(std::string_view name, std::size_t fallback);

} // namespace ockam::config
