#include "cli/home/home_directory.hpp"
#include "cli/home/home_project.hpp"
#include "cli/shell/commands.hpp"
#include "cli/text/table.hpp"

#include <nlohmann/json.hpp>

#include <map>

namespace ockam::cli {
namespace {

using nlohmann::json;

/// A space is what projects say they are in; nothing else is known of it.
status list_spaces(invocation& call) {
  OCKAM_TRY(projects, known_projects());
  std::map<std::string, std::string> names; // by id
  for (const auto& each : projects)
    if (!each.what.space_id.empty()) names.emplace(each.what.space_id, each.what.space_name);
  auto objects = json::array();
  std::vector<table_row> rows;
  for (const auto& [id, name] : names) {
    objects.push_back({{"id", id}, {"name", name}, {"users", json::array()}});
    rows.push_back({id, name, ""});
  }
  if (rows.empty()) call.out.note("no spaces in " + home_text() + "; a project brings its own");
  call.out.answer(objects, table(call.out, {"Id", "Name", "Users"}, rows));
  return done{};
}

} // namespace

noun space() {
  return {"space",
          "Spaces: what projects are in",
          {{"list",
            "List the spaces of the projects known here",
            {},
            {},
            {"ockam space list"},
            list_spaces}}};
}

} // namespace ockam::cli
