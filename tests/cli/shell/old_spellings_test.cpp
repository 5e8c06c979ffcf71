#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/old_spellings.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;

namespace {

using all_words = std::vector<std::string>;

all_words translated(const command_words& of, all_words rest) {
  translate_words(of, rest);
  return rest;
}

} // namespace

TEST_CASE("an old word becomes what is said here, with its value") {
  CHECK(translated({"tcp-inlet", "create"}, {"--expression", "x", "--at=n1"})
        == all_words{"--allow", "x", "--at=n1"});
  CHECK(translated({"tcp-outlet", "create"}, {"--expression=x"}) == all_words{"--allow=x"});
  CHECK(translated({"node", "create"}, {"n", "--http-server"})
        == all_words{"n", "--status-port", "0"});
  CHECK(translated({"completion", ""}, {"--shell", "bash"}) == all_words{"bash"});
  CHECK(translated({"completion", ""}, {"--shell=bash"}) == all_words{"bash"});
}

TEST_CASE("what makes no difference goes with its value, and says why if anybody wonders") {
  all_words rest{"--timeout", "5s", "ticket"};
  const auto notes = translate_words({"project", "enroll"}, rest);
  CHECK(rest == all_words{"ticket"});
  CHECK(notes == all_words{"--timeout: the command has its own time"});
  CHECK(translated({"credential", "issue"}, {"--encoding=hex", "--as", "a"})
        == all_words{"--as", "a"});
}

TEST_CASE("words of other commands, values and what follows -- stay as they are") {
  CHECK(translated({"node", "create"}, {"--shell", "x"}) == all_words{"--shell", "x"});
  CHECK(translated({"completion", ""}, {"--", "--shell"}) == all_words{"--", "--shell"});
}

TEST_CASE("a command may have had another name, or mean another one with some options") {
  const auto meant = [](const command_words& typed, const all_words& rest) {
    const auto now = command_meant(typed, rest);
    return now.noun + " " + now.verb;
  };
  CHECK(meant({"project", "authenticate"}, {}) == "project enroll");
  CHECK(meant({"project", "enroll"}, {"--attribute", "role=a"}) == "project ticket");
  CHECK(meant({"project", "enroll"}, {"--attribute=role=a"}) == "project ticket");
  CHECK(meant({"project", "enroll"}, {"ticket"}) == "project enroll");
  CHECK(meant({"policy", "set"}, {}) == "policy create");
}

TEST_CASE("help shows no old spelling") {
  test::fake_world world;
  const auto nouns = all_nouns();
  for (const auto* line : {"node create --help", "tcp-inlet create --help", "enroll --help",
                           "project ticket --help", "completion --help"}) {
    CHECK(world.run(nouns, line) == 0);
    for (const auto* word : {"--project-path", "--expression", "--hex", "--shell", "--retry-wait",
                             "--skip-is-running-check", "--http-server "})
      CHECK(world.out.str().find(word) == std::string::npos);
  }
}

TEST_CASE("what makes no difference here is said once, and what there is not is refused") {
  test::fake_world world;
  const auto nouns = all_nouns();
  CHECK(world.run(nouns, "tcp-inlet create --to /x --retry-wait 1s --test-argument-parser") == 0);
  CHECK(world.err.str().starts_with("--retry-wait has no effect: a node tries again by itself"));
  CHECK(world.run(nouns, "node create n --skip-is-running-check --test-argument-parser") == 0);
  CHECK(world.run(nouns, "tcp-inlet create --to /x --tls --test-argument-parser") != 0);
  CHECK(world.err.str().find("--tls: an inlet speaks TLS with a certificate that you give it")
        != std::string::npos);
}
