// Both implementations on the same vectors, and against each other.
#include "channels/crypto/aead.hpp"
#include "channels/crypto/aead_engines.hpp"
#include "channels/crypto/keys.hpp"
#include "fixtures/aead_engines.hpp"
#include "fixtures/environment_variable.hpp"

#include <random>

using namespace ockam::channels;
using namespace ockam::tests;
using ockam::wire::to_hex;

namespace {

/// Ciphertext and tag, which are the same in place and in other memory.
bytes sealed(aead& key, std::uint64_t nonce, bytes_view associated, bytes_view plaintext) {
  bytes out(plaintext.begin(), plaintext.end());
  std::array<std::uint8_t, aead_tag_size> tag, tag_elsewhere;
  key.seal(nonce, associated, out, tag);
  bytes elsewhere(plaintext.size(), 0xee);
  const bytes before(plaintext.begin(), plaintext.end());
  key.seal(nonce, associated, plaintext, elsewhere.data(), tag_elsewhere);
  CHECK(elsewhere == out);
  CHECK(tag_elsewhere == tag);
  CHECK(std::equal(plaintext.begin(), plaintext.end(), before.begin()));
  out.insert(out.end(), tag.begin(), tag.end());
  return out;
}

bool opens(aead& key, std::uint64_t nonce, bytes_view associated, bytes_view sealed_bytes,
           bytes& out) {
  const auto tag = sealed_bytes.last<aead_tag_size>();
  out.assign(sealed_bytes.begin(), sealed_bytes.end() - aead_tag_size);
  return key.open(nonce, associated, out, tag);
}

bytes random_bytes(std::mt19937& random, std::size_t size) {
  bytes out(size);
  for (auto& byte : out) byte = static_cast<std::uint8_t>(random());
  return out;
}

bool all_zero(bytes_view data) {
  return std::all_of(data.begin(), data.end(), [](std::uint8_t byte) { return byte == 0; });
}

} // namespace

TEST_CASE("the published values of AES-256-GCM come out") {
  for (const auto engine : engines) {
    const auto key = make_aead(key_of(0), engine);
    CHECK(to_hex(sealed(*key, 0, {}, {})) == "530f8afbc74536b9a963b4f1c4cb738b");
    CHECK(to_hex(sealed(*key, 0, {}, bytes(16, 0)))
          == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
  }
}

TEST_CASE("every message that the reference sealed comes out the same") {
  int messages = 0;
  for (const auto& sample : vectors().at("noise_decoded").at("selected")) {
    const auto wire = hex_of(sample.at("wire"));
    const auto plaintext = hex_of(sample.at("plaintext"));
    for (const auto engine : engines) {
      const auto key = make_aead(key_of(hex_of(sample.at("key"))), engine);
      const auto nonce = sample.at("nonce").get<std::uint64_t>();
      CHECK(sealed(*key, nonce, {}, plaintext) == bytes(wire.begin() + 8, wire.end()));
      bytes opened;
      CHECK(opens(*key, nonce, {}, bytes_view(wire).subspan(8), opened));
      CHECK(opened == plaintext);
      ++messages;
    }
  }
  CHECK(messages == 34);
}

TEST_CASE(
    "everything that the reference sealed in its handshakes and channels comes out the same") {
  int messages = 0;
  for (const auto* transcript : {"noise", "noise_with_credential"}) {
    std::map<std::string, bytes> keys;
    for (const auto& step : vectors().at(transcript).at("vault_operations")) {
      const auto& op = step.at("op");
      if (op == "convert_to_aead_key") keys[step.at("key_handle")] = hex_of(step.at("value"));
      if (op != "aead_encrypt") continue;
      const auto nonce_bytes = hex_of(step.at("nonce"));
      std::uint64_t nonce = 0;
      for (const auto byte : nonce_bytes) nonce = nonce << 8 | byte;
      const auto key = key_of(keys.at(step.at("key_handle")));
      for (const auto engine : engines)
        CHECK(to_hex(sealed(*make_aead(key, engine), nonce, hex_of(step.at("aad")),
                            hex_of(step.at("plaintext"))))
              == text_in(step.at("ciphertext")));
      ++messages;
    }
  }
  CHECK(messages == 306);
}

TEST_CASE("both implementations give the same bytes at every size") {
  std::mt19937 random(1);
  std::vector<std::size_t> sizes{1023, 4096, 49152, 131071, 1 << 20};
  for (std::size_t size = 0; size <= 300; ++size) sizes.push_back(size);
  for (const auto size : sizes) {
    const auto key = key_of(random_bytes(random, 32));
    const auto one = make_aead(key, aead_engine::openssl),
               two = make_aead(key, aead_engine::ipsec_mb);
    const auto nonce = std::uint64_t{random()} << 32 | random();
    const auto plaintext = random_bytes(random, size), associated = random_bytes(random, size % 70);
    const auto expected = sealed(*one, nonce, associated, plaintext);
    CHECK(sealed(*two, nonce, associated, plaintext) == expected);
    bytes opened;
    for (auto* reader : {one.get(), two.get()}) {
      CHECK(opens(*reader, nonce, associated, expected, opened));
      CHECK(opened == plaintext);
    }
  }
}

TEST_CASE("the engine is the one that seals faster, judged by small and by large records alike") {
  using std::chrono::nanoseconds;
  const auto ns = [](int small, int large) {
    return trial_times{nanoseconds(small), nanoseconds(large)};
  };
  CHECK(faster_of(ns(400, 10'000), ns(100, 3'000)) == aead_engine::ipsec_mb);  // vector AES
  CHECK(faster_of(ns(680, 40'000), ns(103, 42'000)) == aead_engine::ipsec_mb); // AES without
  CHECK(faster_of(ns(100, 10'000), ns(90, 20'000)) == aead_engine::openssl);
  const auto tried = try_engine(fastest_engine());
  CHECK(tried[0].count() > 0);
  CHECK(tried[0] < tried[1]);
}

TEST_CASE("data may start at any address") {
  for (const auto engine : engines) {
    const auto key = make_aead(key_of(1), engine);
    const bytes plaintext(100, 7);
    const auto expected = sealed(*key, 3, {}, plaintext);
    for (std::size_t shift = 0; shift < 64; ++shift) {
      bytes buffer(shift + plaintext.size() + aead_tag_size, 7);
      const auto data = std::span(buffer).subspan(shift, plaintext.size());
      key->seal(3, {}, data, std::span(buffer).last<aead_tag_size>());
      const auto from = buffer.begin() + static_cast<std::ptrdiff_t>(shift);
      CHECK(bytes(from, buffer.end()) == expected);
      std::fill(buffer.begin(), buffer.end(), std::uint8_t{0xee});
      key->seal(3, {}, plaintext, data.data(), std::span(buffer).last<aead_tag_size>());
      CHECK(bytes(from, buffer.end()) == expected);
      CHECK(std::all_of(buffer.begin(), from, [](auto byte) { return byte == 0xee; }));
    }
  }
}

TEST_CASE("long messages that start anywhere are sealed the same and opened by the other one") {
  std::mt19937 random(2);
  const auto key = key_of(random_bytes(random, 32));
  const auto one = make_aead(key, aead_engine::openssl),
             two = make_aead(key, aead_engine::ipsec_mb);
  for (int round = 0; round < 40; ++round) {
    const auto shift = random() % 64, size = 40000 + random() % 30000;
    const auto plaintext = random_bytes(random, size);
    bytes buffer(shift);
    buffer.insert(buffer.end(), plaintext.begin(), plaintext.end());
    buffer.resize(shift + size + aead_tag_size);
    const auto data = std::span(buffer).subspan(shift, size);
    const auto tag = std::span(buffer).last<aead_tag_size>();
    auto &writer = round % 2 ? *one : *two, &reader = round % 2 ? *two : *one;
    writer.seal(static_cast<std::uint64_t>(round), {}, data, tag);
    CHECK(reader.open(static_cast<std::uint64_t>(round), {}, data, tag));
    CHECK(std::equal(data.begin(), data.end(), plaintext.begin(), plaintext.end()));
  }
}

TEST_CASE("a flipped bit anywhere is noticed and leaves zeros") {
  for (const auto engine : engines) {
    const auto key = make_aead(key_of(1), engine);
    const bytes plaintext(40, 7), associated{1, 2, 3};
    const auto good = sealed(*key, 3, associated, plaintext);
    bytes opened;
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
      auto bad = good;
      bad[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
      CHECK_FALSE(opens(*key, 3, associated, bad, opened));
      CHECK(all_zero(opened));
    }
    CHECK_FALSE(opens(*key, 4, associated, good, opened));
    CHECK_FALSE(opens(*key, 3, {}, good, opened));
    CHECK(opens(*key, 3, associated, good, opened));
  }
}

TEST_CASE("a key can be replaced") {
  for (const auto engine : engines) {
    const auto key = make_aead(key_of(1), engine), other = make_aead(key_of(2), engine);
    const auto before = sealed(*key, 0, {}, bytes(20, 1));
    key->set_key(key_of(2));
    CHECK(sealed(*key, 0, {}, bytes(20, 1)) == sealed(*other, 0, {}, bytes(20, 1)));
    key->set_key(key_of(1));
    CHECK(sealed(*key, 0, {}, bytes(20, 1)) == before);
  }
}

TEST_CASE("the environment names an engine") {
  for (const auto engine : engines) {
    ockam::fixtures::environment_variable given{"OCKAM_AEAD", std::string{name_of(engine)}.c_str()};
    CHECK(**wanted_engine() == engine);
  }
  for (const auto text : {static_cast<const char*>(nullptr), ""}) {
    ockam::fixtures::environment_variable given{"OCKAM_AEAD", text};
    CHECK_FALSE(*wanted_engine());
  }
}

TEST_CASE("an engine that there is not is an error that names what there is") {
  for (const auto text : {"aes-ni", "OpenSSL", "ipsec_mb", " "}) {
    ockam::fixtures::environment_variable given{"OCKAM_AEAD", text};
    const auto wanted = wanted_engine();
    REQUIRE_FALSE(wanted);
    CHECK(wanted.error().code == ockam::errc::config);
    CHECK(wanted.error().message
          == "OCKAM_AEAD is none of openssl, ipsec-mb: " + std::string{text});
  }
}

TEST_CASE("the engine is chosen once and works") {
  CHECK(chosen_engine() == chosen_engine());
  const auto key = make_aead(key_of(0));
  CHECK(to_hex(sealed(*key, 0, {}, {})) == "530f8afbc74536b9a963b4f1c4cb738b");
}
