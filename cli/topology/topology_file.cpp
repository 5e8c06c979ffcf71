#include "cli/topology/topology_file.hpp"

#include "cli/shell/given_text.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"

#include <algorithm>
#include <filesystem>

namespace ockam::cli {

namespace {

result<config::variable_sources> sources_of(const invocation& call) {
  config::variable_sources from;
  for (const auto& given : call.args.texts("variable")) {
    const auto equals = given.find('=');
    if (equals == std::string::npos || equals == 0)
      return fail(errc::invalid, "--variable " + given + " is not NAME=VALUE");
    const auto name = given.substr(0, equals);
    if (equals + 1 == given.size())
      return fail(errc::invalid, "Empty value for variable '" + name + "'");
    from.given[name] = given.substr(equals + 1);
  }
  from.environment = [](const std::string& name) -> std::optional<std::string> {
    auto text = config::variable_text(name);
    return text.empty() ? std::nullopt : std::optional(std::move(text));
  };
  return from;
}

} // namespace

bool is_topology_text(const std::string& given) {
  return given.starts_with('{') || given.find('\n') != std::string::npos
         || given.find(": ") != std::string::npos;
}

bool names_topology(const std::string& given) {
  if (given == "-" || is_topology_text(given)) return true;
  if (given.starts_with("/node/")) return false;
  std::error_code ignored;
  const auto ends = [&](const char* with) { return given.ends_with(with); };
  return given.find('/') != std::string::npos || ends(".yaml") || ends(".yml") || ends(".json")
         || std::filesystem::is_regular_file(given, ignored);
}

result<topology_file> open_topology(const invocation& call, const std::string& given) {
  if (given.find("://") != std::string::npos)
    return fail(errc::invalid, given + " is on another machine, and nothing is fetched from there",
                "curl URL | ockam run -");
  OCKAM_TRY(text, read_given(call, given, config::document_size_max, "a file of nodes"));
  if (given == "-") return topology_file{"standard input", std::move(text), {}};
  std::error_code why;
  const auto path = std::filesystem::weakly_canonical(given, why);
  if (why) return fail(errc::io, "cannot read " + given + ": " + why.message());
  return topology_file{given, std::move(text), path.string()};
}

error in_file(const topology_file& file, error why) {
  why.message = file.name + ":" + why.message;
  return why;
}

result<config::topology> read_topology(const invocation& call, const topology_file& file,
                                       config::topology_scope scope) {
  OCKAM_TRY(from, sources_of(call));
  auto read = config::read_topology(file.text, std::move(from), scope);
  if (!read) return in_file(file, read.error());
  for (const auto& note : read->notes) call.out.note(file.name + ":" + note);
  return read;
}

option variable_option() {
  return {"variable", "NAME=VALUE", "Value of a variable of the file; may be repeated",
          option::repeated | option::whole};
}

} // namespace ockam::cli
