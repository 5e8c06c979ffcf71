#include "cli/home/home_directory.hpp"
#include "cli/home/home_project.hpp"
#include "cli/projects/project_commands.hpp"
#include "cli/shell/given_text.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"
#include "config/home/ownership.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

status import(invocation& call) {
  OCKAM_TRY(file, word_or_option(call, 0, "project-file"));
  if (!file) return fail(errc::invalid, "FILE is missing", "project.json, or - for standard input");
  OCKAM_TRY(project, read_project_file(call, *file));
  OCKAM_TRY(home, config::home());
  if (auto noted = note_project(home, project); !noted) return noted;
  call.out.created(to_json(project), project_block(call.out, project), project.name);
  return done{};
}

std::string question_about(const std::string& name,
                           const std::vector<config::project_user>& users) {
  std::string nodes;
  for (const auto& each : users) nodes += (nodes.empty() ? "" : ", ") + each.node;
  const auto closed = nodes.empty() ? "" : ", and close what these nodes of it offer: " + nodes;
  return "Forget project '" + name + "' and its credentials" + closed + "?";
}

status remove_project(invocation& call) {
  const auto name = *call.args.positional_at(0);
  OCKAM_TRY(state, open_state());
  OCKAM_TRY(users, state.projects().users(name));
  if (auto ok = confirm(call, question_about(name, users)); !ok) return ok;
  const auto said = call.args.flag("yes") || call.host.in_is_terminal;
  if (auto gone = state.projects().remove(name, said); !gone) return gone;
  for (const auto& each : users)
    call.out.note("node " + each.node + " was in project " + name
                  + ": from its next start on it admits nobody where no policy says who may");
  call.out.created({{"name", name}}, "Forgot project '" + name + "' and its credentials", name);
  return done{};
}

} // namespace

result<channels::project> read_project_file(const invocation& call, const std::string& file) {
  if (file != "-")
    if (auto ours = config::check_given(file, "the description"); !ours) return ours.error();
  OCKAM_TRY(text, read_given(call, file, config::project_text_size_max, "a project"));
  auto project = channels::parse_project(text);
  if (!project)
    return fail(project.error().code, file + ": " + project.error().message,
                "`ockam project information --output json` prints one");
  return project;
}

command project_import() {
  return {"import",
          "Make a project known here, of which somebody gave you the description",
          {{"FILE", "What `project information --output json` printed; - is standard input"}},
          {{"project-file", "FILE", "The same as the argument"}},
          {"ockam project import project.json",
           "ockam project information --output json | ockam project import -"},
          import};
}

command project_delete() {
  return {"delete",
          "Forget a project; its node and its members are left alone",
          {{"NAME", "Of the project", true}},
          {yes_option()},
          {"ockam project delete default"},
          remove_project};
}

} // namespace ockam::cli
