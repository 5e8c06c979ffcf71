// Text for a terminal of some width: wrapped paragraphs, columns, and pages of Markdown. Widths are
// in characters; code and words longer than a line stay whole.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ockam::cli {

using rows_of_two = std::vector<std::pair<std::string, std::string>>;

/// The words of a text in lines of at most `width`, each begun by `indent` blanks, the first one by
/// nothing where `first` is there already. Ends with a line break.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent,
                    std::string first = {});

/// Two columns, the second one aligned and wrapped; empty without rows. A left cell that is long
/// has a line of its own.
std::string columns(const rows_of_two&, std::size_t width);

/// A page of Markdown as people read it: headings, paragraphs, lists, tables, and code as it stands.
std::string page_text(std::string_view markdown, std::size_t width);

} // namespace ockam::cli
