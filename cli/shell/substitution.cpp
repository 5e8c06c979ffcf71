#include "cli/shell/substitution.hpp"

#include "config/defaults.hpp"
#include "wire/routing/multiaddr.hpp"
#include "wire/text.hpp"

#include <algorithm>
#include <istream>

namespace ockam::cli {
namespace {

/// Calls `use` for each segment that is not empty.
template <class Use>
void for_each_segment(std::string_view route, Use&& use) {
  while (!route.empty()) {
    const auto end = std::min(route.find('/'), route.size());
    if (end > 0) use(route.substr(0, end));
    route.remove_prefix(std::min(end + 1, route.size()));
  }
}

} // namespace

bool wants_input(std::string_view route) {
  bool wants = false;
  for_each_segment(route, [&](std::string_view segment) { wants = wants || segment == "-"; });
  return wants;
}

result<std::string> read_line(std::istream& in, bool in_is_terminal, std::size_t size_max,
                              const std::string& what, const std::string& hint) {
  if (in_is_terminal)
    return fail(errc::invalid,
                "- stands for " + what + " from standard input, but nothing piped in", hint);
  std::string line;
  for (char c = 0; in.get(c) && c != '\n';) {
    line += c;
    if (line.size() > size_max)
      return fail(errc::invalid, "the line on standard input is too long for " + what);
  }
  std::string text(wire::trimmed(line));
  if (text.empty())
    return fail(errc::invalid, "no" + what.substr(what.find(' '))
                                   + " on standard input: the command before the pipe failed or "
                                     "printed nothing");
  return text;
}

result<std::string> read_route(std::istream& in, bool in_is_terminal) {
  OCKAM_TRY(route, read_line(in, in_is_terminal, config::route_text_size_max, "a route",
                             "ockam relay create ... | ockam ..."));
  if (auto parsed = wire::multiaddr::parse(route); !parsed)
    return fail(errc::invalid, "no route on standard input: " + parsed.error().message);
  return route;
}

std::string substitute(std::string_view route, std::string_view line) {
  std::string text;
  const auto append = [&](std::string_view segment) { text.append("/").append(segment); };
  for_each_segment(route, [&](std::string_view segment) {
    if (segment == "-")
      for_each_segment(line, append);
    else
      append(segment);
  });
  return text;
}

} // namespace ockam::cli
