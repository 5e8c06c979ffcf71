#include "cli/text/table.hpp"

#include <algorithm>
#include <numeric>

namespace ockam::cli {

namespace {

/// Row by row, a line `Title: cell` each: for a terminal that is narrower than the table.
std::string listed(const output& out, const table_row& titles, const std::vector<table_row>& rows) {
  std::string text;
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i)
      text += (text.empty() ? "" : "\n")
              + (i == 0 ? out.bold(titles[i] + ": " + row[i]) : "  " + titles[i] + ": " + row[i]);
  return text;
}

} // namespace

std::string table(const output& out, const table_row& titles, const std::vector<table_row>& rows) {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < titles.size(); ++i) {
    widths.push_back(titles[i].size());
    for (const auto& row : rows) widths[i] = std::max(widths[i], row[i].size());
  }
  const auto whole = std::accumulate(widths.begin(), widths.end(), 3 * widths.size() + 1);
  if (out.terminal && whole > out.columns && !rows.empty()) return listed(out, titles, rows);
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
