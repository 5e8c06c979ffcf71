// People who come from other programs are told of commands that exist.
#include "cli/shell/commands.hpp"
#include "cli/shell/foreign_words.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>

using namespace ockam::cli;

namespace {

/// Whether `ockam NOUN VERB ...`, or `ockam NOUN ...` of one that stands alone, is a command.
bool is_command(std::string_view line) {
  std::istringstream words{std::string(line)};
  std::string program, name, verb;
  words >> program >> name >> verb;
  const auto nouns = all_nouns();
  const auto at =
      std::find_if(nouns.begin(), nouns.end(), [&](const auto& each) { return each.name == name; });
  if (program != "ockam" || at == nouns.end()) return false;
  return at->by_itself() || std::any_of(at->verbs.begin(), at->verbs.end(), [&](const auto& each) {
           return each.verb == verb;
         });
}

} // namespace

TEST_CASE("the command that a word of another program means exists") {
  for (const auto* const word :
       {"publish", "http",  "inlet", "connect", "tunnel", "channel", "listen",  "connection",
        "send",    "ping",  "trace", "check",   "up",     "down",    "restart", "daemon",
        "init",    "ls",    "logs",  "info",    "rm",     "login",   "invite",  "member",
        "revoke",  "apply", "env",   "keys",    "whoami"}) {
    INFO(word);
    CHECK_FALSE(command_for(word).empty());
    CHECK(is_command(command_for(word)));
  }
}

TEST_CASE("no word is taken from another program that is a noun here") {
  for (const auto& each : all_nouns()) {
    INFO(each.name);
    CHECK(command_for(each.name).empty());
  }
}

TEST_CASE("a verb of another program means one that some noun has") {
  const auto nouns = all_nouns();
  for (const auto* const word : {"ls", "rm", "add", "get", "up", "down", "log", "invite", "join",
                                 "use", "kill", "describe", "issue"}) {
    INFO(word);
    const auto meant = verb_for(word);
    CHECK(std::any_of(nouns.begin(), nouns.end(), [&](const auto& noun) {
      return std::any_of(noun.verbs.begin(), noun.verbs.end(),
                         [&](const auto& each) { return each.verb == meant; });
    }));
  }
}

TEST_CASE("words that nobody brings along mean nothing") {
  CHECK(command_for("frobnicate").empty());
  CHECK(command_for("").empty());
  CHECK(verb_for("frobnicate").empty());
}
