#include "cli/topics/page.hpp"

#include <algorithm>
#include <sstream>

namespace ockam::cli {
namespace {

constexpr std::size_t body_indent = 2;     ///< of everything below a heading
constexpr std::size_t left_at_most = 30;   ///< of a left column; what is longer has its own line
constexpr std::size_t right_at_least = 20; ///< of a right column, however narrow the terminal

/// The number of characters of UTF-8.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

/// A text without the marks of Markdown: `code` and **bold** bare, [words](of-a-link) alone.
std::string unmarked(std::string_view text) {
  std::string bare;
  bool in_code = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto rest = text.substr(i);
    if (rest.starts_with("\\|")) {
      continue;
    } else if (rest[0] == '`') {
      in_code = !in_code;
    } else if (!in_code && rest.starts_with("**")) {
      ++i;
    } else if (const auto end = rest.find("]("); !in_code && rest[0] == '[' && end != rest.npos) {
      const auto close = rest.find(')', end);
      bare += unmarked(rest.substr(1, end - 1));
      i += std::min(close, rest.size() - 1);
    } else {
      bare += rest[0];
    }
  }
  return bare;
}

/// The cells of a line `| a | b |`.
std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  std::string cell;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] != '|' || line[i - 1] == '\\') {
      cell += line[i];
      continue;
    }
    const auto begin = cell.find_first_not_of(' ');
    const auto end = cell.find_last_not_of(' ');
    cells.push_back(begin == cell.npos ? "" : unmarked(cell.substr(begin, end - begin + 1)));
    cell.clear();
  }
  return cells;
}

/// What is read of a page until it can be printed: one paragraph, or one table.
class page {
public:
  explicit page(std::size_t width) : width_(width) {}

  void take(const std::string& line) {
    if (line.starts_with("```")) {
      end_block();
      fenced_ = !fenced_;
    } else if (fenced_) {
      text_ += "    " + line + "\n";
    } else if (line.starts_with("    ")) {
      end_block();
      text_ += line + "\n";
    } else if (line.starts_with("|")) {
      take_row(cells_of(line));
    } else if (line.starts_with("#")) {
      end_block();
      text_ += unmarked(line.substr(line.find_first_not_of("# "))) + "\n";
    } else if (line.empty()) {
      end_block();
      text_ += "\n";
    } else {
      if (line.starts_with("- ")) end_block();
      paragraph_ += unmarked(line) + "\n";
    }
  }

  std::string finish() {
    end_block();
    return std::move(text_);
  }

private:
  void take_row(std::vector<std::string> cells) {
    if (cells.size() < 2 || cells[0].starts_with("---") || cells[0] + cells[1] == "") return;
    for (std::size_t i = 2; i < cells.size(); ++i) cells[1] += "; " + cells[i];
    rows_.emplace_back(cells[0], cells[1]);
  }

  void end_block() {
    if (const auto is_item = paragraph_.starts_with("- "); !paragraph_.empty())
      text_ += wrapped(paragraph_, width_, body_indent + (is_item ? 2 : 0),
                       std::string(body_indent, ' '));
    text_ += columns(rows_, width_);
    paragraph_.clear(), rows_.clear();
  }

  std::size_t width_;
  bool fenced_ = false; ///< between two lines of ```
  std::string text_, paragraph_;
  rows_of_two rows_;
};

} // namespace

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent,
                    std::string first) {
  std::istringstream words{std::string(text)};
  auto line = first.empty() ? std::string(indent, ' ') : std::move(first);
  std::string lines;
  bool empty = true;
  for (std::string word; words >> word; empty = false) {
    if (!empty && width_of(line) + 1 + width_of(word) > width) {
      lines += line + "\n";
      line.assign(indent, ' ');
      empty = true;
    }
    line += (empty ? "" : " ") + word;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return lines + line + "\n";
}

std::string columns(const rows_of_two& rows, std::size_t width) {
  std::size_t left_width = 0;
  for (const auto& [left, right] : rows)
    if (const auto one = width_of(left); one <= left_at_most)
      left_width = std::max(left_width, one);
  if (left_width == 0) left_width = 8;
  const auto indent = body_indent + left_width + 2;
  std::string text;
  for (const auto& [left, right] : rows) {
    auto head = std::string(body_indent, ' ') + left;
    if (width_of(left) > left_width) {
      text += wrapped(left, width, body_indent + 2, std::string(body_indent, ' '));
      head.assign(indent, ' ');
    } else {
      head.append(indent - width_of(head), ' ');
    }
    text += wrapped(right, std::max(width, indent + right_at_least), indent, head);
  }
  return text;
}

std::string page_text(std::string_view markdown, std::size_t width) {
  page made{width};
  std::istringstream lines{std::string(markdown)};
  for (std::string line; std::getline(lines, line);) made.take(line);
  return made.finish();
}

} // namespace ockam::cli
