#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

using namespace ockam;
using namespace ockam::cli;

TEST_CASE("every variable that is read is shown with its value") {
  test::fake_world world;
  const std::vector<noun> nouns{environment()};
  ::setenv("OCKAM_LOG_LEVEL", "trace", 1);
  CHECK(world.run(nouns, "environment") == 0);
  CHECK(world.out.str().find("| OCKAM_LOG_LEVEL ") != std::string::npos);
  CHECK(world.out.str().find("| trace ") != std::string::npos);
  CHECK(world.run(nouns, "environment --output json") == 0);
  ::unsetenv("OCKAM_LOG_LEVEL");
  bool shown = false;
  for (const auto& each : nlohmann::json::parse(world.out.str()))
    shown = shown || (each["name"] == "OCKAM_LOG_LEVEL" && each["value"] == "trace");
  CHECK(shown);
}
