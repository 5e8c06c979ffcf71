// What a node has several of and a command can create, list, show and delete: one description per
// noun, from which all but `create` follows.
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
  std::string title = label; ///< of the column
  bool if_telling = false; ///< no column while all have `up` there, or nothing; no line for nothing
  bool if_any = false;     ///< no line in a block if there is no text
};

struct resource {
  std::string noun;     ///< `tcp-connection`
  std::string summary;  ///< of the noun
  std::string path;     ///< of the node's list, `/v1/tcp-connections`
  std::string name;     ///< in a sentence, `TCP connection`
  std::string heading;  ///< over a block, `TCP Connection`
  std::string key;      ///< what `show` and `delete` take, `ID`: the JSON field in capitals
  std::string selector; ///< names of the option that selects the node, `at,node,n`
  std::vector<field> fields;
  bool in_table = false; ///< a list is a table and not a block for each
  /// What a list has for each in a pipe, on a line of its own; none: the same as on a terminal.
  std::function<std::string(const nlohmann::json&)> in_pipe{};
  bool gone_is_fine = false; ///< deleting what is not there is no failure
  std::string plural = name + "s";
};

/// The rule in force, of what has one: `everybody` without one.
std::string allowed(const nlohmann::json& object);

/// `Heading:` and a line for every field.
std::string block_of(const output&, const resource&, const nlohmann::json& object);

/// The noun with its `create` and the verbs that follow from the description.
noun noun_of(const resource&, command create);

/// `LIST/NAME` for the control interface. A name may be an address as commands print it,
/// `/service/X` or `0#X`.
std::string path_of(const std::string& list, std::string_view name);

/// Whether a ping has come back through what a node describes.
bool is_proven(const nlohmann::json& object);

/// Asks the node for `path` until that is proven or time is over; what the node said last. `made`:
/// what it said when it made it.
result<nlohmann::json> await_proof(const selected_node&, const std::string& path,
                                   nlohmann::json made, std::chrono::milliseconds wait);

/// How long `--wait` says; none: it was not given. Errors: invalid, also beside
/// --no-connection-wait.
result<std::optional<std::chrono::milliseconds>> wait_of(const invocation&);

/// `outlet` of `outlet`, `/service/outlet` or `/worker/outlet`.
result<std::string> worker_address(const std::string& text);

} // namespace ockam::cli
