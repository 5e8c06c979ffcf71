#include "cli/home/random_name.hpp"

#include <doctest/doctest.h>

using namespace ockam::cli;

TEST_CASE("a random name is eight hex digits and another one each time") {
  const auto name = random_name();
  CHECK(name.size() == 8);
  CHECK(name.find_first_not_of("0123456789abcdef") == name.npos);
  CHECK(random_name() != name);
}
