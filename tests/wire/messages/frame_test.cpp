#include "fixtures/vectors.hpp"
#include "wire/messages/frame.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <new>
#include <random>

using namespace ockam;
using namespace ockam::wire;
using ockam::tests::hex;

namespace {

std::size_t allocations = 0; ///< of the whole process so far

} // namespace

void* operator new(std::size_t size) {
  ++allocations;
  if (auto* const out = std::malloc(size)) return out; // NOLINT(cppcoreguidelines-no-malloc)
  throw std::bad_alloc{};
}
void operator delete(void* p) noexcept { std::free(p); } // NOLINT(cppcoreguidelines-no-malloc)
void operator delete(void* p, std::size_t) noexcept { ::operator delete(p); }

namespace {

constexpr std::size_t hops_max = 16, address_size_max = 256;

result<frame> decode(const bytes& body) { return decode_frame(body, hops_max, address_size_max); }

/// The routes and the payload of a body, as text; the reason if it is refused.
std::string text_of_body(std::string_view body) {
  const auto encoded = hex(body);
  const auto f = decode(encoded);
  if (!f) return f.error().message;
  return to_string(f->onward) + " | " + to_string(f->return_route) + " | " + to_hex(f->payload);
}

const auto* const plain = "0#a => 1#b | 0#c | 0102";

} // namespace

TEST_CASE("a frame is a length, an array, two routes and a payload") {
  const route onward{local("a"), {tcp_type, "b"}}, back{local("c")};
  const auto payload = hex("0102");
  const auto encoded = encode_frame(onward, back, payload);
  CHECK(encoded == hex("00000012 83 82 82004161 82014162 81 82004163 420102"));
  CHECK(text_of_body(to_hex(bytes_view(encoded).subspan(frame_length_size))) == plain);
}

TEST_CASE("the head of a frame goes right in front of its payload") {
  const route onward{local("a")}, back{local("b"), local("c")};
  for (const std::size_t size : {0u, 23u, 24u, 255u, 256u, 65535u, 65536u}) {
    const bytes payload(size, 0xab);
    bytes pieces(frame_head_size(onward, back, size));
    write_frame_head(pieces.data(), onward, back, size);
    pieces.insert(pieces.end(), payload.begin(), payload.end());
    CHECK(pieces == encode_frame(onward, back, payload));
  }
}

TEST_CASE("what the reference tolerates is accepted") {
  for (const auto* body : {"83 82 82004161 82014162 81 82004163 420102",
                           "84 82 82004161 82014162 81 82004163 420102 627b7d",   // tracing
                           "84 82 82004161 82014162 81 82004163 420102 63787878", // not JSON
                           "84 82 82004161 82014162 81 82004163 420102 f6",       // no tracing
                           "85 82 82004161 82014162 81 82004163 420102 f6 a10182f5f6",
                           "9f 82 82004161 82014162 81 82004163 420102 ff",
                           "9f 82 82004161 82014162 81 82004163 420102 f6 9f01ff ff",
                           "83 9f 82004161 82014162 ff 9f 82004163 ff 420102",
                           "83 82 9f004161ff 82014162 81 83004163a0 420102", // addresses themselves
                           "83 82 82180041 61 8219000158 0162 9801 82005900 0163 5a000000020102",
                           "83 82 82004161 82014162 81 82004163 420102 deadbeef"}) {
    CAPTURE(body);
    CHECK(text_of_body(body) == plain);
  }
}

TEST_CASE("what was not canonical is canonical when it is sent on") {
  const auto body = hex("83 81 9f1800580161ff 82 82004162 82005801 63 40");
  const auto f = decode(body);
  REQUIRE(f);
  CHECK(to_hex(f->onward.items()) == "82004161");
  CHECK(to_hex(f->return_route.items()) == "8200416282004163");
  CHECK(f->onward == route{local("a")});
}

TEST_CASE("the tracing context is passed on and never looked into") {
  const auto encoded = encode_frame({}, {}, {}, "{\"traceparent\":\"00\"}");
  const auto f = decode_frame(bytes_view(encoded).subspan(frame_length_size), 1, 1);
  REQUIRE(f);
  CHECK(f->tracing == "{\"traceparent\":\"00\"}");
  CHECK(f->onward.empty());
}

TEST_CASE("what the reference refuses is refused with the place") {
  const std::pair<const char*, const char*> cases[] = {
      {"", "frame: expected an array at byte 0, found the end"},
      {"a0", "frame: expected an array at byte 0, found 0xa0"},
      {"80", "frame: expected another element at byte 1, found the end"},
      {"828080", "frame: expected another element at byte 3, found the end"},
      {"9f8080ff", "frame: expected another element at byte 4, found the end"},
      {"83808060", "frame: expected a byte string at byte 3, found 0x60"},   // text
      {"8380805fff", "frame: expected a byte string at byte 3, found 0x5f"}, // in pieces
      {"838080f6", "frame: expected a byte string at byte 3, found 0xf6"},   // null
      {"83f68040", "frame: expected an array at byte 1, found 0xf6"},        // null for a route
      {"8380804261", "frame: expected all bytes of a string at byte 3, found 0x42"},
      {"84808040 427b7d", "frame: expected a text at byte 4, found 0x42"}, // tracing as bytes
      {"84808040 61ff", "frame: expected a text in UTF-8 at byte 4, found 0x61"},
      {"84808040", "frame: expected a text at byte 4, found the end"},
      {"83 818200 6161 8040", "frame: expected a byte string at byte 4, found 0x61"},
      {"83 8182190100 4161 8040", "frame: expected a smaller integer at byte 3, found 0x19"},
      {"83 818220 4161 8040", "frame: expected an unsigned integer at byte 3, found 0x20"},
      {"83 8181008040", "frame: expected another element at byte 4, found 0x80"},
      {"83 81008040", "frame: expected an array at byte 2, found 0x00"},
      {"c183808040", "frame: expected an array at byte 0, found 0xc1"}, // a tag
      {"9b7fffffffffffffff 808040", "frame: expected a text at byte 12, found the end"}};
  for (const auto& [body, why] : cases) {
    CAPTURE(body);
    CHECK(text_of_body(body) == why);
  }
}

TEST_CASE("routes and addresses over the limit are refused, at the limit not") {
  const auto body_of = [](std::size_t hops, std::size_t address_size) {
    const std::string name(address_size, 'x');
    route r;
    for (std::size_t i = 0; i < hops; ++i) r.push_back(local(name));
    auto encoded = encode_frame(r, r, {});
    encoded.erase(encoded.begin(), encoded.begin() + frame_length_size);
    return encoded;
  };
  CHECK(decode(body_of(hops_max, address_size_max)));
  const auto far = decode(body_of(hops_max + 1, 1));
  REQUIRE_FALSE(far);
  CHECK(far.error().code == errc::limit);
  CHECK(far.error().message == "frame: a route of more than 16 addresses");
  const auto big = decode(body_of(1, 65536));
  REQUIRE_FALSE(big);
  CHECK(big.error().code == errc::limit);
  CHECK(big.error().message == "frame: an address of 65536 bytes; 256 are allowed");
  CHECK_FALSE(decode(body_of(1000, 1)));
}

TEST_CASE("a router takes a frame apart and writes it anew without allocating") {
  const std::string worker(32, 'w'), link(32, 'l');
  const route onward{local("forward_to_n1"), local("uppercase")}, back{local(worker)};
  const auto body = [&] {
    const auto encoded = encode_frame(onward, back, bytes(1000, 1), "{}");
    return bytes(encoded.begin() + frame_length_size, encoded.end());
  }();
  std::array<std::uint8_t, 512> head;
  const auto before = allocations;
  auto f = decode(body);
  f->onward.pop_front();
  f->onward.push_front(local(link));
  f->return_route.push_front(local(link));
  frame kept(std::move(*f));
  const auto size = frame_head_size(kept.onward, kept.return_route, kept.payload.size());
  write_frame_head(head.data(), kept.onward, kept.return_route, kept.payload.size());
  CHECK(allocations == before);
  CHECK(size < head.size());
}

TEST_CASE("refusing what claims to be huge allocates next to nothing") {
  const auto before = allocations;
  for (const auto* body :
       {"9bffffffffffffffff", "839bffffffffffffffff", "83818200 5bffffffffffffffff",
        "8380805affffffff", "848080407bffffffffffffffff", "8580804060 9affffffff"})
    CHECK(text_of_body(body).starts_with("frame: expected"));
  CHECK(allocations - before < 200); // the test's own strings
}

TEST_CASE("random routes and payloads survive the way there and back") {
  std::mt19937 random(4);
  for (auto round = 0; round < 2000; ++round) {
    const auto any_route = [&] {
      route out;
      for (auto left = random() % (hops_max + 1); left > 0; --left)
        out.push_back({static_cast<std::uint8_t>(random()), std::string(random() % 64, 'x')});
      return out;
    };
    const auto onward = any_route(), back = any_route();
    const bytes payload(random() % 400, 7);
    const auto encoded = encode_frame(onward, back, payload);
    const auto f = decode_frame(bytes_view(encoded).subspan(frame_length_size), hops_max, 64);
    REQUIRE(f);
    CHECK(f->onward == onward);
    CHECK(f->return_route == back);
    CHECK(text_of(f->payload) == text_of(payload));
  }
}
