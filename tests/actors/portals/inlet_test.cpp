// The inlet: made, shown, deleted, without a way, draining, and out of descriptors.
#include "actors/portals/inlet_world.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>

using namespace ockam;
using namespace ockam::tests;
using wire::portal_kind;

TEST_CASE_FIXTURE(virtual_inlet, "an inlet can be shown, and made once under a name and a port") {
  const auto worker = inlet.at("worker_address").get<std::string>();
  CHECK_FALSE(worker.empty());
  CHECK(shown()
        == json{{"alias", "web"},
                {"worker_address", worker},
                {"from", inlet.at("from")},
                {"to", "/service/outlet"},
                {"authorized", json::array()},
                {"allow", ""},
                {"ends_at_project", false},
                {"encrypted", false},
                {"peer", ""},
                {"peer_expected", false},
                {"peer_identifier", ""},
                {"trusted_peer", ""},
                {"stranger", ""},
                {"route", "0#outlet"},
                {"status", "up"},
                {"reason", ""},
                {"refusal", ""},
                {"proven_ms_ago", 0},
                {"round_trip_us", 0},
                {"attempt", 0},
                {"next_attempt_ms", nullptr},
                {"resume_for_ms", 60000},
                {"tls_cert", ""},
                {"tls_key", ""},
                {"streams", 0},
                {"streams_detached", 0},
                {"detached_for_ms", 0},
                {"streams_resumed", 0},
                {"streams_lost", 0},
                {"streams_lost_by", json::object()},
                {"resent_bytes", 0},
                {"kept_bytes", 0},
                {"longest_detached_ms", 0},
                {"clients_held", 0}});
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

namespace {

/// An inlet whose outlet is not there yet.
struct outletless_inlet : virtual_inlet {
  json early =
      node.make("tcp-inlets", {{"alias", "early"}, {"from", "0"}, {"to", "/service/late"}});
  json now() { return node.ask("GET", "/v1/tcp-inlets/early").body; }
  void knock() {
    client = node.dial(node.port_of(early));
    world.settle();
  }
};

} // namespace

TEST_CASE_FIXTURE(outletless_inlet, "an inlet without a way says why, and finds it by itself") {
  CHECK(early.at("status") == "connecting");
  CHECK(early.at("reason") == "worker late not found on this node");
  CHECK(early.at("attempt") == 1);
  CHECK(early.at("next_attempt_ms") <= 250);
  CHECK(early.at("proven_ms_ago") == nullptr);
  for (int i = 0; i < 8; ++i) world.advance(config::session_pause_max); // pauses have grown
  CHECK(now().at("attempt") > 8);
  far_end::start(node, "late");
  world.advance(config::session_pause_max);
  CHECK(now().at("status") == "up");
}

TEST_CASE_FIXTURE(outletless_inlet,
                  "a client that comes too early is held, and its coming is a reason to try") {
  for (int i = 0; i < 8; ++i) world.advance(config::session_pause_max);
  auto& late = far_end::start(node, "late");
  knock();
  world.advance(config::session_pause_min);
  CHECK(late.next_is(portal_kind::ping));
  CHECK_FALSE(turned_away());
  CHECK(now().at("clients_held") == 0);
}

TEST_CASE_FIXTURE(outletless_inlet,
                  "a client is held for so long and no longer, then it sees a reset") {
  knock();
  CHECK(now().at("clients_held") == 1);
  world.advance(config::inlet_hold - 1ms);
  CHECK_FALSE(turned_away());
  world.advance(1ms);
  CHECK(turned_away());
  CHECK(now().at("clients_held") == 0);
}

TEST_CASE_FIXTURE(outletless_inlet, "only so many clients are held") {
  std::vector<hand> many;
  for (std::size_t i = 0; i < config::inlet_held_max; ++i)
    many.push_back(node.dial(node.port_of(early)));
  knock();
  CHECK(turned_away());
  CHECK(now().at("clients_held") == config::inlet_held_max);
  CHECK(node.ask("DELETE", "/v1/tcp-inlets/early").status == 200);
  many.front().hear();
  CHECK((many.front().ended || many.front().broken));
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
  CHECK(pending->body.at("status") == "connecting");
}

TEST_CASE_FIXTURE(virtual_inlet, "no more clients are taken than streams may be open") {
  const auto all = std::make_shared<actors::stream_table>(*node.home, 2);
  auto listener = std::move(*world.host("a").listen({"127.0.0.1", 0}));
  const auto port = listener->bound().port;
  auto small = node.home->spawn<actors::inlet>(
      std::ref(node.inner.parts()), std::string("small"),
      actors::inlet::settings{
          "small", {}, {{*wire::multiaddr::parse("/service/outlet"), config::route_timeout}}},
      std::move(listener), std::make_shared<actors::stream_group>(all), [] {});
  REQUIRE(node.inner.start_worker("small", small));
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
