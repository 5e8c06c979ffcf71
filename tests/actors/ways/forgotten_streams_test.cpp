#include "actors/ways/forgotten_streams.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using actors::forgotten_streams;

namespace {

wire::stream_id stream_numbered(std::size_t n) {
  wire::stream_id out{};
  out[0] = static_cast<std::uint8_t>(n), out[1] = static_cast<std::uint8_t>(n >> 8);
  return out;
}
wire::identifier outlet_of(std::uint8_t n) {
  wire::identifier out;
  out.hash.fill(n);
  return out;
}

} // namespace

TEST_CASE("streams are told to whoever is proven to be where they were, each once") {
  forgotten_streams all;
  all.add(stream_numbered(1), outlet_of(1));
  all.add(stream_numbered(2), {});
  all.add(stream_numbered(3), outlet_of(1));
  CHECK(all.take_of(outlet_of(2)).empty());
  CHECK(all.take_of(outlet_of(1)) == std::vector{stream_numbered(1), stream_numbered(3)});
  CHECK(all.take_of(outlet_of(1)).empty());
  CHECK(all.take_of({}) == std::vector{stream_numbered(2)});
  CHECK(all.size() == 0);
}

TEST_CASE("of too many the oldest are never told") {
  forgotten_streams all;
  for (std::size_t i = 0; i <= config::forgotten_max; ++i) all.add(stream_numbered(i), {});
  CHECK(all.size() == config::forgotten_max);
  CHECK(all.take_of({}).front() == stream_numbered(1));
}
