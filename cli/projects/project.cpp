#include "cli/projects/project_commands.hpp"
#include "cli/shell/commands.hpp"

namespace ockam::cli {

noun project() {
  return {"project",
          "Projects: nodes that everybody can reach, and who is a member",
          {project_create(), project_import(), project_list(), project_information(),
           project_show(), project_default(), project_version(), project_ticket(), project_enroll(),
           project_delete()}};
}

} // namespace ockam::cli
