#include "transports/reactor/loop_threads.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace ockam::transports;

TEST_CASE("loops run on threads of their own, and do what was left to them before they end") {
  loop_threads two{2};
  REQUIRE(two.loops().size() == 2);
  std::thread::id ids[2];
  int done[2] = {0, 0};
  for (auto i : {0, 1})
    for (int k = 0; k < 100; ++k)
      two.loops()[i]->post([&, i] {
        ids[i] = std::this_thread::get_id();
        ++done[i];
      });
  two.stop();
  two.stop(); // once more makes no difference
  CHECK(std::set{ids[0], ids[1], std::this_thread::get_id()}.size() == 3);
  CHECK(done[0] == 100);
  CHECK(done[1] == 100);
}

TEST_CASE("there may be no loops at all") { CHECK(loop_threads{0}.loops().empty()); }
