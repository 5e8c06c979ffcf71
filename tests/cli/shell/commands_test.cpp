#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;

namespace {

/// The words behind each `ockam` of an example, which may be a pipe or a substitution.
std::vector<std::string> command_lines(const std::string& example) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; (at = example.find("ockam ", at)) != example.npos;) {
    at += 6;
    lines.push_back(example.substr(at, example.find_first_of("|)", at) - at));
  }
  return lines;
}

} // namespace

TEST_CASE("every verb has help and examples that parse") {
  test::fake_world world;
  const auto nouns = all_nouns();
  for (const auto& subject : nouns)
    for (const auto& action : subject.verbs) {
      const auto name = subject.name + " " + action.verb;
      CHECK_MESSAGE(world.run(nouns, name + " --help") == 0, name);
      CHECK_MESSAGE(!action.summary.empty(), name);
      CHECK_MESSAGE(!action.examples.empty(), name);
      for (const auto& example : action.examples) {
        CHECK(world.out.str().find("\n  " + example + "\n") != std::string::npos);
        for (const auto& line : command_lines(example))
          CHECK_MESSAGE(world.run(nouns, line + " --test-argument-parser") == 0, example);
        world.run(nouns, name + " --help");
      }
    }
}

TEST_CASE("every noun has a name of its own and is shown by --help unless hidden") {
  test::fake_world world;
  const auto nouns = all_nouns();
  CHECK(world.run(nouns, "--help") == 0);
  const auto text = world.out.str();
  std::map<std::string, int> seen;
  for (const auto& each : nouns) {
    CHECK_MESSAGE(++seen[each.name] == 1, each.name);
    CHECK_MESSAGE((text.find("\n  " + each.name + " ") != text.npos) == !each.hidden, each.name);
  }
  CHECK(seen.count("fowarder") == 1);
}
