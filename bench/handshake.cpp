// What a secure channel costs on one core until its first record: handshakes per second and where
// their time goes. CPU time of this thread, not wall time, so that other load changes little.
// Usage: handshake [SECONDS per figure, default 0.5]
#include "channels/handshake/handshake.hpp"

#include "channels/crypto/aead.hpp"
#include "channels/identity/identity_payload.hpp"
#include "channels/identity/own_identity.hpp"

#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace ockam;
using namespace ockam::channels;

namespace {

double seconds_per_figure = 0.5;

double cpu_now() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

template <class T>
T must(result<T> r) {
  if (r) return std::move(*r);
  std::fprintf(stderr, "handshake: %s\n", r.error().message.c_str());
  std::exit(70);
}

/// Microseconds that one call takes.
template <class F>
double cost_us(F&& call) {
  for (int i = 0; i < 20; ++i) call();
  const auto start = cpu_now();
  auto spent = 0.0;
  std::size_t calls = 0;
  for (; spent < seconds_per_figure; spent = cpu_now() - start)
    for (int i = 0; i < 20; ++i, ++calls) call();
  return spent / static_cast<double>(calls) * 1e6;
}

secret_key key_of(std::uint64_t number) {
  secret_key out;
  for (auto& byte : out.fill()) {
    byte = static_cast<std::uint8_t>(number);
    number = (number * 6364136223846793005u + 1442695040888963407u) >> 3;
  }
  return out;
}

constexpr timestamp now = 1'700'000'000;

own_identity somebody(std::uint64_t number) {
  const auto key = must(signing_key::from(signature_scheme::ed25519, key_of(number)));
  return must(own_identity::make(identity::create(key, {now - 1, now + 1'000'000}), key,
                                 key_of(number + 1), now));
}

/// All that both sides of a channel do before its first record.
void shake_hands(const own_identity& one, const own_identity& two, std::uint64_t number) {
  auto i = handshake::initiator(one.channel_key(), key_of(number));
  auto r = handshake::responder(two.channel_key(), key_of(number + 1));
  must(r.read(must(i.write({}))));
  const auto met = must(i.read(must(r.write(two.handshake_payload()))));
  must(verify_identity_payload(met, i.peer_key(), now));
  const auto met_back = must(r.read(must(i.write(one.handshake_payload()))));
  must(verify_identity_payload(met_back, r.peer_key(), now));
  if (!(i.keys().outbound == r.keys().inbound)) std::abort();
}

struct share {
  const char* what;
  int times;
  double each_us;
};

/// One message with a static key or, as often, with an identity.
double message_us(std::size_t identity_size) {
  const auto cipher = make_aead(key_of(5));
  bytes associated(32), small(32), large(identity_size);
  std::array<std::uint8_t, aead_tag_size> tag;
  return cost_us([&] {
           cipher->seal(0, associated, small, tag);
           cipher->seal(1, associated, large, tag);
         })
         / 2;
}

void print_handshake() {
  const auto one = somebody(1), two = somebody(3);
  const auto signer = must(signing_key::from(signature_scheme::ed25519, key_of(1)));
  const auto hash = sha256(one.handshake_payload());
  const auto signed_hash = signer.sign(hash);
  const auto peer = two.channel_key()->public_key();
  const auto key = key_of(5);
  std::uint64_t number = 10;

  const auto whole = cost_us([&] { shake_hands(one, two, number += 2); });
  const auto verify_us = cost_us([&] {
    if (!verify(signer.public_key(), hash, signed_hash)) std::abort();
  });
  const auto payload_us =
      cost_us([&] { must(verify_identity_payload(two.handshake_payload(), peer, now)); });
  const share shares[] = {
      {"X25519, new key", 2, cost_us([&] { x25519_key(key_of(++number)); })},
      {"X25519, agreement", 6, cost_us([&] { must(one.channel_key()->agree(peer)); })},
      {"Ed25519, verify", 4, verify_us},
      {"CBOR and hashes of an identity", 2, payload_us - 2 * verify_us},
      {"HKDF", 8, cost_us([&] { hkdf_sha256(hash, hash); })},
      {"AES-GCM, new key", 6, cost_us([&] { make_aead(key); })},
      {"AES-GCM, message", 8, message_us(one.handshake_payload().size())},
  };
  std::printf("handshakes per second on one core, both sides: %.0f (%.0f us each)\n", 1e6 / whole,
              whole);
  std::printf("Ed25519, sign: %.1f us, once per start of a node\n\n",
              cost_us([&] { signer.sign(hash); }));
  std::printf("| part | times | us each | us | share |\n|---|---|---|---|---|\n");
  auto rest = whole;
  for (const auto& [what, times, each_us] : shares) {
    const auto us = times * each_us;
    rest -= us;
    std::printf("| %s | %d | %.1f | %.0f | %.0f %% |\n", what, times, each_us, us,
                100 * us / whole);
  }
  std::printf("| rest | | | %.0f | %.0f %% |\n\n", rest, 100 * rest / whole);
}

} // namespace

int main(int argc, char** argv) {
  if (argc > 1) seconds_per_figure = std::atof(argv[1]);
  print_handshake();
}
