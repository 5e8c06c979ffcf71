#include "actors/streams/positions.hpp"

using namespace ockam;
using namespace ockam::tests;
using actors::stream_positions;
using transports::slice;
using arrival = stream_positions::arrival;

// -- what goes out ------------------------------------------------------------------

TEST_CASE("a new stream has sent nothing, keeps nothing, and has the first credit") {
  stream_positions p;
  CHECK(p.sent() == 0);
  CHECK(p.room() == credit_at_first);
  CHECK(p.all_acked());
  CHECK_FALSE(p.repeats());
  CHECK(p.kept() == 0);
}

TEST_CASE("each piece has the position behind the one before") {
  stream_positions p;
  CHECK(send(p, "abc") == 0);
  CHECK(send(p, "de") == 3);
  CHECK(p.send_end() == 5);
  CHECK(p.sent() == 6);
  CHECK_FALSE(p.all_acked());
  CHECK(p.kept() > 0);
}

TEST_CASE("what is acked is not kept any more") {
  stream_positions p;
  send(p, "abc");
  CHECK(p.ack(2));
  CHECK(p.acked() == 2);
  CHECK(p.kept() > 0);
  CHECK(p.ack(3));
  CHECK(p.all_acked());
  CHECK(p.kept() == 0);
}

TEST_CASE("an old ack changes nothing") {
  stream_positions p;
  send(p, "abcdef");
  REQUIRE(p.ack(4));
  CHECK(p.ack(2));
  CHECK(p.ack(0));
  CHECK(p.acked() == 4);
}

TEST_CASE("an ack of what was not sent is a violation that releases nothing") {
  stream_positions p;
  send(p, "abc");
  CHECK_FALSE(p.ack(4));
  CHECK(p.acked() == 0);
  CHECK(p.kept() > 0);
  CHECK(p.ack(3));
}

TEST_CASE("an End that was not sent cannot be acked, and one that was counts one") {
  stream_positions p;
  send(p, "abc");
  CHECK_FALSE(p.ack(4));
  p.send_end();
  CHECK(p.ack(4));
  CHECK(p.all_acked());
  CHECK_FALSE(p.ack(5));
}

TEST_CASE("room is what the limit leaves, and nothing behind the End") {
  stream_positions p;
  send(p, std::string(credit_at_first - 1, 'x'));
  CHECK(p.room() == 1);
  send(p, "y");
  CHECK(p.room() == 0);
  CHECK(p.allow(low(credit_at_first + 10)));
  CHECK(p.room() == 10);
  p.send_end();
  CHECK(p.room() == 0);
}

TEST_CASE("the End needs no credit") {
  stream_positions p;
  send(p, std::string(credit_at_first, 'x'));
  CHECK(p.send_end() == credit_at_first);
  CHECK(p.allow(low(credit_at_first + 10))); // below the End's position nothing is left to send
  CHECK(p.room() == 0);
}

TEST_CASE("a smaller limit is an old one") {
  stream_positions p;
  REQUIRE(p.allow(low(2 * credit_at_first)));
  CHECK(p.allow(low(credit_at_first)));
  CHECK(p.allow(0));
  CHECK(p.room() == 2 * credit_at_first);
}

TEST_CASE("a limit more than 2^31 ahead of what was sent is a violation that changes nothing") {
  stream_positions p;
  CHECK(p.allow(1u << 31));
  CHECK_FALSE(p.allow((1u << 31) + 1));
  send(p, "x");
  CHECK(p.allow((1u << 31) + 1));
}

TEST_CASE("who lets much be sent and acks nothing has the largest window kept for it") {
  stream_positions p;
  REQUIRE(p.allow(1u << 31));
  CHECK(p.room() == config::stream_credit_max);
  send(p, "abc");
  CHECK(p.room() == config::stream_credit_max - 3);
  REQUIRE(p.ack(3));
  CHECK(p.room() == config::stream_credit_max);
}

// -- what is repeated ---------------------------------------------------------------

TEST_CASE("another path repeats what the far end has not got, and the End behind it") {
  stream_positions p;
  send(p, "abc");
  send(p, "def");
  p.send_end();
  CHECK(p.attach(2, 0));
  CHECK(p.repeats());
  auto piece = p.next();
  CHECK(piece.position == 2);
  CHECK(text_of(piece) == "cdef");
  CHECK(p.repeats());
  piece = p.next();
  CHECK(piece.position == 6);
  CHECK(piece.data.empty());
  CHECK_FALSE(p.repeats());
}

TEST_CASE("a far end that has everything has nothing repeated") {
  stream_positions p;
  send(p, "abc");
  p.send_end();
  CHECK(p.attach(4, 0));
  CHECK_FALSE(p.repeats());
  CHECK(p.all_acked());
  CHECK(p.kept() == 0);
}

TEST_CASE("a far end that has all but the End has that repeated alone") {
  stream_positions p;
  send(p, "abc");
  p.send_end();
  CHECK(p.attach(3, 0));
  CHECK(p.kept() == 0);
  const auto piece = p.next();
  CHECK(piece.position == 3);
  CHECK(piece.data.empty());
  CHECK_FALSE(p.repeats());
}

TEST_CASE("nothing new is sent while it repeats") {
  stream_positions p;
  send(p, "abc");
  CHECK(p.attach(0, credit_at_first));
  CHECK(p.room() == 0);
  p.next();
  CHECK(p.room() == credit_at_first - 3);
}

TEST_CASE("an End that comes while it repeats goes out behind what is repeated") {
  stream_positions p;
  send(p, "abc");
  CHECK(p.attach(0, 0));
  CHECK(p.send_end() == 3);
  CHECK(text_of(p.next()) == "abc");
  CHECK(p.repeats());
  CHECK(p.next().data.empty());
  CHECK_FALSE(p.repeats());
}

TEST_CASE("a path that is lost while it repeats lets the next one begin where its far end is") {
  stream_positions p;
  send(p, std::string(3 * config::portal_chunk, 'x'));
  CHECK(p.attach(0, 0));
  CHECK(p.next().data.size() == config::portal_chunk);
  CHECK(p.next().position == config::portal_chunk);
  CHECK(p.attach(10, 0));
  CHECK(p.next().position == 10);
}

TEST_CASE("what is acked while it repeats is not repeated") {
  stream_positions p;
  send(p, "abcdef");
  CHECK(p.attach(0, 0));
  CHECK(p.ack(4));
  const auto piece = p.next();
  CHECK(piece.position == 4);
  CHECK(text_of(piece) == "ef");
}

TEST_CASE("a piece is a chunk at most") {
  stream_positions p;
  const std::string all(credit_at_first, 'x');
  send(p, all);
  CHECK(p.attach(0, 0));
  std::size_t repeated = 0;
  while (p.repeats()) {
    const auto piece = p.next();
    CHECK(piece.position == repeated);
    CHECK(piece.data.size() <= config::portal_chunk);
    repeated += piece.data.size();
  }
  CHECK(repeated == all.size());
}

TEST_CASE("a far end that asks for bytes that it had, or that never were, is refused") {
  stream_positions p;
  send(p, "abcdef");
  REQUIRE(p.ack(3));
  CHECK_FALSE(p.attach(2, 0));
  CHECK_FALSE(p.attach(7, 0));
  CHECK_FALSE(p.attach(4, 6 + circle / 2 + 1));
  CHECK(p.acked() == 3);
  CHECK_FALSE(p.repeats());
  CHECK(p.room() == credit_at_first - 6);
  CHECK(p.attach(3, 2 * credit_at_first));
  p.next();
  CHECK(p.room() == 2 * credit_at_first - 6);
}

TEST_CASE("a path that brings an old limit does not take credit back") {
  stream_positions p;
  REQUIRE(p.allow(low(2 * credit_at_first)));
  CHECK(p.attach(0, credit_at_first));
  CHECK(p.room() == 2 * credit_at_first);
}
