#include "config/base/suggestion.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace ockam::config;

TEST_CASE("the distance counts edits and swapped neighbours") {
  CHECK(distance("", "") == 0);
  CHECK(distance("create", "create") == 0);
  CHECK(distance("", "list") == 4);
  CHECK(distance("lst", "list") == 1);
  CHECK(distance("lisst", "list") == 1);
  CHECK(distance("lost", "list") == 1);
  CHECK(distance("craete", "create") == 1);
  CHECK(distance("kitten", "sitting") == 3);
}

TEST_CASE("the closest word is suggested, and none when all are far") {
  const std::vector<std::string> verbs{"create", "list", "show", "delete"};
  CHECK(closest("craete", verbs) == "create");
  CHECK(closest("lst", verbs) == "list");
  CHECK(closest("remove", verbs) == "");
  CHECK(closest("ls", verbs) == "");
}
