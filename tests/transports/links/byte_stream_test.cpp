// Real TCP connections over loopback, the reactor's rounds driven by hand.
#include "transports/links/loopback.hpp"

using namespace ockam;
using namespace ockam::tests;
using transports::byte_stream;
using transports::descriptor;
using transports::slice;
using outcome = byte_stream::input::outcome;
using ockam::tests::text;

TEST_CASE_FIXTURE(loopback, "nothing is read until the owner asks") {
  say("hello");
  run();
  CHECK(self->calls == 0);
  as_self([](byte_stream& s) { s.resume(); });
  CHECK(self->got == "hello");
  CHECK(self->head >= config::headroom);
  CHECK(self->tail >= config::tailroom);
  say(" again");
  run();
  CHECK(self->got == "hello again");
  CHECK(idle());
}

TEST_CASE_FIXTURE(loopback, "no more is read than the owner allows") {
  self->budget = 7;
  say("0123456789");
  as_self([](byte_stream& s) { s.resume(); });
  CHECK(self->got == "0123456");
  CHECK(idle());
  self->budget = 100;
  as_self([this](byte_stream&) { self->on_input(); });
  CHECK(self->got == "0123456789");
}

TEST_CASE_FIXTURE(loopback, "a read takes at most one chunk and says whether there may be more") {
  std::string big(config::portal_chunk + 1000, 'x');
  say(big);
  byte_stream::input first, second;
  as_self([&](byte_stream& s) { first = s.read(SIZE_MAX), second = s.read(SIZE_MAX); });
  CHECK(first.bytes.size() == config::portal_chunk);
  CHECK(first.more);
  CHECK(second.bytes.size() == 1000);
  CHECK_FALSE(second.more);
}

TEST_CASE_FIXTURE(loopback, "what is written in one round leaves in order") {
  as_self([](byte_stream& s) {
    for (int i = 0; i < 300; ++i) s.write(text(std::to_string(i) + ","));
  });
  std::string wanted;
  for (int i = 0; i < 300; ++i) wanted += std::to_string(i) + ",";
  CHECK(hear() == wanted);
  CHECK(self->written == wanted.size());
  CHECK(self->stream.queued() == 0);
}

TEST_CASE_FIXTURE(loopback, "a full socket takes the rest later, and all of it arrives") {
  constexpr std::size_t size = 64 * config::mib;
  as_self([](byte_stream& s) {
    for (std::size_t i = 0; i < size / config::mib; ++i)
      s.write(text(std::string(config::mib, static_cast<char>('a' + i % 26))));
    s.finish();
  });
  REQUIRE(self->stream.queued() > 0);
  CHECK_FALSE(self->stream.finished());
  std::size_t total = 0;
  bool right = true, ended = false;
  for (int i = 0; i < 100000 && !ended; ++i) {
    home->round(0);
    auto part = hear();
    if (part == "?") continue;
    ended = part.empty();
    for (auto c : part) right &= c == static_cast<char>('a' + (total++ / config::mib) % 26);
  }
  CHECK(ended);
  CHECK(right);
  CHECK(total == size);
  CHECK(self->written == size);
  CHECK(self->stream.finished());
}

TEST_CASE_FIXTURE(loopback, "small slices of large slabs are compacted when they have to wait") {
  auto early = transports::slab::make(), late = transports::slab::make();
  as_self([&](byte_stream& s) {
    s.write(text(std::string(64 * config::mib, 'x'))); // more than the socket takes
    s.write({early, early->data(), 64, 0, 0});
  });
  REQUIRE(self->stream.queued() > 0);
  CHECK_FALSE(early->shared());
  as_self([&](byte_stream& s) { s.write({late, late->data(), 64, 0, 0}); });
  CHECK_FALSE(late->shared());
  CHECK(idle());
}
