#include "cli/shell/commands.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {

noun version() {
  const std::string summary = "Show the version";
  return {
      "version", summary, {{"", summary, {}, {}, {"ockam version"}, [](invocation& call) -> status {
                              call.out.answer({{"version", OCKAM_VERSION}}, "ockam " OCKAM_VERSION);
                              return done{};
                            }}}};
}

} // namespace ockam::cli
