#include "cli/home/home_project.hpp"
#include "cli/projects/embedded_project.hpp"
#include "cli/projects/enrollment.hpp"
#include "cli/projects/project_commands.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/text/waiting.hpp"
#include "config/base/environment.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

using nlohmann::json;

/// Without a ticket it can only be a project of this home's own.
status enroll_in_own(invocation& call) {
  const auto missing = fail(errc::invalid, "TICKET is missing",
                            "an enroller of the project makes one: ockam project ticket");
  if (!call.host.hosts_projects) return missing;
  OCKAM_TRY(home, config::home());
  auto project = known_project(home, {});
  if (!project && project.error().code == errc::not_found)
    project = ready_project(call, {}, bringing::project);
  if (!project) return project.error();
  OCKAM_TRY(hosted, hosted_by(home, node_of_project(project->name)));
  call.out.note(hosted && hosted->id == project->id
                    ? "No hosted service is asked: project " + project->name
                          + " is of this machine, and this home its enroller"
                    : "No hosted service is asked, and there is no ticket: this home knows project "
                          + project->name + " already");
  call.out.created(to_json(*project), project_block(call.out, *project), project->name);
  return done{};
}

status enroll_here(invocation& call) {
  auto given = call.args.positional_at(0);
  if (!given) {
    OCKAM_TRY(variable, ticket_in_environment());
    given = std::move(variable);
  }
  if (!given) return enroll_in_own(call);
  OCKAM_TRY(ticket, read_ticket(call, *given));
  OCKAM_TRY(home, config::home());
  OCKAM_TRY(who, asked_identity(home, call.args.text("identity")));
  const waiting note{call.out, "the authority of project " + ticket.where.name + " to answer",
                     config::authority_timeout};
  OCKAM_TRY(made, enroll(home, who, ticket));
  auto block = call.out.bold("Member:") + "\n  Project: " + made.project
               + "\n  Identifier: " + made.identifier;
  for (const auto& [key, value] : made.attributes)
    block.append("\n  ").append(key).append(": ").append(value);
  if (made.made_way)
    call.out.note("Forgot the project " + made.project
                  + " that this home had made by itself; its node is "
                  + node_of_project(made.project) + " (ockam node delete "
                  + node_of_project(made.project) + ")");
  if (!made.clocks.empty()) call.out.note(made.clocks);
  if (made.was_member) call.out.note("Already a member; the ticket was not used");
  call.out.created({{"project", made.project},
                    {"identifier", made.identifier},
                    {"attributes", made.attributes},
                    {"expires_at", made.expires_at},
                    {"was_member", made.was_member}},
                   block, made.project);
  return done{};
}

command enroll_command(const std::string& verb, const std::string& line) {
  return {verb,
          "Become a member of a project with a ticket",
          {{"TICKET", "The ticket, a file with it, or - for standard input; others on this machine "
                      "can read the arguments of a command. Default $ENROLLMENT_TICKET"}},
          {{"identity", "NAME", "Who becomes a member; without it the default identity"}},
          {line + " ticket.txt", line + " -"},
          enroll_here};
}

} // namespace

command project_enroll() { return enroll_command("enroll", "ockam project enroll"); }

noun enroll() {
  auto alone = enroll_command("", "ockam enroll");
  return {"enroll", alone.summary, {std::move(alone)}};
}

} // namespace ockam::cli
