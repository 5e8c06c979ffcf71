#include "cli/reference/manual.hpp"
#include "cli/shell/commands.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace ockam::cli {
namespace {

/// Writes pages below a directory, which is made if need be, and answers with their number.
status write_pages(invocation& call, const pages& made) {
  const std::filesystem::path below = *call.args.positional_at(0);
  for (const auto& [name, text] : made) {
    const auto file = below / name;
    std::error_code why;
    std::filesystem::create_directories(file.parent_path(), why);
    std::ofstream out{file, std::ios::trunc};
    if (!(out << text << std::flush)) return fail(errc::io, "cannot write " + file.string());
  }
  const auto count = std::to_string(made.size());
  call.out.answer({{"directory", below.string()}, {"pages", made.size()}},
                  count + " pages in " + below.string());
  return done{};
}

noun page_writer(const std::string& name, const std::string& summary,
                 pages (*make)(std::span<const noun>)) {
  return {name,
          summary,
          {{"",
            summary,
            {{"DIR", "Where the pages are written", true}},
            {},
            {"ockam " + name + " pages"},
            [make](invocation& call) { return write_pages(call, make(all_nouns())); }}},
          true};
}

} // namespace

noun manpages() {
  return page_writer("manpages", "Write manual pages of all commands", manual_pages);
}

noun markdown() {
  return page_writer("markdown", "Write Markdown about all commands", markdown_pages);
}

} // namespace ockam::cli
