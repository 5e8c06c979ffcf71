// The command table: nouns, their verbs, and what a verb may touch while it runs. Help, completion
// and parsing are all derived from it. Source: spec cli §1.1.
#pragma once
#include "cli/shell/arguments.hpp"
#include "cli/text/output.hpp"
#include "wire/result.hpp"

#include <functional>
#include <string>
#include <vector>

namespace ockam::cli {

struct host_environment;
struct noun;
struct command;

/// One run of a command.
struct invocation {
  const noun& subject;   ///< as it was typed: `relay` and `forwarder` are two nouns
  const command& action; ///< the verb
  const arguments& args;
  output& out;
  host_environment& host;
};

struct command {
  std::string verb; ///< empty for the first verb if the noun alone is a command: `ockam version`
  std::string summary;
  std::vector<positional> positionals;
  std::vector<option> options;
  std::vector<std::string> examples; ///< whole command lines, at least one
  /// Prints the answer, or prints nothing and returns why. A command that looks for faults prints
  /// what it found, and fails if that is a fault.
  std::function<status(invocation&)> run;
};

struct noun {
  std::string name;
  std::string summary;
  std::vector<command> verbs;
  bool hidden = false;
  std::string group{}; ///< the heading below which help shows it

  bool stands_alone() const { return verbs.size() == 1 && verbs.front().verb.empty(); }
  /// What the noun does without a verb, as `ockam ticket`; null if it needs one.
  const command* by_itself() const {
    return !verbs.empty() && verbs.front().verb.empty() ? &verbs.front() : nullptr;
  }
};

/// The command as it is typed: `ockam relay create`.
std::string full_name(const noun&, const command&);

/// Flags that every command takes, at any position.
const std::vector<option>& global_options();

} // namespace ockam::cli
