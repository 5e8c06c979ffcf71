// Handshakes in each of their states: what strangers make up, what somebody with the right keys
// makes up, and messages in any order.
#include "channels/handshake/handshake.hpp"
#include "channels/identity/identity_payload.hpp"
#include "person.hpp"

#include <algorithm>
#include <vector>

using namespace ockam;
using namespace ockam::channels;
using fuzz::alice;
using fuzz::require;

namespace {

const fuzz::person& bob() {
  static const fuzz::person out{7};
  return out;
}

handshake of_alice() { return handshake::initiator(alice().self.channel_key(), fuzz::key_of(4)); }
handshake of_bob() { return handshake::responder(bob().self.channel_key(), fuzz::key_of(5)); }

bool m1(bytes_view data) {
  auto r = of_bob();
  const auto payload = r.read(data);
  require(r.state() == (payload ? handshake_state::m2_to_send : handshake_state::failed));
  return payload && r.write(bob().self.handshake_payload());
}

/// m2 or m3 as a stranger makes it up.
bool forged(bytes_view data) {
  auto i = of_alice();
  auto r = of_bob();
  const auto first = i.write({});
  require(!i.read(data) && i.state() == handshake_state::failed);
  require(r.read(*first) && r.write({}));
  require(!r.read(data) && r.state() == handshake_state::failed);
  return true;
}

/// A whole handshake whose identity payloads are what somebody with the right keys made up.
bool payloads(bytes_view data) {
  auto i = of_alice();
  auto r = of_bob();
  require(r.read(*i.write({})));
  const auto said = r.write(bob().self.handshake_payload());
  require(i.read(*said));
  const auto told = r.read(*i.write(data));
  require(told && std::equal(told->begin(), told->end(), data.begin(), data.end()));
  require(i.keys().outbound.view()[0] == r.keys().inbound.view()[0]);
  const auto met = verify_identity_payload(*told, r.peer_key(), fuzz::now);
  if (met) require(met->who.id() == alice().who.id());
  return static_cast<bool>(met);
}

/// Both ends, and what each hears: the next message of the other, whole or changed, an old one
/// again, or anything. Whoever completes has the keys of the other.
bool order(bytes_view data) {
  fuzz::choices from{data};
  handshake ends[] = {of_alice(), of_bob()};
  std::vector<bytes> sent[2];
  for (auto steps = 0; !from.none() && steps < 40; ++steps) {
    const auto who = from.below(2);
    auto& end = ends[who];
    const auto before = end.state();
    switch (from.below(4)) {
    case 0:
      if (auto m = end.write(from.run())) sent[who].push_back(std::move(*m));
      break;
    case 1: {
      const auto& others = sent[1 - who];
      if (others.empty()) break;
      static_cast<void>(end.read(others[from.below(others.size())]));
      break;
    }
    case 2: {
      if (sent[1 - who].empty()) break;
      auto m = sent[1 - who].back();
      if (!m.empty()) m[from.number() % m.size()] ^= static_cast<std::uint8_t>(1u << from.below(8));
      static_cast<void>(end.read(m));
      break;
    }
    default: static_cast<void>(end.read(from.run()));
    }
    if (before == handshake_state::complete || before == handshake_state::failed)
      require(end.state() == before);
  }
  const auto both =
      ends[0].state() == handshake_state::complete && ends[1].state() == handshake_state::complete;
  if (both)
    require(std::ranges::equal(ends[0].keys().outbound.view(), ends[1].keys().inbound.view()));
  return both;
}

constexpr fuzz::parser all[] = {
    {"m1", m1},
    {"forged", forged},
    {"payloads", payloads, fuzz::shape::cbor, [] { return alice().self.handshake_payload(); }},
    {"order", order}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
