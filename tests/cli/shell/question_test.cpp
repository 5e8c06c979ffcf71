#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/given_text.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;

namespace {

struct asking : test::fake_world {
  std::vector<noun> nouns{
      {"burn",
       "Burn it",
       {{"", "Burn it", {}, {yes_option()}, {"ockam burn"}, [this](invocation& call) -> status {
           if (auto ok = confirm(call, "Burn \x1b[2Jit?"); !ok) return ok;
           ++burnt;
           return done{};
         }}}}};
  int burnt = 0;
  int type(const std::string& line, const std::string& answer) {
    in.str(answer);
    in.clear();
    return run(nouns, line);
  }
};

} // namespace

TEST_CASE("on a terminal nothing is destroyed without a yes") {
  asking who;
  who.in_is_terminal = true;
  for (const auto* const answer : {"", "\n", "n\n", "no\n", "Yes please\n", "yy\n"}) {
    CHECK(who.type("burn", answer) == 77);
    CHECK(who.burnt == 0);
    CHECK(who.out.str().empty());
  }
  CHECK(who.err.str().find("Burn \\x1b[2Jit? [y/N] ") == 0);
  CHECK(who.type("burn", "y\n") == 0);
  CHECK(who.type("burn", "yes\n") == 0);
  CHECK(who.burnt == 2);
}

TEST_CASE("who says --yes, and a program, are not asked") {
  asking who;
  CHECK(who.type("burn", "") == 0);
  who.in_is_terminal = true;
  CHECK(who.type("burn --yes", "") == 0);
  CHECK(who.type("burn -y", "") == 0);
  CHECK(who.burnt == 3);
  CHECK(who.err.str().empty());
  CHECK(who.type("burn --no-input", "y\n") == 65);
  CHECK(who.burnt == 3);
}
