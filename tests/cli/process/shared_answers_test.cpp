#include "cli/process/shared_answers.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace std::chrono_literals;

TEST_CASE("an answer is used again for a few times as long as it took, path by path") {
  cli::shared_answers::clock::time_point now{};
  int asked = 0;
  cli::shared_answers answers(
      [&](const transports::control_request& what) {
        now += 100ms;
        return transports::control_reply{200, what.path + std::to_string(++asked)};
      },
      [&] { return now; });
  CHECK(answers.get("/a").body == "/a1");
  now += config::status_answer_reuse * 100ms - 1ms;
  CHECK(answers.get("/a").body == "/a1");
  CHECK(answers.get("/b").body == "/b2");
  now += 1ms;
  CHECK(answers.get("/a").body == "/a3");
}
