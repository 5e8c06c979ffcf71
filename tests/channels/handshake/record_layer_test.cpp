#include "channels/crypto/keys.hpp"
#include "channels/handshake/record_layer.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;

namespace {

bytes sealed_record(sealer& out) {
  bytes record(record_head_size + 5 + record_tail_size);
  REQUIRE(out.seal(record));
  return record;
}

} // namespace

TEST_CASE("records open in any order, and the newest shows the way") {
  sealer out{key_of(std::uint8_t{1})};
  record_layer in{key_of(std::uint8_t{1}), true};
  bytes sent[] = {sealed_record(out), sealed_record(out), sealed_record(out)};
  const auto shows = [&](int i) { return in.shows_way(in.open(sent[i])->nonce); };
  CHECK_FALSE(shows(0)); // nonce 0: the way is that of the handshake
  CHECK(shows(2));
  CHECK_FALSE(shows(1)); // late
}

TEST_CASE("whoever began a channel looks for its peer nowhere else") {
  record_layer in{key_of(std::uint8_t{1}), false};
  CHECK_FALSE(in.shows_way(1));
  CHECK_FALSE(in.shows_way(100));
}

TEST_CASE("a record that does not open changes nothing") {
  sealer out{key_of(std::uint8_t{1})};
  record_layer in{key_of(std::uint8_t{1}), true};
  auto sent = sealed_record(out), damaged = sent;
  damaged.back() ^= 1;
  CHECK_FALSE(in.open(damaged));
  auto again = sent;
  CHECK(in.open(sent));
  CHECK_FALSE(in.open(again)); // it came before
}
