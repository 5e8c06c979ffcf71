#include "channels/membership/ticket.hpp"
#include "cli/projects/ask_authority.hpp"
#include "cli/projects/attributes.hpp"
#include "cli/projects/embedded_project.hpp"
#include "cli/projects/project_commands.hpp"
#include "cli/shell/commands.hpp"
#include "cli/text/duration.hpp"
#include "config/base/environment.hpp"
#include "wire/text.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

result<std::optional<std::uint64_t>> usage_count(const invocation& call) {
  const auto text = call.args.text("usage-count");
  if (!text) return std::optional<std::uint64_t>{};
  const auto number = wire::whole_number<std::uint64_t>(*text);
  if (!number || *number == 0)
    return fail(errc::invalid, "--usage-count " + *text + " is not a number of uses");
  return number;
}

result<std::optional<std::uint64_t>> lifetime_s(const invocation& call) {
  const auto text = call.args.text("expires-in");
  if (!text) return std::optional<std::uint64_t>{};
  const auto lifetime = parse_lifetime(*text);
  if (!lifetime) return lifetime.error();
  return std::optional{static_cast<std::uint64_t>(lifetime->count())};
}

status make_ticket(invocation& call) {
  const auto attributes = attributes_of(call);
  if (!attributes) return attributes.error();
  const auto uses = usage_count(call);
  if (!uses) return uses.error();
  const auto lifetime = lifetime_s(call);
  if (!lifetime) return lifetime.error();
  auto project = usable_project(call, call.args.text("project"));
  if (!project) return project.error();
  auto answer = ask_authority(call, wire::create_ticket{*attributes, *lifetime, *uses});
  if (!answer) return answer.error();
  const auto code = wire::decode_one_time_code(*answer);
  if (!code) return code.error();
  const channels::ticket made{std::move(*project), channels::ticket_code{*code}};
  config::wipe(*answer);
  call.out.answer(to_json(made), to_text(made));
  return done{};
}

command ticket_command(const std::string& verb, const std::string& line) {
  auto options = attribute_options();
  options.insert(options.end(),
                 {{"usage-count", "N", "How many may enroll with it; default 1"},
                  {"expires-in", "TIME", "Until when: 90s, 10m, 2h or 7d; default 10m"},
                  project_option(),
                  asking_identity_option()});
  return {verb,
          "Print a ticket: whoever has it can become a member of a project",
          {},
          std::move(options),
          {line, line + " --relay b --attribute role=server --usage-count 3 --expires-in 1h"},
          make_ticket};
}

} // namespace

command project_ticket() { return ticket_command("ticket", "ockam project ticket"); }

noun ticket() {
  auto alone = ticket_command("", "ockam ticket");
  return {"ticket", alone.summary, {std::move(alone)}};
}

} // namespace ockam::cli
