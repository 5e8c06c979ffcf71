// Sentences of errors: times and who may come. Those that need a way are in open_route_test.
#include "actors/routing/error_text.hpp"
#include "actors/test_identities.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using ockam::actors::to_text;
using ockam::tests::id_of;

TEST_CASE("a time is said in seconds with tenths, below a second in milliseconds") {
  CHECK(to_text(ockam::transports::duration(0)) == "0 ms");
  CHECK(to_text(ockam::transports::duration(999ms)) == "999 ms");
  CHECK(to_text(ockam::transports::duration(1s)) == "1 s");
  CHECK(to_text(ockam::transports::duration(1500ms)) == "1.5 s");
  CHECK(to_text(ockam::transports::duration(1999ms)) == "1.9 s");
  CHECK(to_text(ockam::transports::duration(61s)) == "61 s");
}
