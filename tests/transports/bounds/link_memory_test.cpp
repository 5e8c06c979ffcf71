#include "transports/bounds/link_memory.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::transports;

TEST_CASE("a link counts half a frame, and what its peer does not take") {
  memory_budget all{1000000};
  link_memory memory{all, [] {}};
  link_socket::condition socket;
  socket.partial = 10, socket.unsent = 500, socket.slices = 2;
  CHECK(memory.count(socket));
  CHECK(memory.load() == link_load{10, 0}); // the rest leaves in this round
  CHECK(all.held() == 10);
  CHECK_FALSE(memory.count(socket));
  socket.blocked = true;
  CHECK(memory.count(socket));
  CHECK(memory.load() == link_load{10, 500});
  CHECK(all.held() == 510 + 2 * sizeof(slice));
  memory.give_back();
  CHECK(all.held() == 0);
}
