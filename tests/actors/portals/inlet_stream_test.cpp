// The inlet's ends of streams.
#include "actors/portals/inlet_world.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::portal_kind;

TEST_CASE_FIXTURE(virtual_inlet, "each client gets a worker that says Ping, with our offer") {
  auto ping = ask();
  CHECK(ping.kind == portal_kind::ping);
  CHECK(ping.capabilities == (our_capabilities | wire::portal_resume));
  CHECK(stream.size() == 1);
  CHECK(stream.front().value.size() == 32);
  auto first = std::move(client);
  auto earlier = stream;
  ask();
  CHECK(stream != earlier);
  CHECK(shown().at("streams") == 2);
}

TEST_CASE_FIXTURE(virtual_inlet, "nothing is read before the Pong, all of it after") {
  ask();
  client.say("early words");
  client.finish();
  world.settle();
  CHECK(outlet.got.empty());
  SUBCASE("of one of ours") {
    pong(our_capabilities);
    CHECK(outlet.payload() == "early words");
    CHECK(outlet.next_is(portal_kind::end));
  }
  SUBCASE("of a real node") {
    pong({});
    CHECK(outlet.payload() == "early words");
    CHECK(outlet.next_is(portal_kind::disconnect));
  }
  CHECK(outlet.got.empty());
}

TEST_CASE_FIXTURE(virtual_inlet, "a real node gets no message that it does not know") {
  open(false);
  for (int i = 0; i < 100; ++i) send(std::string(10'000, 'x'));
  CHECK(hear_all(world, client).size() == 1'000'000);
  client.say("reply");
  client.finish();
  world.settle();
  CHECK(outlet.payload() == "reply");
  CHECK(outlet.next_is(portal_kind::disconnect));
  CHECK(outlet.got.empty());
  CHECK(turned_away());
  CHECK(gone());
}

TEST_CASE_FIXTURE(virtual_inlet, "Credit and End of a peer that did not accept them mean nothing") {
  open(false);
  send(wire::encode_credit(5));
  send(wire::encode_end());
  send("still open");
  CHECK(client.hear() == "still open");
  CHECK_FALSE(client.ended);
}

TEST_CASE_FIXTURE(real_inlet, "half-close between ours: the server ends first") {
  open(true);
  send("banner");
  send(wire::encode_end());
  CHECK(client.hear() == "banner");
  CHECK(client.ended);
  client.say("late words");
  client.finish();
  world.settle();
  CHECK(outlet.payload() == "late words");
  CHECK(outlet.next_is(portal_kind::end));
  CHECK(gone());
}

TEST_CASE_FIXTURE(real_inlet, "half-close between ours: the client ends first") {
  open(true);
  client.say("question");
  client.finish();
  world.settle();
  CHECK(outlet.payload() == "question");
  CHECK(outlet.next_is(portal_kind::end));
  send("answer");
  CHECK(client.hear() == "answer");
  CHECK_FALSE(client.ended);
  CHECK_FALSE(gone());
  send(wire::encode_end());
  client.hear();
  CHECK(client.ended);
  CHECK(gone());
}

TEST_CASE_FIXTURE(real_inlet, "a client's reset comes behind its data, as Disconnect") {
  bool extended = false;
  SUBCASE("to ours") { extended = true; }
  SUBCASE("to a real node") {}
  open(extended);
  client.say("last words");
  world.settle();
  client.reset();
  CHECK(world.advance_until([&] { return gone(); }, 5s));
  CHECK(outlet.payload() == "last words");
  CHECK(outlet.next_is(portal_kind::disconnect));
  CHECK(outlet.got.empty());
}

TEST_CASE_FIXTURE(real_inlet, "a client that is gone when data comes ends the stream") {
  open(true);
  client.close(); // its end of output is no reason to stop sending to it
  world.settle();
  CHECK(outlet.next_is(portal_kind::end));
  for (int i = 0; i < 3; ++i) send("into the void");
  CHECK(world.advance_until([&] { return gone(); }, 5s));
  CHECK(outlet.next_is(portal_kind::disconnect));
}

TEST_CASE_FIXTURE(real_inlet, "an outlet that refuses gets the client an error at once") {
  ask();
  client.say("hello?");
  send(wire::encode_disconnect());
  client.hear();
  CHECK(client.broken);
  CHECK(gone());
}

TEST_CASE_FIXTURE(virtual_inlet, "without a Pong the client is turned away; a late one is told") {
  ask();
  world.advance(config::pong_timeout - 1ms);
  CHECK_FALSE(turned_away());
  world.advance(1ms);
  CHECK(turned_away());
  CHECK_FALSE(gone());
  SUBCASE("late") {
    pong(our_capabilities);
    CHECK(outlet.next_is(portal_kind::disconnect));
  }
  SUBCASE("never") { world.advance(config::pong_timeout); }
  CHECK(outlet.got.empty());
  CHECK(gone());
}

TEST_CASE_FIXTURE(real_inlet, "a client that leaves before the Pong is not forgotten") {
  ask();
  client.say("x");
  world.settle();
  leave_before_pong();
}

TEST_CASE_FIXTURE(virtual_inlet, "a Pong to nobody is dropped") {
  ask();
  pong(our_capabilities);
  client.close();
  world.settle();
  send(wire::encode_end());
  CHECK(gone());
  pong(our_capabilities);
  CHECK(node.workers().dropped() >= 1);
}

TEST_CASE_FIXTURE(virtual_inlet, "payload before the Pong ends the stream") {
  ask();
  send("too early");
  CHECK(turned_away());
  CHECK(gone());
}

TEST_CASE_FIXTURE(virtual_inlet, "the end of the first hop ends the stream with an error") {
  open(true);
  client.say("x");
  send("y");
  node.inner.parts().workers.remove(wire::local("outlet"));
  caf::anon_send_exit(caf::actor_cast<caf::actor>(&outlet), caf::exit_reason::kill);
  world.settle();
  CHECK(turned_away());
  CHECK(gone());
  CHECK(shown().at("status") == "connecting");
}

TEST_CASE_FIXTURE(real_inlet, "a client whose way is lost sees a reset, not an end") {
  open(true);
  send("part of it");
  CHECK(client.hear() == "part of it");
  caf::anon_send_exit(caf::actor_cast<caf::actor>(&outlet), caf::exit_reason::kill);
  world.settle();
  client.hear();
  CHECK(client.broken);
  CHECK(gone());
}

TEST_CASE_FIXTURE(real_inlet, "what has come to its end is still written when the way is lost") {
  open(true);
  client.finish();
  world.settle();
  send("all of it");
  send(wire::encode_end());
  caf::anon_send_exit(caf::actor_cast<caf::actor>(&outlet), caf::exit_reason::kill);
  world.settle();
  CHECK(client.hear() == "all of it");
  CHECK(client.ended);
  CHECK_FALSE(client.broken);
}

TEST_CASE_FIXTURE(virtual_inlet,
                  "a slow reader of a real node's stream stops the link, for a while") {
  open(false);
  const std::string chunk(128 * config::kib, 'x');
  std::size_t sent = 0;
  while (link.pauses == 0 && sent < 20 * config::mib) send(chunk), sent += chunk.size();
  CHECK(sent > config::plain_stream_queue_max);
  CHECK(sent < config::plain_stream_queue_max + config::mib);
  SUBCASE("which goes on when the client reads") {
    world.advance(config::slow_reader_timeout / 2);
    CHECK(hear_all(world, client).size() == sent);
    CHECK(link.resumes == 1);
    world.advance(config::slow_reader_timeout);
    CHECK_FALSE(gone());
  }
  SUBCASE("and is closed when it does not") {
    world.advance(config::slow_reader_timeout - 1ms);
    CHECK(link.resumes == 0);
    world.advance(1ms);
    CHECK(link.resumes == 1);
    CHECK(outlet.next_is(portal_kind::disconnect));
    CHECK(gone());
  }
  SUBCASE("and goes on when the far end closes") {
    send(wire::encode_disconnect());
    CHECK(link.resumes == 1);
    CHECK(hear_all(world, client).size() == sent);
    CHECK(client.ended);
  }
  CHECK(link.pauses == 1);
}

TEST_CASE_FIXTURE(virtual_inlet, "when too much waits in a node, the stream that holds most ends") {
  auto& parts = node.inner.parts();
  parts.memory = std::make_shared<transports::memory_budget>(4 * config::mib);
  int others_ended = 0;
  transports::memory_budget::share other(*parts.memory, [&] { ++others_ended; });
  open(false);
  const auto pour = [&](std::size_t size) {
    const std::string chunk(128 * config::kib, 'x');
    for (std::size_t sent = 0; sent < size; sent += chunk.size()) send(chunk);
  };
  SUBCASE("this one") {
    other.hold(1 * config::mib);
    pour(2 * config::mib);
    CHECK_FALSE(gone());
    CHECK(parts.memory->held() > 2 * config::mib); // the socket took some
    pour(2 * config::mib);
    CHECK(gone());
    CHECK(parts.counted.streams_held_most == 1);
    CHECK(others_ended == 0);
    CHECK(parts.memory->held() == 1 * config::mib);
    CHECK(outlet.next_is(portal_kind::disconnect));
  }
  SUBCASE("or another one") {
    other.hold(3 * config::mib);
    pour(2 * config::mib);
    CHECK(others_ended == 1);
    CHECK(hear_all(world, client).size() == 2 * config::mib);
    CHECK(parts.memory->held() == 0);
    CHECK_FALSE(gone());
  }
}

TEST_CASE_FIXTURE(virtual_inlet, "a paused stream reads nothing") {
  open(true);
  auto& end = *node.workers().find(stream.front()).here();
  end.pause_reading();
  client.say("waits");
  world.settle();
  CHECK(outlet.got.empty());
  end.pause_reading();
  end.resume_reading();
  world.settle();
  CHECK(outlet.got.empty());
  end.resume_reading();
  world.settle();
  CHECK(outlet.payload() == "waits");
}

TEST_CASE_FIXTURE(virtual_inlet, "every truncation and every flipped bit is survived") {
  auto try_out = [this](bool opened, bool extended, const wire::bytes& m) {
    if (opened)
      open(extended);
    else
      ask();
    send(m);
    client.say("x");
    client.close();
    send(wire::encode_disconnect());
    outlet.got.clear();
  };
  for (auto opened : {false, true})
    for (auto extended : {false, true})
      for (auto& whole : {wire::encode_ping(our_capabilities), wire::encode_pong(our_capabilities),
                          wire::encode_disconnect(), encode_payload("payload", 0),
                          wire::encode_credit(77), wire::encode_end()}) {
        for (std::size_t size = 0; size < whole.size(); ++size)
          try_out(opened, extended,
                  {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
        for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
          auto flipped = whole;
          flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1u << bit % 8));
          try_out(opened, extended, flipped);
        }
      }
  world.advance(2 * config::pong_timeout);
  CHECK(gone());
}
