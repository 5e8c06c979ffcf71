#include "cli/completion.hpp"
#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <unistd.h>

using namespace ockam;
using namespace ockam::cli;

namespace {

/// What a real bash offers for the words of a command line, the last of which is being typed.
class bash {
public:
  bash() {
    file_ = "/tmp/ockam-completion-" + std::to_string(::getpid());
    std::ofstream(file_) << *completion_script("bash", all_nouns());
  }
  ~bash() { std::remove(file_.c_str()); }

  std::string complete(const std::string& words, int cursor) const {
    const auto command = "bash -c '. " + file_ + "; COMP_WORDS=(" + words + "); COMP_CWORD="
                         + std::to_string(cursor) + "; _ockam; printf \"%s \" \"${COMPREPLY[@]}\"'";
    std::string text;
    auto* pipe = ::popen(command.c_str(), "r");
    std::array<char, 256> chunk{};
    while (const auto got = std::fread(chunk.data(), 1, chunk.size(), pipe))
      text.append(chunk.data(), got);
    ::pclose(pipe);
    return text;
  }

private:
  std::string file_;
};

} // namespace

TEST_CASE("bash completes nouns, verbs and flags") {
  const bash shell;
  CHECK(shell.complete("ockam tcp-", 1) == "tcp-outlet tcp-inlet tcp-listener tcp-connection ");
  CHECK(shell.complete("ockam fow", 1) == " ");
  CHECK(shell.complete("ockam relay c", 2) == "create ");
  CHECK(shell.complete("ockam relay \"\"", 2) == "create list show delete ");
  CHECK(shell.complete("ockam --output json -v relay l", 5) == "list ");
  CHECK(shell.complete("ockam tcp-connection create --t", 3) == "--to --transit-policy --timeout ");
  CHECK(shell.complete("ockam message send hello --h", 4) == "--hex --help ");
  CHECK(shell.complete("ockam version --out", 2) == "--output ");
}

TEST_CASE("zsh and fish get every noun, verb and visible flag") {
  for (auto name : {"zsh", "fish"}) {
    const auto script = completion_script(name, all_nouns());
    REQUIRE(script);
    for (const auto& subject : all_nouns()) {
      if (subject.name == "complete") continue; // what the scripts call
      CHECK((script->find(subject.name) != script->npos) == !subject.hidden);
      for (const auto& action : subject.verbs) CHECK(script->find(action.verb) != script->npos);
    }
    CHECK(script->find("timeout") != script->npos);
    CHECK(script->find("test-argument-parser") == script->npos);
  }
}

TEST_CASE("the command prints the script of a shell that is known") {
  test::fake_world world;
  const std::vector<noun> nouns{completion()};
  CHECK(world.run(nouns, "completion bash") == 0);
  CHECK(world.out.str() == *completion_script("bash", all_nouns()) + "\n");
  CHECK(world.run(nouns, "completion tcsh") == 65);
  CHECK(world.err.str()
        == "ockam completion: no completion for tcsh (bash, zsh, fish, elvish or powershell)\n");
  CHECK(world.run(nouns, "completion") == 2);
}
