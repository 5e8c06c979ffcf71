#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/help.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace ockam;
using namespace ockam::cli;

TEST_CASE("help names arguments, required options and their synonyms") {
  test::fake_world world;
  const auto nouns = all_nouns();
  CHECK(world.run(nouns, "secure-channel create --help") == 0);
  const auto text = world.out.str();
  CHECK(text.find("Usage: ockam secure-channel create --to ROUTE [OPTIONS]\n") != text.npos);
  CHECK(text.find("  -f, -n, --from, --at, --node NODE\n") != text.npos);
  CHECK(text.find("(required)") != text.npos);
  CHECK(text.find("test-argument-parser") == text.npos);
}

TEST_CASE("help of a noun has an example of every verb") {
  const auto text = help(relay(), 80);
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
  CHECK(help(subject, subject.verbs.front(), 80)
            .starts_with("Do x\n\nUsage: ockam x A [LONG] [OPTIONS]\n\n"
                         "Arguments:\n  A     first\n  LONG  second\n"));
}

TEST_CASE("no line of a help text is wider than the terminal, but for commands to copy") {
  const auto nouns = all_nouns();
  const auto fits = [](const std::string& text, std::size_t width) {
    std::istringstream lines(text);
    bool copied = false;
    for (std::string line; std::getline(lines, line);) {
      copied = line.empty() ? false : copied || line == "Examples:";
      if (!copied && !line.starts_with("Usage: ")) CHECK_MESSAGE(line.size() <= width, line);
    }
  };
  for (const std::size_t width : {60, 80, 100}) {
    fits(help(nouns, width), width);
    fits(help_of_topics(width), width);
    for (const auto& subject : nouns) {
      if (subject.hidden) continue;
      fits(help(subject, width), width);
      for (const auto& action : subject.verbs)
        if (!action.verb.empty()) fits(help(subject, action, width), width);
    }
  }
}

TEST_CASE(
    "every noun that help shows is in a group, and options of every command stand there only") {
  const auto nouns = all_nouns();
  for (const auto& each : nouns) CHECK_MESSAGE((each.hidden || !each.group.empty()), each.name);
  CHECK(help(nouns, 80).find("\n  --no-color ") != std::string::npos);
  CHECK(help(nouns.front(), nouns.front().verbs.front(), 80).find("--no-color")
        == std::string::npos);
}

TEST_CASE("help has topics, each with a sentence that says what it is about") {
  test::fake_world world;
  const auto nouns = all_nouns();
  CHECK(world.run(nouns, "help topics") == 0);
  const auto list = world.out.str();
  for (const auto* const name :
       {"routes", "addresses", "policies", "tickets", "exit-codes", "environment", "files"}) {
    const auto* const topic = find_topic(name);
    REQUIRE_MESSAGE(topic, name);
    CHECK_MESSAGE(list.find("\n  " + topic->name + " ") != list.npos, name);
    CHECK_MESSAGE(summary_of(*topic).size() > 10, name);
    CHECK(world.run(nouns, "help " + topic->name) == 0);
    CHECK_MESSAGE(world.out.str().size() > 200, name);
    CHECK_MESSAGE(world.out.str().find('`') == std::string::npos, name);
  }
  CHECK(world.run(nouns, "help policies") == 0);
  CHECK(world.out.str().find("    short  := term or term ...") != std::string::npos);
}

TEST_CASE("a page of Markdown is wrapped, its code is not") {
  CHECK(page_text("# Head\n\nOne `two` **three** [four](five.md#six) seven\neight.\n\n    code  as "
                  "it is\n\n"
                  "- an item of the list\n\n| `a\\|b` | what it is for |\n|---|---|\n",
                  22)
        == "Head\n\n  One two three four\n  seven eight.\n\n    code  as it is\n\n"
           "  - an item of the\n    list\n\n  a|b  what it is for\n");
}

TEST_CASE("commands of topics can be typed as they stand") {
  test::fake_world world;
  const auto nouns = all_nouns();
  int typed = 0;
  for (const auto& topic : topics()) {
    std::istringstream lines(topic.text);
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("    ockam ") || line.find('\'') != line.npos) continue;
      const auto command = line.substr(10, line.find_first_of("#|>", 10) - 10);
      CHECK_MESSAGE(world.run(nouns, command + " --test-argument-parser") == 0, line);
      ++typed;
    }
  }
  CHECK(typed > 4);
}
