// Help texts, all made from the command table.
#pragma once
#include "cli/shell/command.hpp"
#include "cli/topics/topics.hpp"

#include <optional>
#include <span>
#include <string>

namespace ockam::cli {

/// Texts of lines of at most `width` characters.
std::string help(std::span<const noun>, std::size_t width);
std::string help(const noun&, std::size_t width);
std::string help(const noun&, const command&, std::size_t width);
/// What topics there are.
std::string help_of_topics(std::size_t width);
/// For what comes behind `ockam help`: a topic, or what there are; none if it is no topic.
std::optional<std::string> help_about(std::span<const std::string> words, std::size_t width);

/// `-n, --at, --node NODE`
std::string flags_of(const option&);
/// `ockam relay create [NAME] --at ROUTE [OPTIONS]`
std::string usage(const noun&, const command&);

} // namespace ockam::cli
