// Where answers go. Standard output carries the answer alone, so that a pipe gets what it can use:
//   json   the node's own object with the reference's keys, two spaces a level
//   plain  a block for people on a terminal, one bare line in a pipe
// Everything else that is worth saying goes to standard error. Controls and marks of direction in
// what others wrote are escaped on a terminal (config/base/printable.hpp); a pipe gets an answer as
// it is. Source: spec cli §1.10.
#pragma once
#include "cli/text/jq_filter.hpp"
#include "cli/text/reference_keys.hpp"

#include <nlohmann/json_fwd.hpp>

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace ockam::cli {

enum class format { plain, json };

struct output {
  std::ostream& out;
  std::ostream& err;
  bool terminal = false; ///< whether `out` is a terminal, so that somebody looks at it
  bool watched = false;  ///< whether `err` is a terminal
  bool colors = false;
  std::size_t columns = 80; ///< width of the terminal, in characters
  bool quiet = false;       ///< whether only answers and errors are written, and no notes
  format as = format::plain;
  std::optional<jq_filter> filter{}; ///< of --jq: what it makes of an answer is printed
  bool compact = false;              ///< whether JSON is on one line
  status written = done{};           ///< the first error of the filter
  answered whose{};                  ///< the command that runs, and the node that it asked

  /// Prints what a verb made: the object, the text for people, or the line that the next command
  /// can use.
  void created(const nlohmann::json& object, std::string_view block, std::string_view bare);
  /// Prints an answer that reads the same everywhere. `text` ends without a line break.
  void answer(const nlohmann::json& object, std::string_view text);
  /// The answer in JSON as it is printed, without a line break at its end; none if there is nothing
  /// to print.
  std::optional<std::string> json_text(const nlohmann::json& object);
  /// Writes a sentence for people, such as "no relays", never on standard output.
  void note(std::string_view sentence);
  /// The text as it is printed: on a terminal controls that others wrote are escaped, and what
  /// bold() made stays.
  std::string shown(std::string_view text) const;
  /// `text` in bold where that can be seen.
  std::string bold(std::string_view text) const;
};

} // namespace ockam::cli
