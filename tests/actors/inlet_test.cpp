// The inlet and its ends of streams; the test plays the clients and the outlet, ours or a real
// node's.
#include "actors/inlet.hpp"
#include "actors/portal_world.hpp"
#include "config/defaults.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>

using namespace ockam;
using namespace ockam::tests;
using wire::portal_kind;

namespace {

template <class World>
struct inlet_world {
  World world;
  node_under_test<World> node{world, "a"};
  far_end& outlet = far_end::start(node, "outlet");
  far_end& link = far_end::start(node, "link"); ///< stands for the link that messages come through
  json inlet = node.make("tcp-inlets",
                         {{"alias", "web"}, {"from", "127.0.0.1:0"}, {"to", "/service/outlet"}});
  hand client;
  wire::route stream; ///< to the inlet's end

  void send(const wire::bytes& m) {
    node.inner.parts().workers.route({stream,
                                      wire::route{wire::local("link"), wire::local("outlet")},
                                      transports::slice::copy_of(m),
                                      0,
                                      {}});
    world.settle();
  }
  void send(std::string_view text) { send(encode_payload(text)); }
  void pong(std::optional<std::uint16_t> capabilities) {
    node.inner.parts().workers.route({stream,
                                      wire::route{wire::local("outlet")},
                                      transports::slice::copy_of(wire::encode_pong(capabilities)),
                                      0,
                                      {}});
    world.settle();
  }
  wire::portal_message ask() {
    client = node.dial(node.port_of(inlet));
    world.settle();
    auto ping = outlet.next();
    stream = outlet.current.return_route;
    return ping;
  }
  void open(bool extended) {
    ask();
    pong(extended ? std::optional<std::uint16_t>{our_capabilities} : std::nullopt);
  }
  json shown() { return node.ask("GET", "/v1/tcp-inlets/web").body; }
  bool gone() { return node.count("stream") == 0 && shown().at("streams") == 0; }
  bool turned_away() {
    client.hear();
    return client.ended || client.broken;
  }
};

using virtual_inlet = inlet_world<virtual_world>;
using real_inlet = inlet_world<real_world>;

} // namespace

TEST_CASE_FIXTURE(virtual_inlet, "each client gets a worker that says Ping, with our offer") {
  auto ping = ask();
  CHECK(ping.kind == portal_kind::ping);
  CHECK(ping.capabilities == our_capabilities);
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
  client.reset();
  world.settle();
  CHECK_FALSE(gone());
  pong(our_capabilities);
  CHECK(outlet.next_is(portal_kind::disconnect));
  CHECK(outlet.got.empty());
  CHECK(gone());
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
  CHECK(shown().at("status") == "down");
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

TEST_CASE_FIXTURE(virtual_inlet, "a paused stream reads nothing") {
  open(true);
  auto& end = *node.workers().find(stream.front()).here();
  end.pause_input();
  client.say("waits");
  world.settle();
  CHECK(outlet.got.empty());
  end.pause_input();
  end.resume_input();
  world.settle();
  CHECK(outlet.got.empty());
  end.resume_input();
  world.settle();
  CHECK(outlet.payload() == "waits");
}

TEST_CASE_FIXTURE(virtual_inlet, "an inlet can be shown, and made once under a name and a port") {
  CHECK(shown()
        == json{{"alias", "web"},
                {"from", inlet.at("from")},
                {"to", "/service/outlet"},
                {"route", "0#outlet"},
                {"status", "up"},
                {"reason", ""},
                {"streams", 0}});
  const auto port = std::to_string(node.port_of(inlet));
  auto post = [&](json body) { return node.ask("POST", "/v1/tcp-inlets", body); };
  auto again = post({{"alias", "web"}, {"from", "0"}, {"to", "/service/outlet"}});
  CHECK(again.status == 409);
  CHECK(again.body["error"]["message"].get<std::string>().find("already") != std::string::npos);
  auto same_port = post({{"from", port}, {"to", "/service/outlet"}});
  CHECK(same_port.status == 409);
  CHECK(same_port.body["error"]["code"] == "in_use");
  CHECK(same_port.body["error"]["message"].get<std::string>().find(port) != std::string::npos);
  CHECK(post({{"from", "0"}}).status == 400);
  CHECK(post({{"from", "0"}, {"to", "nonsense"}}).status == 400);
  CHECK(post({{"from", "0"}, {"to", "/service/outlet"}, {"alias", "a:b"}}).status == 400);
  auto unnamed = node.make("tcp-inlets", {{"from", "0"}, {"to", "/service/outlet"}});
  CHECK(unnamed.at("alias").get<std::string>().size() == 8);
  CHECK(node.ask("GET", "/v1/tcp-inlets").body.size() == 2);
}

TEST_CASE_FIXTURE(virtual_inlet, "deleting an inlet closes its listener and its streams") {
  open(true);
  CHECK(node.ask("DELETE", "/v1/tcp-inlets/web").status == 200);
  CHECK_FALSE(node.dial(node.port_of(inlet)));
  CHECK(turned_away());
  CHECK(outlet.next_is(portal_kind::disconnect));
  CHECK(node.count("stream") == 0);
  CHECK(node.ask("DELETE", "/v1/tcp-inlets/web").status == 404);
  node.make("tcp-inlets",
            {{"alias", "web"}, {"from", inlet.at("from")}, {"to", "/service/outlet"}});
}

TEST_CASE_FIXTURE(virtual_inlet, "deleting an inlet between Ping and Pong tells the outlet, too") {
  ask();
  node.ask("DELETE", "/v1/tcp-inlets/web");
  CHECK(turned_away());
  pong(our_capabilities);
  CHECK(outlet.next_is(portal_kind::disconnect));
  CHECK(node.count("stream") == 0);
}

TEST_CASE_FIXTURE(virtual_inlet, "an inlet without a way turns clients away, and finds it later") {
  auto early =
      node.make("tcp-inlets", {{"alias", "early"}, {"from", "0"}, {"to", "/service/late"}});
  CHECK(early.at("status") == "down");
  CHECK(early.at("reason").get<std::string>().find("late") != std::string::npos);
  client = node.dial(node.port_of(early));
  world.settle();
  CHECK(turned_away());

  auto& late = far_end::start(node, "late");
  SUBCASE("by itself") {
    world.advance(config::inlet_retry_max + 1ms);
    CHECK(node.ask("GET", "/v1/tcp-inlets/early").body.at("status") == "up");
  }
  SUBCASE("when a client asks") {
    for (int i = 0; i < 8; ++i) world.advance(config::inlet_retry_max); // pauses have grown
    node.workers().remove(wire::local("late"));
    world.settle();
    auto& again = far_end::start(node, "late");
    client = node.dial(node.port_of(early));
    world.settle();
    client = node.dial(node.port_of(early));
    world.settle();
    CHECK(again.next_is(portal_kind::ping));
    return;
  }
  client = node.dial(node.port_of(early));
  world.settle();
  CHECK(late.next_is(portal_kind::ping));
}

TEST_CASE_FIXTURE(virtual_inlet, "a draining node takes no clients and waits for its streams") {
  open(true);
  node.inner.stop();
  world.settle();
  CHECK_FALSE(node.dial(node.port_of(inlet)));
  client.say("still open");
  world.settle();
  CHECK(outlet.payload() == "still open");
  client.finish();
  world.settle();
  CHECK(outlet.next_is(portal_kind::end));
  send(wire::encode_end());
  CHECK(node.count("stream") == 0);
}

TEST_CASE_FIXTURE(virtual_inlet,
                  "whoever makes an inlet hears of it although it is deleted meanwhile") {
  world.net.black_hole("far");
  auto& far = world.net.host("far");
  REQUIRE(far.listen({"127.0.0.1", 7000}));
  auto pending = node.begin("POST", "/v1/tcp-inlets",
                            {{"alias", "slow"}, {"from", "0"}, {"to", "/dnsaddr/far/tcp/7000"}});
  CHECK(pending->status == 0);
  CHECK(node.ask("DELETE", "/v1/tcp-inlets/slow").status == 200);
  world.settle();
  CHECK(pending->status == 201);
  CHECK(pending->body.at("status") == "down");
}

TEST_CASE_FIXTURE(virtual_inlet, "no more clients are taken than streams may be open") {
  const auto all = std::make_shared<actors::stream_table>(*node.home, 2);
  auto listener = std::move(*world.host("a").listen({"127.0.0.1", 0}));
  const auto port = listener->bound().port;
  auto small = node.home->spawn<actors::inlet>(
      std::ref(node.inner.parts()),
      actors::inlet::settings{
          "small", {}, *wire::multiaddr::parse("/service/outlet"), config::connect_timeout},
      std::move(listener), std::make_shared<actors::stream_group>(all), [] {});
  world.settle();
  hand clients[3];
  for (auto& c : clients) {
    c = node.dial(port);
    world.settle();
  }
  CHECK(all->size() == 2);
  for (int i : {0, 1}) {
    clients[i].hear();
    CHECK_FALSE(clients[i].ended);
  }
  clients[2].hear();
  CHECK((clients[2].ended || clients[2].broken));
  caf::anon_send_exit(small, caf::exit_reason::user_shutdown);
}

TEST_CASE_FIXTURE(real_inlet,
                  "an inlet without descriptors waits, and goes on when there are some") {
  open(true);
  auto knock = [&] { // the kernel connects it; nobody has to accept
    transports::descriptor s{::socket(AF_INET, SOCK_STREAM, 0)};
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(node.port_of(inlet));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(s.get(), reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
    return hand{std::move(s)};
  };
  auto late = knock();
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  rlimit none = before;
  none.rlim_cur = 0;
  ::setrlimit(RLIMIT_NOFILE, &none);
  world.settle(); // would not come to rest if the listener were asked again and again
  client.say("others go on");
  world.settle();
  ::setrlimit(RLIMIT_NOFILE, &before);
  CHECK(outlet.payload() == "others go on");
  CHECK(world.advance_until([&] { return node.count("stream") == 2; }, 5s));
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
