#include "cli/home/home.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/home/home_project.hpp"
#include "cli/home/node_answer.hpp"
#include "cli/projects/embedded_project.hpp"
#include "cli/projects/project_commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/text/session_text.hpp"
#include "cli/text/table.hpp"
#include "config/base/environment.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

using nlohmann::json;

status list_projects(invocation& call) {
  OCKAM_TRY(projects, known_projects());
  auto objects = json::array();
  std::vector<table_row> rows;
  for (const auto& each : projects) {
    objects.push_back(to_json(each.what));
    objects.back()["is_default"] = each.is_default;
    rows.push_back(
        {each.what.id, each.what.name, "", each.what.space_name, each.is_default ? "yes" : ""});
  }
  if (rows.empty())
    call.out.note("no projects in " + nothing_in_home()
                  + "; `ockam project create` makes one, `ockam "
                    "project enroll TICKET` joins one");
  call.out.answer(objects, table(call.out, {"Id", "Name", "Users", "Space Name", "Default"}, rows));
  return done{};
}

/// Shows the default project, or makes the one that is named the default.
status choose_project(invocation& call) {
  OCKAM_TRY(project, project_argument(call));
  if (call.args.positional_at(0)) {
    OCKAM_TRY(state, open_state());
    if (auto chosen = state.projects().choose(project.name); !chosen) return chosen;
  }
  const auto block =
      call.args.positional_at(0) ? "Set project '" + project.name + "' as default" : project.name;
  call.out.created({{"name", project.name}}, block, project.name);
  return done{};
}

status show_project(invocation& call) {
  OCKAM_TRY(project, project_argument(call));
  call.out.answer(to_json(project), project_block(call.out, project));
  return done{};
}

/// Shows a project. Guides begin with this verb, so it makes a project in a home that knows none.
status tell_information(invocation& call) {
  const auto name = call.args.positional_at(0);
  auto project = project_argument(call);
  if (!project && project.error().code == errc::not_found)
    project = ready_project(call, name, bringing::project);
  if (!project) return project.error();
  call.out.answer(to_json(*project), project_block(call.out, *project));
  return done{};
}

/// A project's node tells its version to nobody but its own home.
status tell_version(invocation& call) {
  OCKAM_TRY(project, project_argument(call));
  const auto node = node_of_project(project.name);
  auto client = call.host.nodes.open(node);
  if (!client)
    return fail(errc::unavailable, "the node of project " + project.name
                                       + " is not one of this home, so its version "
                                         "is not known here");
  OCKAM_TRY(told, object_from({node, nullptr}, (*client)->get("/v1/node")));
  const auto text = member("version")(told);
  call.out.answer({{"project", project.name}, {"version", text}}, text);
  return done{};
}

command information(const std::string& verb, const std::string& summary,
                    std::function<status(invocation&)> run) {
  return {verb,
          summary,
          {project_positional()},
          {},
          {"ockam project " + verb, "ockam project " + verb + " --output json"},
          std::move(run)};
}

} // namespace

positional project_positional() { return {"NAME", "Of the project; without it the default one"}; }

result<channels::project> project_argument(const invocation& call) {
  OCKAM_TRY(home, config::home());
  return known_project(home, call.args.positional_at(0));
}

std::string project_block(const output& out, const channels::project& p) {
  return out.bold("Project ID:") + ' ' + p.id + '\n' + out.bold("Project identity:") + ' '
         + to_string(p.node) + '\n' + out.bold("Authority address:") + ' '
         + to_string(p.authority_route) + '\n' + out.bold("Authority identity:") + ' '
         + p.authority.to_hex();
}

command project_list() {
  return {"list",       "List the projects that are known here", {}, {}, {"ockam project list"},
          list_projects};
}

command project_information() {
  return information("information",
                     "Print where a project is and whom to trust there; makes `default` in a home "
                     "that knows none",
                     tell_information);
}

command project_show() {
  return information("show", "Print where a known project is and whom to trust there",
                     show_project);
}

command project_default() {
  return {"default",
          "Make a project the one that /project/default leads to, or tell which one is",
          {project_positional()},
          {},
          {"ockam project default", "ockam project default office"},
          choose_project};
}

command project_version() {
  return {"version",
          "Print which version the node of a project runs, if that is in this home",
          {project_positional()},
          {},
          {"ockam project version"},
          tell_version};
}

} // namespace ockam::cli
