// Positions of what comes in, and all of them around 2^32.
#include "actors/streams/positions.hpp"

using namespace ockam;
using namespace ockam::tests;
using actors::stream_positions;
using transports::slice;
using arrival = stream_positions::arrival;

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
