#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/help.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;

TEST_CASE("help names arguments, required options and their synonyms") {
  test::fake_world world;
  const auto nouns = all_nouns();
  CHECK(world.run(nouns, "secure-channel create --help") == 0);
  const auto text = world.out.str();
  CHECK(text.find("Usage: ockam secure-channel create --to ROUTE [OPTIONS]\n") != text.npos);
  CHECK(text.find("  -f, -n, --from, --at, --node NODE ") != text.npos);
  CHECK(text.find("(required)") != text.npos);
  CHECK(text.find("test-argument-parser") == text.npos);
}

TEST_CASE("help of a noun has an example of every verb") {
  const auto text = help(relay());
  CHECK(text.find("Usage: ockam relay VERB [OPTIONS]\n") != text.npos);
  for (auto verb : {"create", "list", "show", "delete"}) {
    CHECK(text.find("\n  " + std::string(verb) + " ") != text.npos);
    CHECK(text.find("\n  ockam relay " + std::string(verb) + " ") != text.npos);
  }
}

TEST_CASE("columns are aligned") {
  const noun subject{
      "x",
      "Do x",
      {{"", "Do x", {{"A", "first", true}, {"LONG", "second"}}, {}, {"ockam x 1"}, {}}}};
  CHECK(help(subject, subject.verbs.front())
            .starts_with("Do x\n\nUsage: ockam x A [LONG] [OPTIONS]\n\n"
                         "Arguments:\n  A     first\n  LONG  second\n"));
}
