// `$NAME` and `${NAME}` in the words of a file. A value is what the command line says, else the
// environment, else the file's own `variables:`; those may refer to others that stand before them,
// and to the environment. `$$` is a dollar sign, and so is one with no name behind it.
#pragma once
#include "config/text/document.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ockam::config {

struct variable_sources {
  std::map<std::string, std::string> given; ///< values from the command line
  std::function<std::optional<std::string>(const std::string&)> environment;
};

class variable_values {
public:
  explicit variable_values(variable_sources from) : from_{std::move(from)} {}

  /// Learns what a file says under `variables:`. Errors: config, beginning with the place.
  status declare(const document_value& map);
  /// Puts values in the place of names in every word below. Errors: config, for a name that nobody
  /// knows and for an empty value.
  status expand(document_value&);
  /// Names of variables that the environment gave although the file has a value of its own.
  const std::vector<std::string>& overridden() const noexcept { return overridden_; }

private:
  result<std::string> expand(const std::string& text, const position&);
  result<std::string> value_of(const std::string& name, const position&);

  variable_sources from_;
  std::map<std::string, std::string> declared_;
  std::vector<std::string> overridden_;
};

} // namespace ockam::config
