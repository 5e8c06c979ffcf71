// Where answers go. Standard output carries the answer alone, so that a pipe gets what it can use:
//   json   the node's own object, two spaces a level
//   plain  a block for people on a terminal, one bare line in a pipe
// Everything else that is worth saying goes to standard error. Controls and marks of direction in
// what others wrote are escaped on a terminal (config/base/printable.hpp); a pipe gets an answer as
// it is. Source: spec cli §1.10.
#pragma once
#include <nlohmann/json_fwd.hpp>

#include <iosfwd>
#include <string>
#include <string_view>

namespace ockam::cli {

enum class format { plain, json };

struct output {
  std::ostream& out;
  std::ostream& err;
  bool terminal = false; ///< somebody looks at `out`
  bool watched = false;  ///< and at `err`
  bool colors = false;
  bool quiet = false; ///< no words for people, only answers and errors
  format as = format::plain;

  /// What a verb made: the object, the text for people, and the line that the next command can use.
  void created(const nlohmann::json& object, std::string_view block, std::string_view bare);
  /// An answer that reads the same everywhere. `text` ends without a line break.
  void answer(const nlohmann::json& object, std::string_view text);
  /// A sentence for people, such as "no relays": never on standard output.
  void note(std::string_view sentence);
  /// As it is printed: on a terminal what others wrote does nothing to it, and what bold() made
  /// stays.
  std::string shown(std::string_view text) const;
  /// `text` in bold where that can be seen.
  std::string bold(std::string_view text) const;
};

} // namespace ockam::cli
