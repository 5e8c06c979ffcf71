#include "transports/work/company.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace std::chrono_literals;
using transports::company;
using transports::time_point;

namespace {
constexpr time_point start{1000s};
} // namespace

TEST_CASE("whoever is alone with a link is its only company, however often") {
  company one;
  CHECK_FALSE(one.others_than(7, start - 1s));
  one.meet(7, start), one.meet(7, start + 1s);
  CHECK_FALSE(one.others_than(7, start - 1s));
  CHECK(one.others_than(8, start - 1s));
}

TEST_CASE("another one counts for a while, whoever was met last") {
  company one;
  one.meet(8, start), one.meet(7, start + 1s), one.meet(7, start + 50s);
  CHECK(one.others_than(7, start - 1s));
  CHECK_FALSE(one.others_than(7, start)); // it was met no later than that
  one.meet(8, start + 51s), one.meet(7, start + 52s), one.meet(8, start + 53s);
  CHECK(one.others_than(7, start + 50s));
  CHECK(one.others_than(8, start + 50s));
}

TEST_CASE("of many at least one other is known") {
  company one;
  for (company::number n = 1; n < 9; ++n) one.meet(n, start);
  for (company::number n = 1; n < 9; ++n) CHECK(one.others_than(n, start - 1s));
}
