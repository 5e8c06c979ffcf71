// The verbs of `ockam project` that take a project to another machine.
#pragma once
#include "cli/shell/command.hpp"

namespace ockam::cli {

command project_backup();
command project_restore();
/// `ockam project`, with these verbs, too.
noun with_backups(noun project);

} // namespace ockam::cli
