#include "actors/streams/stream_positions.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

using namespace ockam;
using actors::stream_positions;
using transports::slice;
using arrival = stream_positions::arrival;

namespace {

constexpr std::uint64_t credit_at_first = config::stream_credit_start;
constexpr std::uint64_t circle = std::uint64_t{1} << 32;

std::uint32_t send(stream_positions& p, std::string_view text) {
  auto data = slice::copy_of(wire::view_of(text));
  return p.send(data);
}
std::uint32_t low(std::uint64_t position) { return static_cast<std::uint32_t>(position); }
std::string text_of(const stream_positions::piece& p) { return std::string(wire::text_of(p.data)); }

/// Sends that many bytes, each acked, with as much credit as before.
void send_and_ack(stream_positions& p, std::uint64_t bytes) {
  static const std::string most(config::stream_credit_start, 'x');
  auto data = slice::copy_of(wire::view_of(most));
  while (bytes > 0) {
    auto part = data;
    part.drop_back(data.size() - std::min<std::uint64_t>(bytes, data.size()));
    bytes -= part.size();
    p.send(part);
    REQUIRE(p.ack(low(p.sent())));
    REQUIRE(p.allow(low(p.sent() + credit_at_first)));
  }
}

/// Takes that many bytes.
void take(stream_positions& p, std::uint64_t bytes) {
  for (constexpr std::uint64_t step = 1024 * config::mib; bytes > 0;) {
    const auto n = std::min(bytes, step);
    REQUIRE(p.take(low(p.received()), n).what == arrival::fresh);
    bytes -= n;
  }
}

} // namespace

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

// -- what comes in ------------------------------------------------------------------

TEST_CASE("payload in order is new, and received") {
  stream_positions p;
  auto came = p.take(0, 3);
  CHECK(came.what == arrival::fresh);
  CHECK(came.skip == 0);
  CHECK(p.received() == 3);
  came = p.take(3, 1);
  CHECK(came.what == arrival::fresh);
  CHECK(p.received() == 4);
}

TEST_CASE("payload that came before is known, and what reaches beyond it is cut") {
  stream_positions p;
  p.take(0, 10);
  CHECK(p.take(0, 10).what == arrival::known);
  CHECK(p.take(4, 3).what == arrival::known);
  const auto came = p.take(4, 9);
  CHECK(came.what == arrival::fresh);
  CHECK(came.skip == 6);
  CHECK(p.received() == 13);
}

TEST_CASE("payload with something missing before it is a gap, and not received") {
  stream_positions p;
  p.take(0, 3);
  CHECK(p.take(4, 2).what == arrival::gap);
  CHECK(p.received() == 3);
  CHECK(p.take_end(4) == arrival::gap);
  CHECK_FALSE(p.far_ended());
  CHECK(p.take(3, 1).what == arrival::fresh);
}

TEST_CASE("an empty Payload asks only: it shows a gap, or is known") {
  stream_positions p;
  p.take(0, 3);
  CHECK(p.take(3, 0).what == arrival::known);
  CHECK(p.take(1, 0).what == arrival::known);
  CHECK(p.take(4, 0).what == arrival::gap);
  p.take_end(3);
  CHECK(p.take(4, 0).what == arrival::known);
  CHECK(p.take(3, 0).what == arrival::known);
  CHECK(p.received() == 4);
}

TEST_CASE("the End counts one, and once") {
  stream_positions p;
  p.take(0, 3);
  CHECK(p.take_end(3) == arrival::fresh);
  CHECK(p.far_ended());
  CHECK(p.received() == 4);
  CHECK(p.take_end(3) == arrival::known);
  CHECK(p.received() == 4);
}

TEST_CASE("payload behind the End is a violation, and what came before it is known") {
  stream_positions p;
  p.take(0, 3);
  p.take_end(3);
  CHECK(p.take(0, 3).what == arrival::known);
  CHECK(p.take(3, 1).what == arrival::violation);
  CHECK(p.take(2, 2).what == arrival::violation);
  CHECK(p.take(4, 1).what == arrival::violation);
  CHECK(p.take(9, 1).what == arrival::violation);
  CHECK(p.take(5, 0).what == arrival::violation);
  CHECK(p.received() == 4);
}

TEST_CASE("another End is a violation, and so is one where payload was") {
  stream_positions p;
  p.take(0, 3);
  CHECK(p.take_end(2) == arrival::violation);
  CHECK(p.take_end(3) == arrival::fresh);
  CHECK(p.take_end(4) == arrival::violation);
  CHECK(p.take_end(2) == arrival::violation);
  CHECK(p.received() == 4);
}

TEST_CASE("payload before the first byte is a violation") {
  stream_positions p;
  p.take(0, 3);
  CHECK(p.take(low(circle - 1), 10).what == arrival::violation);
  CHECK(p.received() == 3);
}

// -- around 2^32 ----------------------------------------------------------------------

TEST_CASE("what goes out goes on around 2^32") {
  const auto p = std::make_unique<stream_positions>();
  send_and_ack(*p, circle - 4);
  CHECK(send(*p, "abcd") == low(circle - 4));
  CHECK(send(*p, "efgh") == 0);
  CHECK(p->ack(low(circle - 2)));
  CHECK(p->acked() == circle - 2);
  CHECK(p->ack(2));
  CHECK(p->acked() == circle + 2);
  CHECK(p->ack(low(circle - 2))); // an old one
  CHECK(p->acked() == circle + 2);
  CHECK_FALSE(p->ack(5));
  CHECK(p->attach(circle + 2, 0));
  CHECK(p->next().position == 2);
  CHECK(p->send_end() == 4);
  CHECK(p->ack(5));
  CHECK(p->all_acked());
}

TEST_CASE("a limit goes on around 2^32") {
  const auto p = std::make_unique<stream_positions>();
  send_and_ack(*p, circle - 4);
  CHECK(p->room() == credit_at_first);
  CHECK(p->allow(low(circle - 4 + 2 * credit_at_first)));
  CHECK(p->room() == 2 * credit_at_first);
  CHECK(p->allow(low(circle - 1))); // an old one
  CHECK(p->room() == 2 * credit_at_first);
}

TEST_CASE("what comes in goes on around 2^32") {
  stream_positions p;
  take(p, circle - 2);
  const auto came = p.take(low(circle - 3), 4);
  CHECK(came.what == arrival::fresh);
  CHECK(came.skip == 1);
  CHECK(p.received() == circle + 1);
  CHECK(p.take(low(circle - 3), 4).what == arrival::known);
  CHECK(p.take(2, 1).what == arrival::gap);
  CHECK(p.take_end(low(circle - 1)) == arrival::violation);
  CHECK(p.take_end(1) == arrival::fresh);
  CHECK(p.take_end(1) == arrival::known);
  CHECK(p.received() == circle + 2);
}

TEST_CASE("an End at position 2^32 - 1 is one like any other") {
  stream_positions p;
  take(p, circle - 1);
  CHECK(p.take_end(low(circle - 1)) == arrival::fresh);
  CHECK(p.received() == circle);
  CHECK(p.take_end(low(circle - 1)) == arrival::known);
  CHECK(p.take(0, 1).what == arrival::violation);
}
