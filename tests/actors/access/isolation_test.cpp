#include "actors/access/isolation.hpp"

#include <doctest/doctest.h>

using ockam::actors::may_reach;
using ockam::wire::attribute_map;

TEST_CASE("members of one team reach each other, and nobody else") {
  const attribute_map red{{"ockam-team", "red"}}, both{{"ockam-team", "blue, red"}},
      blue{{"ockam-team", "blue"}}, none{{"role", "red"}}, empty{{"ockam-team", ""}};
  CHECK(may_reach(red, &red, "r"));
  CHECK(may_reach(red, &both, "r"));
  CHECK(may_reach(both, &red, "r"));
  CHECK(may_reach(both, &blue, "r"));
  CHECK_FALSE(may_reach(red, &blue, "r"));
  CHECK_FALSE(may_reach(red, &none, "r"));
  CHECK_FALSE(may_reach(none, &none, "r"));
  CHECK_FALSE(may_reach(empty, &empty, "r"));
  CHECK_FALSE(may_reach(none, &red, "r"));
  CHECK_FALSE(may_reach(red, nullptr, "r"));
  const attribute_map prefix{{"ockam-team", "re"}}, longer{{"ockam-team", "red2"}};
  CHECK_FALSE(may_reach(prefix, &red, "r"));
  CHECK_FALSE(may_reach(longer, &red, "r"));
}

TEST_CASE("a member reaches the relays that its credential names") {
  const attribute_map some{{"ockam-reach", "office,lab"}}, any{{"ockam-reach", "*"}}, owner;
  CHECK(may_reach(some, &owner, "office"));
  CHECK(may_reach(some, nullptr, "lab"));
  CHECK(may_reach(any, &owner, "home"));
  CHECK_FALSE(may_reach(some, &owner, "home"));
  CHECK_FALSE(may_reach(some, &owner, "off"));
  CHECK_FALSE(may_reach(some, &owner, ""));
  CHECK_FALSE(may_reach(owner, &some, "office")); // that is who may be reached by others, not this
}
