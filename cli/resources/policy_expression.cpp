#include "cli/resources/policy_expression.hpp"

#include "channels/policy/policy.hpp"
#include "cli/shell/host_environment.hpp"

#include <ostream>

namespace ockam::cli {

result<std::optional<std::string>> expression_of(const invocation& call, std::string_view option) {
  auto given = call.args.text(option);
  if (!given) return given;
  const auto read = channels::policy::parse(*given);
  if (read && (*given == "true" || *given == "false"))
    call.out.note("--" + std::string(option) + " " + *given + " asks for an attribute called "
                  + *given
                  + (*given == "true" ? "; every member is (= subject.has_credential true)"
                                      : ": whoever has none is refused"));
  if (read) return given;
  auto why = read.error();
  if (!why.hint.empty()) call.host.err << why.hint << '\n';
  why.hint.clear();
  why.message = "--" + std::string(option) + ": " + why.message;
  return why;
}

} // namespace ockam::cli
