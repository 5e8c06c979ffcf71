#include "cli/text/table.hpp"

#include <algorithm>

namespace ockam::cli {

std::string table(const output& out, const table_row& titles, const std::vector<table_row>& rows) {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < titles.size(); ++i) {
    widths.push_back(titles[i].size());
    for (const auto& row : rows) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string border = "+";
  for (const auto width : widths) border += std::string(width + 2, '-') + "+";

  std::string text = border + "\n";
  const auto add = [&](const table_row& row, bool bold) {
    for (std::size_t i = 0; i < row.size(); ++i)
      text += "| " + (bold ? out.bold(row[i]) : row[i])
              + std::string(widths[i] - row[i].size() + 1, ' ');
    text += "|\n" + border;
  };
  add(titles, true);
  for (const auto& row : rows) {
    text += "\n";
    add(row, false);
  }
  return text;
}

} // namespace ockam::cli
