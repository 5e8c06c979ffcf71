#include "config/base/turns.hpp"

#include <doctest/doctest.h>

using namespace ockam;

TEST_CASE("sources take turns, and each is heard in its order") {
  config::turns<int> all;
  for (int n = 0; n < 4; ++n) all.push("busy", n);
  all.push("other", 10);
  all.push("other", 11);
  CHECK(all.size() == 6);
  CHECK(all.of_source("busy") == 4);
  for (const int n : {0, 10, 1, 11, 2, 3}) CHECK(all.next() == n);
  CHECK(all.size() == 0);
  CHECK(all.of_source("busy") == 0);
}

TEST_CASE("the newest of whoever has most makes way for whoever has less") {
  config::turns<int> all;
  for (int n = 0; n < 3; ++n) all.push("busy", n);
  all.push("other", 10);
  CHECK_FALSE(all.make_way("busy"));
  CHECK(all.make_way("other") == 2);
  CHECK_FALSE(all.make_way("other")); // it would have as many then
  CHECK(all.make_way("new") == 1);
  CHECK_FALSE(all.make_way("new"));
  CHECK(all.size() == 2);
  all.push("new", 20);
  for (const int n : {0, 10, 20}) CHECK(all.next() == n);
}
