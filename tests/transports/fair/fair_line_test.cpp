#include "transports/fair/fair_line.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace ockam;
using line_of_numbers = transports::fair_line<int>;

namespace {

/// Serves all that waits, at a cost of 1 each; the numbers in that order.
std::vector<int> serve_all(line_of_numbers& line) {
  std::vector<int> out;
  while (auto next = line.next()) {
    out.push_back(next->what);
    line.charge(*next->whose, 1);
  }
  return out;
}

} // namespace

TEST_CASE("sources that wait take turns, however much one of them has waiting") {
  line_of_numbers line(0);
  const auto busy = line.of("busy"), other = line.of("other");
  for (int i = 0; i < 4; ++i) line.wait(busy, i);
  for (int i = 10; i < 12; ++i) line.wait(other, i);
  CHECK(line.waiting() == 6);
  CHECK(serve_all(line) == std::vector{0, 10, 1, 11, 2, 3});
  CHECK(line.empty());
}

TEST_CASE("who was away goes before those who ask without end, but not for all that it left") {
  line_of_numbers line(2);
  const auto seldom = line.of("seldom");
  std::vector<line_of_numbers::source_ptr> crowd;
  for (int i = 0; i < 3; ++i) crowd.push_back(line.of("crowd " + std::to_string(i)));
  for (int n = 0; n < 30; ++n) line.wait(crowd[static_cast<std::size_t>(n % 3)], n);
  for (int n = 0; n < 15; ++n) line.charge(*line.next()->whose, 1); // five of each
  for (int n = 100; n < 104; ++n) line.wait(seldom, n);
  std::vector<int> first;
  for (int n = 0; n < 9; ++n) {
    const auto next = line.next();
    first.push_back(next->what);
    line.charge(*next->whose, 1);
  }
  CHECK(first[0] == 100);
  CHECK(first[1] == 101);
  CHECK(std::count_if(first.begin(), first.end(), [](int n) { return n >= 100; }) <= 4);
  CHECK(std::count_if(first.begin(), first.end(), [](int n) { return n < 100; }) >= 5);
}

TEST_CASE("what costs more is charged more") {
  line_of_numbers line(0);
  const auto dear = line.of("dear"), cheap = line.of("cheap");
  for (int n = 0; n < 20; ++n) line.wait(dear, 1), line.wait(cheap, 0);
  int dear_ones = 0;
  for (int n = 0; n < 20; ++n) {
    const auto next = line.next();
    dear_ones += next->what;
    line.charge(*next->whose, next->what == 1 ? 9 : 1);
  }
  CHECK(dear_ones == 2);
}

TEST_CASE("somebody may go at once if nobody waits who should go first") {
  line_of_numbers line(1);
  const auto one = line.of("one"), another = line.of("another");
  CHECK(line.may_go(*one));
  line.charge(*one, 10);
  CHECK(line.may_go(*one)); // nobody waits
  line.wait(one, 1);
  CHECK_FALSE(line.may_go(*one)); // behind what waits of it
  CHECK(line.may_go(*another));
  line.charge(*another, 100);
  CHECK_FALSE(line.may_go(*another));
}

TEST_CASE("a source that is blocked is passed over until it is not") {
  line_of_numbers line(0);
  const auto one = line.of("one"), another = line.of("another");
  line.wait(one, 1);
  line.block(one);
  CHECK(line.empty());
  CHECK_FALSE(line.may_go(*one));
  line.wait(one, 2);
  line.wait(another, 10);
  CHECK(serve_all(line) == std::vector{10});
  CHECK(line.waiting() == 2);
  line.unblock(one);
  CHECK(serve_all(line) == std::vector{1, 2});
}

TEST_CASE("the newest of the busiest source makes way for one that has less") {
  line_of_numbers line(0);
  const auto busy = line.of("busy"), quiet = line.of("quiet");
  CHECK_FALSE(line.make_way(*quiet));
  for (int i = 0; i < 3; ++i) line.wait(busy, i);
  CHECK_FALSE(line.make_way(*busy));
  CHECK(line.make_way(*quiet)->what == 2);
  CHECK(line.make_way(*quiet)->what == 1);
  CHECK_FALSE(line.make_way(*quiet)); // it has hardly less
  line.leave(busy, 0);
  CHECK(line.empty());
  CHECK(line.waiting() == 0);
}

TEST_CASE("sources that owe nothing are forgotten, and there are never more than a bound") {
  line_of_numbers line(0);
  for (int i = 0; i < 1000; ++i) line.charge(*line.of("s" + std::to_string(i)), 1);
  line.charge(*line.of("far ahead"), 1);
  for (int i = 0; i < 1000; ++i) {
    const auto one = line.of("t" + std::to_string(i));
    line.charge(*one, 1);
    line.charge(*one, 1);
  }
  CHECK(line.sources() < 1100);
  std::vector<line_of_numbers::source_ptr> kept; // nobody that somebody holds is forgotten below it
  for (std::size_t i = 0; i < config::sources_paced_max + 10; ++i)
    kept.push_back(line.of("k" + std::to_string(i)));
  CHECK(line.sources() <= config::sources_paced_max);
}
