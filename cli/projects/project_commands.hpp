// The verbs of `ockam project`, and what they share.
#pragma once
#include "channels/membership/project.hpp"
#include "cli/shell/command.hpp"

namespace ockam::cli {

command project_create();
command project_list();
command project_information();
command project_show(); ///< as project_information(), for a project that is known
command project_default();
command project_version();
command project_import();
command project_delete();
command project_ticket();
command project_enroll();

/// The argument `[NAME]`, and the known project that it means. Errors: not_found.
positional project_positional();
result<channels::project> project_argument(const invocation&);

/// What a person wants to know of a project. Source: spec cli §1.9.
std::string project_block(const output&, const channels::project&);

/// The project in a file project.json, or - for standard input. Errors: those of read_given and
/// parse_project, with the file.
result<channels::project> read_project_file(const invocation&, const std::string& file);

} // namespace ockam::cli
