// Properties of whole records: random messages sealed and opened, damaged, lost, repeated and in
// any order, against a model of what must come of it. The same numbers in every run.
#include "channels/crypto/keys.hpp"
#include "channels/handshake/channel_message.hpp"
#include "channels/handshake/cipher_state.hpp"
#include "config/defaults.hpp"
#include "fixtures/aead_engines.hpp"

#include <random>
#include <set>

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;

namespace {

struct source {
  explicit source(std::uint32_t seed) : engine(seed) {}
  std::size_t below(std::size_t limit) { return engine() % limit; }
  bytes some(std::size_t size) {
    bytes out(size);
    for (auto& byte : out) byte = static_cast<std::uint8_t>(engine());
    return out;
  }
  wire::route route() {
    wire::route out;
    for (auto hops = below(config::route_hops_max + 1); hops > 0; --hops)
      out.push_back(wire::local(wire::to_hex(some(below(config::address_size_max / 2)))));
    return out;
  }
  std::mt19937 engine;
};

struct sent {
  wire::route onward, back;
  bytes payload, record;
};

sent seal_some(sealer& out, source& random) {
  sent s{random.route(),
         random.route(),
         random.some(random.below(3) ? random.below(200) : random.below(70000)),
         {}};
  const auto head = payload_head_size(s.onward, s.back, s.payload.size());
  s.record.resize(record_head_size + head);
  write_payload_head(s.record.data() + record_head_size, s.onward, s.back, s.payload.size());
  s.record.insert(s.record.end(), s.payload.begin(), s.payload.end());
  s.record.insert(s.record.end(), payload_tail.begin(), payload_tail.end());
  s.record.resize(s.record.size() + record_tail_size);
  REQUIRE(out.seal(s.record));
  return s;
}

void flip_a_bit(bytes& data, source& random) {
  const auto bit = random.below(data.size() * 8);
  data[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
}

/// What spec wire §6.5 says, as plainly as possible.
struct model {
  bool takes(std::uint64_t nonce) {
    const auto in_reach = nonce <= highest + 32 && nonce + 32 >= highest;
    if (!in_reach || !seen.insert(nonce).second) return false;
    highest = std::max(highest, nonce);
    return true;
  }
  std::uint64_t highest = 0;
  std::set<std::uint64_t> seen;
};

} // namespace

TEST_CASE("whatever is sealed by one implementation is what the other one opens") {
  source random(1);
  for (const auto engine : engines) {
    const auto other =
        engine == aead_engine::openssl ? aead_engine::ipsec_mb : aead_engine::openssl;
    sealer out(key_of(1), engine);
    opener in(key_of(1), other);
    for (int i = 0; i < 200; ++i) {
      auto s = seal_some(out, random);
      const auto opened = in.open(s.record);
      REQUIRE(opened);
      const auto message = decode_channel_message(opened->plaintext, config::route_hops_max,
                                                  config::address_size_max);
      REQUIRE(message);
      const auto& routed = std::get<routed_payload>(*message);
      CHECK(routed.onward == s.onward);
      CHECK(routed.return_route == s.back);
      CHECK(bytes(routed.payload.begin(), routed.payload.end()) == s.payload);
    }
  }
}

TEST_CASE("nothing of what is sent can be read in the record") {
  source random(2);
  sealer out(key_of(1));
  for (int i = 0; i < 50; ++i) {
    const auto s = seal_some(out, random);
    for (std::size_t from = 0; from + 16 <= s.payload.size(); from += 16) {
      const auto run = s.payload.begin() + static_cast<std::ptrdiff_t>(from);
      CHECK(std::search(s.record.begin(), s.record.end(), run, run + 16) == s.record.end());
      if (from > 1000) break;
    }
  }
}

TEST_CASE("damage is refused and leaves no trace") {
  source random(3);
  for (const auto engine : engines) {
    sealer out(key_of(1), engine);
    opener attacked(key_of(1), engine), calm(key_of(1), engine);
    for (int i = 0; i < 150; ++i) {
      auto s = seal_some(out, random);
      auto twin = s.record;
      for (int attack = 0; attack < 5; ++attack) {
        auto bad = s.record;
        if (random.below(2))
          flip_a_bit(bad, random);
        else
          bad.resize(random.below(bad.size()));
        CHECK_FALSE(attacked.open(bad));
      }
      if (random.below(4) == 0) continue; // lost
      const auto one = attacked.open(s.record), two = calm.open(twin);
      REQUIRE(one);
      REQUIRE(two);
      CHECK(one->nonce == two->nonce);
      CHECK(s.record == twin);
    }
  }
}

TEST_CASE("records are taken in any order as the model of the window takes them") {
  source random(4);
  constexpr std::size_t count = 600;
  sealer out(key_of(1));
  std::vector<bytes> all;
  for (std::size_t nonce = 0; nonce < count; ++nonce) {
    all.emplace_back(record_head_size + 3 + record_tail_size);
    REQUIRE(out.seal(all.back()));
  }
  std::size_t taken = 0, refused = 0;
  for (int round = 0; round < 20; ++round) {
    opener in(key_of(1), engines[round % 2]);
    model expected;
    for (int step = 0; step < 2000; ++step) {
      // Somewhere around the border of what is admitted, now and then far away.
      const auto near = expected.highest + random.below(random.below(20) ? 3 : 40);
      const auto back = random.below(3) ? random.below(near + 1 < 45 ? near + 1 : 45) : 0;
      const auto nonce = random.below(50) ? std::min(near - back, count - 1) : random.below(count);
      auto record = all[nonce];
      const auto damaged = random.below(5) == 0;
      if (damaged) flip_a_bit(record, random);
      const auto takes = !damaged && expected.takes(nonce);
      CHECK(bool(in.open(record)) == takes);
      takes ? ++taken : ++refused;
    }
  }
  CHECK(taken > 5000);
  CHECK(refused > 5000);
}
