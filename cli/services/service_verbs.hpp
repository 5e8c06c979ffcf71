// The verbs of `ockam service` that make a node or a file a service of systemd.
#pragma once
#include "cli/services/unit.hpp"
#include "cli/shell/command.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace ockam::cli {

command service_install();
command service_uninstall();
command service_status();

/// Where an administrator's units are; --unit-dir says another place.
option unit_dir_option();
std::filesystem::path unit_dir(const arguments&);
/// Whether systemd manages this machine.
bool systemd_runs();
/// The unit that the arguments mean, `office`, `ockam-office` or a file; the program is this one.
/// Errors: invalid.
result<unit> unit_argument(const invocation&);
/// The text of a unit that `service install` wrote. Errors: not_found; already_exists if somebody
/// else wrote it.
result<std::string> text_of_installed(const std::filesystem::path& file);

} // namespace ockam::cli
