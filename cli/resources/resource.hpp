// What a node has several of and a command can create, list, show and delete. Each noun has one
// description, from which all verbs but `create` follow.
#pragma once
#include "cli/resources/selection.hpp"
#include "cli/shell/command.hpp"
#include "cli/text/session_text.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>

namespace ockam::cli {

/// One line of a block or one column of a table.
struct field {
  std::string label; ///< `Worker address`
  std::function<std::string(const nlohmann::json&)> text;
  std::string title = label; ///< title of the column
  bool if_telling =
      false;           ///< whether a column of only `up` or `-`, and a line of `-`, are left out
  bool if_any = false; ///< whether an empty line of a block is left out
};

struct resource {
  std::string noun;     ///< `tcp-connection`
  std::string summary;  ///< what help says of the noun
  std::string path;     ///< path of the node's list, `/v1/tcp-connections`
  std::string name;     ///< the noun in a sentence, `TCP connection`
  std::string heading;  ///< title of a block, `TCP Connection`
  std::string key;      ///< what `show` and `delete` take, `ID`: the JSON field in capitals
  std::string selector; ///< names of the option that selects the node, `at,node,n`
  std::vector<field> fields;
  bool in_table = false; ///< whether a list is a table and not a block for each
  /// The line that a list has for each in a pipe; empty if a pipe gets the same as a terminal.
  std::function<std::string(const nlohmann::json&)> in_pipe{};
  /// A field by which people may call it, too, where it is an address HOST:PORT; empty: none.
  std::string also_called{};
  bool gone_is_fine = false; ///< whether deleting what is not there is no failure
  std::string plural = name + "s";
};

/// A field for the text of `key`, without a line where there is none.
field text_if_any(const char* key, const char* label);

/// A field for what a node has several ways of, the list `key`: how many are up, and a line for
/// each, by its own `route`. No line where there is no such list.
field ways_if_any(const char* key, const char* route, const char* label);

/// A field for the open streams of an inlet or outlet, how many of them wait for another path, and
/// what became of those that did. No line where there was none.
field streams_if_any();

/// The rule in force for an object; `everybody` without a rule.
std::string allowed(const nlohmann::json& object);

/// `Heading:` and a line for every field.
std::string block_of(const output&, const resource&, const nlohmann::json& object);

/// The noun with its `create` and the verbs that follow from the description.
noun noun_of(const resource&, command create);

/// The path `LIST/NAME` for the control interface. A name may be an address as commands print it,
/// `/service/X` or `0#X`.
std::string path_of(const std::string& list, std::string_view name);

/// Whether a ping has come back through the object that a node describes.
bool is_proven(const nlohmann::json& object);

/// Has the node make what `body` says. With `wait` it is asked for it, by its field `name`, until it
/// is proven or that time is over. What was there already, with the same keys, may not be proven
/// either: it is asked for `otherwise`, unless the body says not to wait. Returns the last
/// description.
result<nlohmann::json> post_and_wait(const selected_node&, const resource&, nlohmann::json body,
                                     const char* name,
                                     const std::optional<std::chrono::milliseconds>& wait,
                                     std::chrono::milliseconds otherwise);
/// Whether a node says that it had this before it was asked for.
bool was_there(const nlohmann::json& made);

/// The time that `--wait` gives, if it was given. Errors: invalid, also beside
/// --no-connection-wait.
result<std::optional<std::chrono::milliseconds>> wait_of(const invocation&);

/// `outlet` of `outlet`, `/service/outlet` or `/worker/outlet`.
result<std::string> worker_address(const std::string& text);

} // namespace ockam::cli
