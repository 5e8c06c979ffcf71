// How byte streams end: in order, by a reset, by an actor that quits. Real TCP over loopback.
#include "transports/links/loopback.hpp"

using namespace ockam;
using namespace ockam::tests;
using transports::byte_stream;
using transports::descriptor;
using transports::slice;
using outcome = byte_stream::input::outcome;
using ockam::tests::text;

TEST_CASE_FIXTURE(loopback, "the peer's end of output leaves ours open") {
  as_self([](byte_stream& s) { s.resume(); });
  say("question");
  ::shutdown(peer.get(), SHUT_WR);
  run();
  CHECK(self->got == "question");
  CHECK(self->ended);
  CHECK(idle());
  as_self([](byte_stream& s) { s.write(text("answer")); });
  CHECK(hear() == "answer");
  as_self([](byte_stream& s) { s.finish(); });
  CHECK(hear().empty());
  CHECK(self->stream.finished());
  CHECK_FALSE(self->failed);
  CHECK_FALSE(self->broken);
  CHECK(idle()); // both directions ended: epoll's hang-up is not heard again and again
}

TEST_CASE_FIXTURE(loopback, "our end of output leaves the peer's open") {
  as_self([](byte_stream& s) {
    s.resume();
    s.write(text("question"));
    s.finish();
    s.write(text("never"));
  });
  CHECK(hear() == "question");
  CHECK(hear().empty());
  say("answer");
  run();
  CHECK(self->got == "answer");
  CHECK_FALSE(self->ended);
}

TEST_CASE_FIXTURE(loopback, "a reset is heard while nothing is read, and input before it is kept") {
  say("last words");
  reset_peer();
  CHECK(until([&] { return self->broken; }));
  CHECK(idle());
  as_self([this](byte_stream&) { self->on_input(); });
  as_self([this](byte_stream&) { self->on_input(); });
  CHECK(self->got == "last words");
  CHECK(self->failed);
  CHECK_FALSE(self->ended);
}

TEST_CASE_FIXTURE(loopback, "a reset while reading is a failure, not an end") {
  as_self([](byte_stream& s) { s.resume(); });
  reset_peer();
  CHECK(until([&] { return self->failed; }));
  CHECK_FALSE(self->ended);
  CHECK(idle());
}

TEST_CASE_FIXTURE(loopback, "writing to a peer that is gone breaks the output") {
  say("unread");
  peer.reset();
  as_self([](byte_stream& s) { s.write(text("first")); });
  run();
  as_self([](byte_stream& s) { s.write(text("second")); });
  CHECK(until([&] { return self->broken; }));
  CHECK(self->stream.broken());
  CHECK(self->stream.queued() == 0);
  as_self([](byte_stream& s) { s.write(text("third")); });
  CHECK(self->stream.queued() == 0);
  // the rest of the input ends with a failure although the error was told to the writer
  as_self([this](byte_stream&) { self->on_input(); });
  as_self([this](byte_stream&) { self->on_input(); });
  CHECK(self->got == "unread");
  CHECK(self->failed);
  CHECK_FALSE(self->ended);
}

TEST_CASE_FIXTURE(loopback, "reset() is an error to the peer, release() an end") {
  SUBCASE("reset") {
    as_self([](byte_stream& s) { s.reset(); });
    CHECK(hear() == "!");
  }
  SUBCASE("release") {
    as_self([](byte_stream& s) { s.release(); });
    CHECK(hear().empty());
  }
  SUBCASE("the end of its actor, whatever it is") {
    self->run([this] { self->quit(); });
    run();
    CHECK(hear() == "!");
  }
  CHECK(idle());
}

TEST_CASE_FIXTURE(loopback, "an actor that quits in a callback takes its socket along") {
  as_self([](byte_stream& s) {
    s.write(text("lost"));
    s.release();
  });
  CHECK(hear().empty());
  self->run([this] { self->quit(); });
  run();
  CHECK(self->pinned_actor::ended());
}

TEST_CASE_FIXTURE(loopback, "what was written before an end in order is read, however late") {
  const std::string much(200'000, 'x');
  as_self([&](byte_stream& s) {
    s.write(text(much));
    s.finish();
  });
  REQUIRE(until([&] { return self->stream.finished(); }));
  as_self([](byte_stream& s) { s.release(); });
  std::string got;
  for (auto part = hear(); !part.empty(); part = hear()) {
    REQUIRE(part != "!");
    if (part != "?") got += part;
  }
  CHECK(got == much);
}

TEST_CASE_FIXTURE(loopback, "a socket that is closed by nobody, as when a process dies, is reset") {
  as_self([](byte_stream& s) {
    s.write(text("half"));
    s.finish();
  });
  REQUIRE(until([&] { return self->stream.finished(); }));
  CHECK(hear() == "half");
  CHECK(hear().empty());
  as_self([](byte_stream& s) { s.reset(); });
  pollfd peer_end{peer.get(), POLLOUT, 0};
  ::poll(&peer_end, 1, 0);
  CHECK((peer_end.revents & POLLERR) != 0); // what the peer still sends is for nobody
}

TEST_CASE_FIXTURE(loopback, "the peer's system has all once it acknowledged it") {
  as_self([](byte_stream& s) { s.write(text("data")); });
  CHECK(until([&] { return self->stream.delivered(); }));
  CHECK(hear() == "data");
}
