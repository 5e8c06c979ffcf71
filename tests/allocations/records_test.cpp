// Records are sealed and opened, and keys change, without memory that was not there before.
#include "allocations/allocation_count.hpp"
#include "channels/handshake/cipher_state.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace ockam;
using namespace ockam::channels;

TEST_CASE("a channel allocates nothing for records and new keys") {
  for (const auto engine : {aead_engine::openssl, aead_engine::ipsec_mb}) {
    const secret_key key;
    sealer out(key, engine);
    opener in(key, engine);
    std::vector<std::uint8_t> record(record_head_size + 64 + record_tail_size);
    const auto pass = [&](int count) {
      auto good = true;
      for (int i = 0; i < count; ++i) good = out.seal(record) && in.open(record) && good;
      return good;
    };
    const std::vector<std::uint8_t> plaintext(64);
    REQUIRE(pass(100)); // the third key
    const auto before = tests::allocations();
    REQUIRE(before > 0); // they are counted
    CHECK(pass(10'000));
    for (int i = 0; i < 100; ++i) REQUIRE(out.seal(plaintext, record));
    CHECK(tests::allocations() == before);
  }
}
