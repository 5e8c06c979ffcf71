// Manual pages and Markdown, made from the command table as --help is.
#pragma once
#include "cli/shell/command.hpp"

#include <map>
#include <span>
#include <string>

namespace ockam::cli {

/// Pages by the names of their files.
using pages = std::map<std::string, std::string>;

/// One for the command as a whole, `ockam.1`, one for each noun with its verbs, and one for each topic
/// of help, `ockam-routes.7`.
pages manual_pages(std::span<const noun>);

/// `commands/NOUN.md` for each noun, `environment.md`, `exit-codes.md`, and a `README.md` that
/// leads to them.
pages markdown_pages(std::span<const noun>);

} // namespace ockam::cli
