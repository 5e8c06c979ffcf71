#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;

TEST_CASE("the version is printed in both forms") {
  test::fake_world world;
  const auto nouns = all_nouns();
  CHECK(world.run(nouns, "version") == 0);
  CHECK(world.out.str() == "ockam " OCKAM_VERSION "\n");
  CHECK(world.run(nouns, "version --output json") == 0);
  CHECK(nlohmann::json::parse(world.out.str())["version"] == OCKAM_VERSION);
}
