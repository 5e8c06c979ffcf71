#include "wire/route.hpp"

#include <doctest/doctest.h>

using namespace ockam::wire;

TEST_CASE("a route keeps its addresses in order") {
  route r{local("a"), local("b")};
  r.push_front(local("c"));
  CHECK(to_string(r) == "0#c => 0#a => 0#b");
  CHECK(r.back() == local("b"));
}
