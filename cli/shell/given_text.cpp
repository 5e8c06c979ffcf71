#include "cli/shell/given_text.hpp"

#include "cli/shell/host_environment.hpp"
#include "config/base/printable.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <istream>
#include <ostream>

namespace ockam::cli {
namespace {

result<std::string> read_all(std::istream& in, std::size_t size_max, const std::string& name) {
  std::string text;
  for (char c = 0; in.get(c);) {
    if (text.size() == size_max)
      return fail(errc::limit, name + " has more than " + std::to_string(size_max) + " bytes");
    text += c;
  }
  if (in.bad()) return fail(errc::io, "cannot read " + name);
  return text;
}

} // namespace

result<std::string> read_given(const invocation& call, const std::string& file,
                               std::size_t size_max, const std::string& what) {
  if (file == "-") {
    if (call.host.in_is_terminal)
      return fail(errc::invalid,
                  "- stands for " + what + " on standard input, but nothing piped in");
    return read_all(call.host.in, size_max, "standard input");
  }
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored))
    return fail(errc::invalid, file + " is a directory, not " + what);
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return fail(errno == ENOENT ? errc::not_found : errc::io,
                "cannot read " + file + ": " + std::strerror(errno));
  return read_all(in, size_max, file);
}

result<std::optional<std::string>> word_or_option(const invocation& call, std::size_t index,
                                                  std::string_view option) {
  const auto word = call.args.positional_at(index), given = call.args.text(option);
  if (word && given)
    return fail(errc::invalid, call.action.positionals[index].name + " is given twice: " + *word
                                   + " and --" + std::string(option) + " " + *given);
  return word ? word : given;
}

option yes_option() { return {"yes,y", "", "Ask nothing; without it a terminal is asked"}; }

status confirm(const invocation& call, std::string_view question) {
  if (call.args.flag("yes") || !call.host.in_is_terminal) return done{};
  if (call.args.flag("no-input"))
    return fail(errc::invalid, "nothing was done: this wants to be confirmed", "--yes");
  call.host.err << config::printable(question) << " [y/N] " << std::flush;
  std::string answer;
  std::getline(call.host.in, answer);
  if (answer == "y" || answer == "Y" || answer == "yes") return done{};
  return fail(errc::denied, "nothing was done, as you wished");
}

} // namespace ockam::cli
