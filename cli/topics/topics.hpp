// Pages of `ockam help TOPIC`. Most are pages of docs/ word for word: cmake/topics.cmake puts them
// into the program. Environment and exit codes are made from their tables.
#pragma once
#include "cli/topics/page.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::cli {

struct topic {
  std::string name;
  std::string text; ///< Markdown: a heading, then a sentence that says what it is about
};

/// A page of docs/ as it is in the program.
struct written_page {
  std::string_view name, text;
};
std::span<const written_page> written_pages() noexcept;

/// All topics by name.
const std::vector<topic>& topics();
/// Null if there is none of that name.
const topic* find_topic(std::string_view name);
/// The first sentence of its text.
std::string summary_of(const topic&);

/// What a process ends with, and what that says.
const rows_of_two& exit_code_meanings();

} // namespace ockam::cli
