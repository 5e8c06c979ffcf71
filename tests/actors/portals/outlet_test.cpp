// The outlet and its ends of streams.
#include "actors/portals/outlet_world.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::portal_kind;

TEST_CASE_FIXTURE(virtual_outlet, "a Ping is answered by a Pong from a worker of its own") {
  SUBCASE("our extension, when it is offered") {
    CHECK(open(true).capabilities == our_capabilities);
  }
  SUBCASE("the plain protocol, when it is not") { CHECK_FALSE(open(false).capabilities); }
  CHECK(stream.size() == 1);
  CHECK(stream.front().value.size() == 32);
  CHECK(inlet.got.empty());
  CHECK(node.ask("GET", "/v1/tcp-outlets/outlet").body.at("streams") == 1);
}

TEST_CASE_FIXTURE(virtual_outlet, "capabilities that are not ours are not accepted") {
  ping(wire::portal_credit);
  world.settle();
  auto pong = inlet.next();
  CHECK(pong.kind == portal_kind::pong);
  CHECK_FALSE(pong.capabilities);
}

TEST_CASE_FIXTURE(virtual_outlet, "bytes pass both ways, as Payload and back") {
  open(true);
  socket.say("from the target");
  world.settle();
  CHECK(inlet.got.size() == 1);
  auto m = inlet.next();
  CHECK(m.kind == portal_kind::payload);
  CHECK(wire::text_of(m.payload) == "from the target");
  CHECK(inlet.current.return_route == stream);
  wire::bytes raw(inlet.current.payload.view().begin(), inlet.current.payload.view().end());
  CHECK(raw == encode_payload("from the target"));
  for (auto part : {"to ", "", "the ", "target"}) send(part);
  CHECK(socket.hear() == "to the target");
}

TEST_CASE_FIXTURE(virtual_outlet, "a chunk of a real node, with a counter, passes") {
  open(false);
  std::string big(128 * config::kib, 'x');
  send(encode_payload(big, 0));
  send(encode_payload("y", 1));
  std::string got;
  world.advance_until([&] { return (got += socket.hear()).size() >= big.size() + 1; }, 1s);
  CHECK(got == big + "y");
}

TEST_CASE_FIXTURE(real_outlet, "half-close between ours: the client ends first") {
  open(true);
  send("question");
  send(wire::encode_end());
  CHECK(socket.hear() == "question");
  CHECK(socket.ended);
  CHECK(inlet.got.empty());
  socket.say("answer");
  socket.close();
  world.settle();
  CHECK(inlet.payload() == "answer");
  CHECK(inlet.next_is(portal_kind::end));
  CHECK(inlet.got.empty());
  CHECK(gone());
}

TEST_CASE_FIXTURE(real_outlet, "half-close between ours: the server ends first") {
  open(true);
  socket.say("banner");
  socket.finish();
  world.settle();
  CHECK(inlet.payload() == "banner");
  CHECK(inlet.next_is(portal_kind::end));
  CHECK_FALSE(gone());
  send("late words");
  CHECK(socket.hear() == "late words");
  CHECK_FALSE(socket.ended);
  send(wire::encode_end());
  CHECK(socket.hear().empty());
  CHECK(socket.ended);
  CHECK(gone());
}

TEST_CASE_FIXTURE(real_outlet, "half-close between ours: both end at once") {
  open(true);
  socket.say("a");
  socket.finish();
  send("b");
  send(wire::encode_end());
  CHECK(inlet.payload() == "a");
  CHECK(inlet.next_is(portal_kind::end));
  CHECK(socket.hear() == "b");
  CHECK(socket.ended);
  CHECK(gone());
}

TEST_CASE_FIXTURE(real_outlet, "a reset of the target comes behind its data, as Disconnect") {
  bool extended = false;
  SUBCASE("ours") { extended = true; }
  SUBCASE("a real node") {}
  open(extended);
  socket.say("last words");
  world.settle();
  socket.reset();
  CHECK(eventually_gone());
  CHECK(inlet.payload() == "last words");
  CHECK(inlet.next_is(portal_kind::disconnect));
  CHECK(inlet.got.empty());
}

TEST_CASE_FIXTURE(real_outlet,
                  "Disconnect between ours resets the target, behind what was queued") {
  open(true);
  send("all of this");
  send(wire::encode_disconnect());
  CHECK(eventually_gone());
  CHECK(socket.hear() == "all of this");
  CHECK(socket.broken);
}

TEST_CASE_FIXTURE(real_outlet, "Disconnect of a real node is a plain end, behind what was queued") {
  open(false);
  send("all of this");
  send(wire::encode_disconnect());
  CHECK(socket.hear() == "all of this");
  CHECK(socket.ended);
  CHECK_FALSE(socket.broken);
  socket.close();
  CHECK(eventually_gone());
  CHECK(inlet.got.empty());
}

TEST_CASE_FIXTURE(real_outlet, "the end of a target's output is Disconnect to a real node") {
  open(false);
  send("queued");
  socket.say("answer");
  socket.finish();
  world.settle();
  CHECK(inlet.payload() == "answer");
  CHECK(inlet.next_is(portal_kind::disconnect));
  send("ignored");
  CHECK(socket.hear() == "queued");
  CHECK(socket.ended);
  CHECK(gone());
}

TEST_CASE_FIXTURE(virtual_outlet, "a real node's inlet may linger: the target's end comes in 2 s") {
  open(false);
  send(wire::encode_disconnect()); // and the target never ends its own output
  world.settle();
  CHECK_FALSE(gone());
  world.advance(config::disconnect_linger + 1ms);
  CHECK(gone());
}

TEST_CASE_FIXTURE(virtual_outlet, "a dead target is told at once") {
  server.source.reset();
  SUBCASE("to ours by Disconnect") {
    ping(our_capabilities);
    CHECK(inlet.next_is(portal_kind::disconnect));
  }
  SUBCASE("to a real node by Pong and Disconnect") {
    ping(std::nullopt);
    CHECK(inlet.next_is(portal_kind::pong));
    CHECK(inlet.next_is(portal_kind::disconnect));
  }
  CHECK(inlet.got.empty());
  CHECK(gone());
}

TEST_CASE_FIXTURE(virtual_outlet, "only a Ping is understood at the outlet's address") {
  for (auto& m : {wire::encode_pong({}), wire::encode_disconnect(), encode_payload("x"),
                  wire::encode_credit(1), wire::encode_end(), wire::bytes{}, wire::bytes{99}})
    send(wire::route{wire::local("outlet")}, m);
  send(wire::route{wire::local("outlet"), wire::local("behind")}, wire::encode_ping({}));
  node.inner.parts().workers.route({wire::route{wire::local("outlet")},
                                    {},
                                    transports::slice::copy_of(wire::encode_ping({})),
                                    0,
                                    {}});
  world.settle();
  CHECK(inlet.got.empty());
  CHECK(node.count("stream") == 0);
  open(true); // it still works
}

TEST_CASE_FIXTURE(virtual_outlet, "messages that make no sense leave the stream as it is") {
  open(true);
  send(wire::encode_ping(our_capabilities));
  send(wire::encode_pong({}));
  send(wire::bytes{});
  send(wire::bytes{99, 1, 2});
  auto behind = stream;
  behind.push_back(wire::local("behind"));
  send(behind, encode_payload("for somebody else"));
  send("still here");
  CHECK(socket.hear() == "still here");
  CHECK(inlet.got.empty());
}

TEST_CASE_FIXTURE(real_outlet,
                  "a breach of the protocol ends the stream, and both sides learn it") {
  SUBCASE("more than the credit") {
    open(true);
    socket.shrink();
    for (std::size_t i = 0; i < config::stream_credit_start / config::portal_chunk; ++i)
      node.inner.parts().workers.route(
          {stream,
           wire::route{wire::local("inlet")},
           transports::slice::copy_of(encode_payload(std::string(config::portal_chunk, 'x'))),
           0,
           {}});
    send(std::string(config::portal_chunk, 'x'));
  }
  SUBCASE("payload behind the end") {
    open(true);
    send(wire::encode_end());
    send("more");
  }
  SUBCASE("a second end") {
    open(true);
    send(wire::encode_end());
    send(wire::encode_end());
  }
  SUBCASE("a counter out of order") {
    open(false);
    send(encode_payload("a", 0));
    send(encode_payload("c", 2));
  }
  auto last = portal_kind::ping;
  while (!inlet.got.empty()) last = inlet.next().kind;
  CHECK(last == portal_kind::disconnect);
  socket.hear();
  CHECK((socket.broken || socket.ended));
  CHECK(gone());
}

TEST_CASE_FIXTURE(virtual_outlet, "every truncation and every flipped bit is survived") {
  auto try_out = [this](bool extended, const wire::bytes& m) {
    open(extended);
    send(m);
    send(wire::route{wire::local("outlet")}, m); // may be a Ping, and open another stream
    send(wire::encode_disconnect());
    socket.close();
    while (server.take()) {
    }
    world.settle();
    inlet.got.clear();
  };
  for (auto extended : {true, false})
    for (auto& whole : {wire::encode_ping(our_capabilities), wire::encode_pong(our_capabilities),
                        wire::encode_disconnect(), encode_payload("payload", 0),
                        wire::encode_credit(77), wire::encode_end()}) {
      for (std::size_t size = 0; size < whole.size(); ++size)
        try_out(extended, {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
      for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
        auto flipped = whole;
        flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1u << bit % 8));
        try_out(extended, flipped);
      }
    }
  world.advance(30s);
  node.ask("DELETE", "/v1/tcp-outlets/outlet");
  world.settle();
  CHECK(node.count("stream") == 0);
}

TEST_CASE_FIXTURE(virtual_outlet, "an outlet can be shown, and made once under a name") {
  auto shown = node.ask("GET", "/v1/tcp-outlets/outlet");
  CHECK(shown.body
        == json{{"alias", "outlet"},
                {"address", "outlet"},
                {"to", server.address()},
                {"connect_timeout_ms", 5000},
                {"encrypted", false},
                {"authorized", json::array()},
                {"allow", ""},
                {"refusal", ""},
                {"tls", false},
                {"tls_ca", ""},
                {"tls_server_name", ""},
                {"http_host", ""},
                {"keep_for_ms", 75000},
                {"streams", 0},
                {"streams_detached", 0},
                {"detached_for_ms", 0},
                {"streams_resumed", 0},
                {"streams_lost", 0},
                {"streams_lost_by", json::object()},
                {"resent_bytes", 0},
                {"kept_bytes", 0},
                {"longest_detached_ms", 0}});
  auto again = node.ask("POST", "/v1/tcp-outlets", {{"address", "outlet"}, {"to", "127.0.0.1:1"}});
  CHECK(again.status == 409);
  CHECK(again.body["error"]["message"].get<std::string>().find("already") != std::string::npos);
  CHECK(node.ask("POST", "/v1/tcp-outlets", {{"address", "echo"}, {"to", "127.0.0.1:1"}}).status
        == 409);
  CHECK(node.ask("POST", "/v1/tcp-outlets", {{"address", "o2"}}).status == 400);
  CHECK(node.ask("POST", "/v1/tcp-outlets", {{"address", "o2"}, {"to", "nonsense"}}).status == 400);
  CHECK(
      node.ask("POST", "/v1/tcp-outlets", {{"address", "o2"}, {"to", "1"}, {"alias", "a:b"}}).status
      == 400);
  node.make("tcp-outlets", {{"address", "o2"}, {"to", "127.0.0.1:80"}, {"alias", "web"}});
  CHECK(node.ask("GET", "/v1/tcp-outlets/web").body == node.ask("GET", "/v1/tcp-outlets/o2").body);
  CHECK(node.ask("GET", "/v1/tcp-outlets").body.size() == 2);
  CHECK(node.ask("DELETE", "/v1/tcp-outlets/web").status == 200);
  CHECK(node.ask("GET", "/v1/tcp-outlets/web").status == 404);
  CHECK(node.ask("DELETE", "/v1/tcp-outlets/web").status == 404);
  node.make("tcp-outlets", {{"address", "o2"}, {"to", "127.0.0.1:80"}});
}

TEST_CASE_FIXTURE(real_outlet, "deleting an outlet closes its streams") {
  open(true);
  node.ask("DELETE", "/v1/tcp-outlets/outlet");
  world.settle();
  CHECK(inlet.next_is(portal_kind::disconnect));
  socket.hear();
  CHECK(socket.broken);
  CHECK(node.count("stream") == 0);
  CHECK(node.count("outlet") == 0);
}
