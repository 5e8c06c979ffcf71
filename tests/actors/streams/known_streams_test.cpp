// Which streams of an outlet can go on over another path, and whose they are.
#include "actors/streams/known_streams.hpp"
#include "actors/test_identities.hpp"
#include "fixtures/deterministic.hpp"
#include "fixtures/virtual_node.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using actors::known_streams;

namespace {

wire::stream_id id_number(std::size_t number) {
  wire::stream_id out{};
  for (std::size_t at = 0; at < sizeof number; ++at)
    out[at] = static_cast<std::uint8_t>(number >> 8 * at);
  return out;
}

struct streams_world : simulation {
  std::shared_ptr<transports::reactor> home = make_reactor();
  caf::actor one = home->spawn<probe>(), other = home->spawn<probe>();
  known_streams known;
  ~streams_world() { end(*home); }
};

} // namespace

TEST_CASE_FIXTURE(streams_world, "a stream is found by its id, by whom it came from") {
  REQUIRE(known.add(id_number(1), id_of(4), one));
  CHECK(known.find(id_number(1), id_of(4)) == one);
  CHECK_FALSE(known.find(id_number(1), id_of(5)));
  CHECK_FALSE(known.find(id_number(1), {}));
  CHECK_FALSE(known.find(id_number(2), id_of(4)));
}

TEST_CASE_FIXTURE(streams_world, "an id that is taken stays whose it is") {
  REQUIRE(known.add(id_number(1), id_of(4), one));
  CHECK_FALSE(known.add(id_number(1), id_of(5), other));
  CHECK(known.find(id_number(1), id_of(4)) == one);
  known.remove(id_number(1));
  CHECK_FALSE(known.has(id_number(1)));
  CHECK(known.add(id_number(1), id_of(5), other));
}

TEST_CASE_FIXTURE(streams_world, "what is denied is refused for a while, and then forgotten") {
  const auto now = clock.now();
  CHECK(known.deny(id_number(1), now));
  CHECK(known.deny(id_number(1), now + 1s)); // said twice, it does not last longer
  CHECK(known.was_denied(id_number(1), now + config::denied_ids_for - 1ms));
  CHECK_FALSE(known.was_denied(id_number(1), now + config::denied_ids_for));
  CHECK_FALSE(known.was_denied(id_number(2), now));
}

TEST_CASE_FIXTURE(streams_world, "a stream that is there is not denied") {
  REQUIRE(known.add(id_number(1), {}, one));
  CHECK_FALSE(known.deny(id_number(1), clock.now()));
  CHECK_FALSE(known.was_denied(id_number(1), clock.now()));
}

TEST_CASE_FIXTURE(streams_world, "no more is promised than is remembered") {
  const auto now = clock.now();
  for (std::size_t number = 0; number < config::denied_ids_max; ++number)
    REQUIRE(known.deny(id_number(number), now));
  CHECK_FALSE(known.deny(id_number(config::denied_ids_max), now));
  CHECK(known.deny(id_number(0), now)); // known already
  CHECK(known.deny(id_number(config::denied_ids_max), now + config::denied_ids_for));
}
