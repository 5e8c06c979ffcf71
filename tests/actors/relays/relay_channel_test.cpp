// Relays that are registered through secure channels.
#include "actors/relays/relay_nodes.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::local;

// -- over channels ----------------------------------------------------------------------

namespace {

//   a(1) ---- n(2):7000 ---- b(3)
struct sealed : simulation {
  sealed() { n.listen(7000); }
  simulated_node::reply register_b(json more = json::object()) {
    more["name"] = "b", more["at"] = "/dnsaddr/n/tcp/7000/secure/api";
    const auto made = b.ask("POST", "/v1/relays", more);
    settle();
    return made;
  }
  json hosted() { return n.ask("GET", "/v1/relays").body; }
  std::string status_at_b() { return b.ask("GET", "/v1/relays/b").body["status"]; }

  simulated_node n{*this, "n", 2}, a{*this, "a", 1}, b{*this, "b", 3};
};

const std::string uppercase_at_b = "/dnsaddr/n/tcp/7000/service/forward_to_b/service/uppercase";

} // namespace

TEST_CASE_FIXTURE(sealed,
                  "a relay is registered through a channel and passes messages on into it") {
  const auto made = register_b();
  REQUIRE(made.status == 201);
  CHECK(made.body["status"] == "up");
  const std::string way = b.ask("GET", "/v1/secure-channels").body[0]["address"];
  CHECK(made.body["forwarding_route"] == "0#" + way + " => 0#forward_to_b");
  REQUIRE(hosted().size() == 1);
  const std::string back = n.ask("GET", "/v1/secure-channels").body[0]["address"];
  CHECK(hosted()[0]["forwarding_route"] == "0#forward_to_b => 0#" + back);

  CHECK(a.send_text(uppercase_at_b, "hello") == "HELLO");
  auto& worker = b.start_probe("worker");
  a.route({local(a.connect("n:7000")), local("forward_to_b"), local("worker")}, {});
  settle();
  REQUIRE(worker.peers.size() == 1);
  CHECK(worker.peers[0] == id_of(2)); // the relay's node vouches for itself, not for the sender
}

TEST_CASE_FIXTURE(sealed, "a relay ends with its channel, whoever ends that") {
  REQUIRE(register_b().status == 201);
  SUBCASE("the owner") {
    const std::string channel = b.ask("GET", "/v1/secure-channels").body[0]["address"];
    CHECK(b.ask("DELETE", "/v1/secure-channels/" + channel).status == 200);
  }
  SUBCASE("the host") {
    const std::string channel = n.ask("GET", "/v1/secure-channels").body[0]["address"];
    CHECK(n.ask("DELETE", "/v1/secure-channels/" + channel).status == 200);
  }
  SUBCASE("their link") { net.cut("b", "n"); }
  settle();
  CHECK(hosted() == json::array());
  CHECK(status_at_b() == "connecting");
  CHECK(b.ask("GET", "/v1/relays/b").body["reason"]
        == "the channel with " + name_of(2) + " ended while waiting for messages for forward_to_b");
  REQUIRE(register_b().status == 201);
  CHECK(a.send_text(uppercase_at_b, "hello") == "HELLO");
}

TEST_CASE_FIXTURE(sealed, "deleting a relay closes its channel at both ends, and its link") {
  REQUIRE(register_b().status == 201);
  CHECK(b.ask("DELETE", "/v1/relays/b").status == 200);
  settle();
  for (auto* const node : {&b, &n}) {
    CHECK(node->ask("GET", "/v1/secure-channels").body == json::array());
    CHECK(node->ask("GET", "/v1/tcp-connections").body == json::array());
  }
  CHECK(hosted() == json::array());
}

TEST_CASE_FIXTURE(sealed, "a relay is registered as somebody and at somebody, or not at all") {
  const auto made = register_b({{"identity", "5"}, {"authorized", json::array({name_of(2)})}});
  REQUIRE(made.status == 201);
  CHECK(n.ask("GET", "/v1/secure-channels").body[0]["peer_identifier"] == name_of(5));
  CHECK(b.ask("DELETE", "/v1/relays/b").status == 200);
  settle();
  const auto wrong = register_b({{"authorized", json::array({name_of(4)})}});
  CHECK(wrong.status == 403);
  CHECK(wrong.error().find("the peer is " + name_of(2)) != std::string::npos);
  CHECK(register_b({{"identity", "x"}}).status == 404);
  CHECK(b.ask("GET", "/v1/relays").body == json::array());
  CHECK(hosted() == json::array());
}

TEST_CASE_FIXTURE(sealed, "channels over one link share its bound of relays") {
  const auto link = b.connect("n:7000");
  std::vector<std::string> channels;
  for (int i = 0; i < 2; ++i) {
    const auto made =
        b.ask("POST", "/v1/secure-channels", {{"to", "/service/" + link + "/service/api"}});
    REQUIRE(made.status == 201);
    channels.push_back(made.body["address"]);
  }
  const auto ask_for = [&](const std::string& by, std::size_t name) {
    b.route({local(by), local("static_forwarding_service")},
            wire::encode_text(std::to_string(name)), {local("r")});
  };
  auto& r = b.start_probe("r");
  for (std::size_t i = 0; i < config::relays_per_link_max; ++i) ask_for(channels[i % 2], i);
  settle();
  CHECK(r.all.size() == config::relays_per_link_max);
  ask_for(channels[0], config::relays_per_link_max);
  ask_for(channels[1], config::relays_per_link_max);
  ask_for(link, config::relays_per_link_max);
  settle();
  CHECK(r.all.size() == config::relays_per_link_max);
  ask_for(channels[1], 0); // its own, by another of its channels
  settle();
  CHECK(r.all.size() == config::relays_per_link_max + 1);
}

TEST_CASE_FIXTURE(sealed, "a host that is deaf on a channel is asked by another one in time") {
  const auto service = n.workers().find(local("static_forwarding_service"));
  caf::anon_send_exit(service.actor(), caf::exit_reason::user_shutdown);
  settle();
  auto& deaf = n.start_probe("static_forwarding_service");
  const auto r =
      b.begin("POST", "/v1/relays", {{"name", "b"}, {"at", "/dnsaddr/n/tcp/7000/secure/api"}});
  REQUIRE(deaf.all.size() == 1);
  const auto first = deaf.last;
  advance(config::relay_channel_patience - 1ms);
  CHECK(deaf.all.size() == 1);
  advance(1ms);
  CHECK(r->status == 0);
  REQUIRE(deaf.all.size() == 2);
  CHECK(deaf.last.front() != first.front());
  CHECK(b.ask("GET", "/v1/secure-channels").body.size() == 1);
  CHECK(b.ask("GET", "/v1/relays/b").body["attempt"] == 1);
  CHECK(b.ask("GET", "/v1/tcp-connections").body.size() == 1);

  auto& relay = n.start_probe("forward_to_b");
  n.route(deaf.last, wire::encode_text("forward_to_b"), {local("forward_to_b")});
  settle();
  REQUIRE(relay.all.size() == 1);
  n.route(deaf.last, wire::view_of(relay.all[0].payload));
  settle();
  CHECK(r->status == 201);
  CHECK(deaf.all.size() == 2);
}
