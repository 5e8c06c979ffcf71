// Relays between whole nodes: those who register, those who host, those who send.
#include "actors/relays/relay.hpp"
#include "actors/relays/relay_service.hpp"
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace {

//   a ---- n:7000 ---- b, c
struct relayed : simulation {
  relayed() { n.listen(7000); }

  simulated_node::reply register_at_n(simulated_node& owner, const std::string& name) {
    return owner.ask("POST", "/v1/relays", {{"name", name}, {"at", "/dnsaddr/n/tcp/7000"}});
  }
  /// Names of the relays that n hosts.
  std::vector<std::string> hosted() {
    std::vector<std::string> out;
    for (const auto& r : n.ask("GET", "/v1/relays").body) out.push_back(r["remote_address"]);
    return out;
  }

  simulated_node n{*this, "n"}, a{*this, "a"}, b{*this, "b"}, c{*this, "c"};
};

/// Registers by hand, as any program could: what is told to `r` is the confirmation.
struct by_hand : relayed {
  void ask_for(simulated_node& owner, const std::string& by, wire::bytes_view request) {
    owner.route({local(by), local("static_forwarding_service")}, request, {local("r")});
  }
  void ask_for(simulated_node& owner, const std::string& by, const std::string& name) {
    ask_for(owner, by, wire::encode_text(name));
  }
  /// As all do that are of one home.
  void ask_for_as_one(simulated_node& owner, const std::string& by, const std::string& name) {
    ask_for(owner, by,
            wire::encode_relay_request({name, wire::relay_request_tail{false, false, {1}}}));
  }
  std::string link = b.connect("n:7000");
  probe& r = b.start_probe("r");
};

std::string bare(std::string_view text) {
  return std::string(wire::text_of(wire::encode_text(text)));
}

} // namespace

TEST_CASE_FIXTURE(relayed, "a message through a relay takes the documented route") {
  auto& client = a.start_probe("a");
  auto& worker = b.start_probe("uppercase2");
  const auto made = register_at_n(b, "b");
  REQUIRE(made.status == 201);
  CHECK(made.body["remote_address"] == "forward_to_b");
  const auto link_of_b = made.body["forwarding_route"].get<std::string>();
  CHECK(link_of_b.ends_with(" => 0#forward_to_b"));
  const auto link_a = a.connect("n:7000");
  const auto links_n = n.ask("GET", "/v1/tcp-connections").body;
  REQUIRE(links_n.size() == 2); // b's came first
  const std::string t_b = links_n[0]["worker_address"], t_a = links_n[1]["worker_address"];

  a.route({local(link_a), local("forward_to_b"), local("uppercase2")}, wire::view_of("hello"),
          {local("a")});
  settle();
  REQUIRE(worker.all.size() == 1);
  const auto t_n = link_of_b.substr(0, link_of_b.find(' '));
  CHECK(worker.all[0].onward == "0#uppercase2");
  CHECK(worker.all[0].return_route == t_n + " => 0#" + t_a + " => 0#a");
  CHECK(worker.all[0].payload == "hello");

  b.route(worker.last, wire::view_of("HELLO"), {local("uppercase2")});
  settle();
  REQUIRE(client.all.size() == 1);
  CHECK(client.all[0].onward == "0#a");
  CHECK(client.all[0].return_route == "0#" + link_a + " => 0#" + t_b + " => 0#uppercase2");
  CHECK(client.all[0].payload == "HELLO");
}

TEST_CASE_FIXTURE(relayed, "one command is answered through a relay") {
  REQUIRE(register_at_n(b, "b").status == 201);
  CHECK(a.send_text("/dnsaddr/n/tcp/7000/service/forward_to_b/service/uppercase", "hello")
        == "HELLO");
  CHECK(a.send_text("/dnsaddr/n/tcp/7000/service/hop/service/forward_to_b/service/hop/service/echo",
                    "hello")
        == "hello");
}

TEST_CASE_FIXTURE(relayed, "a name has one owner, and messages go to that one") {
  auto& first = b.start_probe("x");
  auto& second = c.start_probe("x");
  REQUIRE(register_at_n(b, "web").status == 201);
  const auto link = a.connect("n:7000");
  const auto send = [&] {
    a.route({local(link), local("forward_to_web"), local("x")}, {}, {});
    settle();
  };
  send();
  CHECK(first.all.size() == 1);
  CHECK(register_at_n(c, "web").status == 409); // somebody is there
  send();
  CHECK(first.all.size() == 2);
  REQUIRE(b.ask("DELETE", "/v1/relays/web").status == 200);
  REQUIRE(register_at_n(c, "web").status == 201);
  send();
  CHECK(second.all.size() == 1);
  CHECK(hosted() == std::vector<std::string>{"forward_to_web"});
}

TEST_CASE_FIXTURE(relayed, "a relay ends with the link to its owner, who learns why") {
  REQUIRE(register_at_n(b, "b").status == 201);
  REQUIRE(register_at_n(c, "c").status == 201);
  net.cut("b", "n");
  settle();
  CHECK(hosted() == std::vector<std::string>{"forward_to_c"});
  CHECK_FALSE(n.workers().find(local("forward_to_b")).open());
  const auto seen = b.ask("GET", "/v1/relays/forward_to_b").body;
  CHECK(seen["status"] == "connecting");
  CHECK(seen["reason"] == "the link to n:7000 ended while waiting for messages for forward_to_b");
  CHECK(c.ask("GET", "/v1/relays/c").body["status"] == "up");

  // The name can be registered again, by the same node, too.
  REQUIRE(register_at_n(b, "b").status == 201);
  CHECK(b.ask("GET", "/v1/relays").body.size() == 1);
  CHECK(b.ask("GET", "/v1/relays/b").body["status"] == "up");
}

TEST_CASE_FIXTURE(relayed, "a relay comes back by itself, under its name and its address") {
  const auto made = register_at_n(b, "b").body;
  net.cut("b", "n");
  settle();
  CHECK(hosted().empty());
  advance(config::session_pause_min);
  const auto again = b.ask("GET", "/v1/relays/b").body;
  CHECK(again["status"] == "up");
  CHECK(again["worker_address"] == made["worker_address"]);
  CHECK(hosted() == std::vector<std::string>{"forward_to_b"});
}

TEST_CASE_FIXTURE(relayed, "a relay behind a black hole is found dead, and takes its name back") {
  REQUIRE(register_at_n(b, "b").status == 201);
  net.black_hole("b");
  CHECK(advance_until([&] { return b.ask("GET", "/v1/relays/b").body["status"] == "connecting"; },
                      25s));
  net.black_hole("b", false);
  CHECK(advance_until([&] { return b.ask("GET", "/v1/relays/b").body["status"] == "up"; }, 10s));
  CHECK(a.send_text("/dnsaddr/n/tcp/7000/service/forward_to_b/service/uppercase", "hello")
        == "HELLO");
}

TEST_CASE_FIXTURE(relayed, "who has lost its name to another one registers again") {
  REQUIRE(register_at_n(b, "web").status == 201);
  REQUIRE(n.ask("DELETE", "/v1/relays/web").status == 200); // the link stays
  CHECK(advance_until([&] { return hosted().size() == 1; }, 30s));
  advance(1s);
  CHECK(b.ask("GET", "/v1/relays/web").body["status"] == "up");
}

TEST_CASE_FIXTURE(relayed, "deleting a relay closes its link and frees its name") {
  REQUIRE(register_at_n(b, "b").status == 201);
  const auto gone = b.ask("DELETE", "/v1/relays/forward_to_b");
  CHECK(gone.status == 200);
  CHECK(gone.body["name"] == "b");
  settle();
  CHECK(hosted().empty());
  CHECK(n.ask("GET", "/v1/tcp-connections").body.empty());
  CHECK(b.ask("GET", "/v1/tcp-connections").body.empty());
  CHECK(b.ask("DELETE", "/v1/relays/b").status == 404);
}

TEST_CASE_FIXTURE(relayed, "the host can end a relay, and its owner ends what came by it") {
  REQUIRE(register_at_n(b, "b").status == 201);
  const auto links = n.ask("GET", "/v1/tcp-connections").body;
  REQUIRE(links.size() == 1);
  const auto gone = n.ask("DELETE", "/v1/relays/b");
  CHECK(gone.status == 200);
  CHECK(gone.body["role"] == "hosted");
  settle();
  CHECK(hosted().empty());
  advance(config::relay_farewell + 1ms);
  for (const auto& each : n.ask("GET", "/v1/tcp-connections").body) // it may come again
    CHECK(each["worker_address"] != links[0]["worker_address"]);
}

TEST_CASE_FIXTURE(relayed, "messages through a relay stay in order") {
  auto& worker = b.start_probe("x");
  REQUIRE(register_at_n(b, "b").status == 201);
  const auto link = a.connect("n:7000");
  net.delay("a", "n", 3ms), net.delay("n", "b", 5ms);
  constexpr std::size_t count = 2000;
  for (std::size_t i = 0; i < count; ++i) {
    a.route({local(link), local("forward_to_b"), local("x")},
            wire::view_of(std::to_string(i) + std::string(i % 97, '.')), {});
    if (i % 50 == 0) advance(1ms);
  }
  advance(1s);
  REQUIRE(worker.all.size() == count);
  for (std::size_t i = 0; i < count; ++i)
    REQUIRE(worker.all[i].payload == std::to_string(i) + std::string(i % 97, '.'));
}

TEST_CASE_FIXTURE(by_hand, "a confirmation comes from the relay and names it") {
  ask_for(b, link, "b");
  settle();
  REQUIRE(r.all.size() == 1);
  CHECK(r.all[0].payload == bare("forward_to_b"));
  CHECK(r.all[0].return_route == "0#" + link + " => 0#forward_to_b");
  b.route({local(link), local("forwarding_service")}, wire::encode_text("b2"), {local("r")});
  settle();
  REQUIRE(r.all.size() == 2);
  CHECK(r.all[1].payload == bare("forward_to_b2"));
}

TEST_CASE_FIXTURE(by_hand, "the name register asks for one that nobody can guess") {
  ask_for(b, link, "register");
  ask_for(b, link, "register");
  settle();
  REQUIRE(r.all.size() == 2);
  CHECK(r.all[0].payload.size() == 1 + std::string_view("forward_to_").size() + 32);
  CHECK(r.all[0].payload != r.all[1].payload);
}

TEST_CASE_FIXTURE(by_hand, "a name that can not be part of a route is refused") {
  for (const auto& name :
       {std::string(), std::string("a/b"), std::string("a b"), std::string("a\nb"),
        std::string(1, '\0'), std::string("\x7f"), std::string(246, 'x')})
    ask_for(b, link, name);
  ask_for(b, link, wire::bytes{});
  ask_for(b, link, wire::bytes{5, 'a', 'b'});   // less than it says
  ask_for(b, link, wire::bytes{2, 0xc3, 0x28}); // no UTF-8
  ask_for(b, link, wire::bytes(1000, 0xff));
  settle();
  CHECK(r.all.empty());
  CHECK(hosted().empty());
  ask_for(b, link, std::string(245, 'x')); // as long as an address may be
  ask_for(b, link, "büro.1-a_b");
  settle();
  CHECK(r.all.size() == 2);
}

TEST_CASE_FIXTURE(by_hand, "a registration without a way back is refused") {
  n.route({local("static_forwarding_service")}, wire::encode_text("b"));
  n.route({local("static_forwarding_service")}, wire::encode_text("b"), {local("echo")});
  n.route({local("static_forwarding_service")}, wire::encode_text("b"),
          {local("nobody"), local("r")});
  settle();
  CHECK(hosted().empty());
}

TEST_CASE_FIXTURE(by_hand, "a relay does not take the place of another worker") {
  auto& other = n.start_probe("forward_to_b");
  ask_for(b, link, "b");
  settle();
  CHECK(r.all.empty());
  n.route({local("forward_to_b")}, {});
  settle();
  CHECK(other.all.size() == 1);
}

TEST_CASE_FIXTURE(by_hand, "a link has a bounded number of relays") {
  for (std::size_t i = 0; i < config::relays_per_link_max; ++i)
    ask_for_as_one(b, link, std::to_string(i));
  settle();
  CHECK(r.all.size() == config::relays_per_link_max);
  ask_for_as_one(b, link, "one more");
  ask_for(b, link, "one-more"); // nobody is told, who is none of ours
  settle();
  CHECK(r.all.size() == config::relays_per_link_max);
  ask_for_as_one(b, link, "7"); // its own, again
  settle();
  CHECK(r.all.size() == config::relays_per_link_max + 1);

  // What another link has counts for that link, and a name taken over changes sides.
  const auto second = b.connect("n:7000");
  ask_for_as_one(b, second, "0");
  settle();
  CHECK(r.all.size() == config::relays_per_link_max + 2);
  ask_for_as_one(b, link, "one-more");
  settle();
  CHECK(r.all.size() == config::relays_per_link_max + 3);
  ask_for(b, link, "0"); // only who has the name is told
  settle();
  REQUIRE(r.all.size() == config::relays_per_link_max + 4);
  const auto told = wire::decode_relay_notice(wire::view_of(r.all.back().payload));
  REQUIRE(told);
  CHECK(told->kind == wire::relay_notice_kind::wanted);
}

TEST_CASE_FIXTURE(by_hand, "a node has a bounded number of relays, and links free theirs") {
  std::size_t made = 0;
  std::string last = link;
  while (made < config::relays_max) {
    if (made > 0 && made % config::relays_per_link_max == 0) last = b.connect("n:7000");
    ask_for(b, last, std::to_string(made++));
    if (made % 1000 == 0) settle();
  }
  settle();
  CHECK(r.all.size() == config::relays_max);
  const auto another = b.connect("n:7000");
  ask_for(b, another, "x");
  settle();
  CHECK(r.all.size() == config::relays_max);

  // Somebody from where there are fewer gets a place of those.
  auto& told = c.start_probe("r");
  ask_for(c, c.connect("n:7000"), "of-c");
  settle();
  CHECK(told.all.size() == 1);
  CHECK(hosted().size() == config::relays_max);
  CHECK_FALSE(n.workers().find(local("forward_to_" + std::to_string(made - 1))).open());
  REQUIRE(b.ask("DELETE", "/v1/tcp-connections/" + link).status == 200);
  settle();
  CHECK(hosted().size() == config::relays_max - config::relays_per_link_max);
  ask_for(b, another, "x");
  settle();
  CHECK(r.all.size() == config::relays_max + 1);
}

TEST_CASE_FIXTURE(by_hand, "relays whose way has ended go a few in a turn") {
  const std::size_t count = 5 * config::relay_ends_per_turn;
  for (std::size_t i = 0; i < count; ++i) ask_for(b, link, std::to_string(i));
  settle();
  REQUIRE(r.all.size() == count);
  const auto there = [&] {
    std::size_t out = 0;
    for (std::size_t i = 0; i < count; ++i)
      out += n.workers().find(local("forward_to_" + std::to_string(i))).open() ? 1 : 0;
    return out;
  };
  const auto links = n.ask("GET", "/v1/tcp-connections").body;
  REQUIRE(links.size() == 1);
  const std::string far_end = links[0]["worker_address"];
  caf::anon_send_exit(n.workers().find(local(far_end)).actor(), caf::exit_reason::kill);
  for (std::size_t before = count, turns = 0; before > 0; ++turns) {
    REQUIRE(turns < 100);
    n.home->round(0);
    const auto now = there();
    CHECK(before - now <= config::relay_ends_per_turn);
    before = now;
  }
  CHECK(hosted().empty());
}

TEST_CASE_FIXTURE(by_hand, "relays that lead to each other across nodes do not loop for ever") {
  // forward_to_p at n leads to forward_to_q at b, which leads to forward_to_p at n.
  b.listen(8000);
  const auto back = n.connect("b:8000");
  b.route({local(link), local("static_forwarding_service")}, wire::encode_text("p"),
          {local("forward_to_q"), local("r")});
  n.route({local(back), local("static_forwarding_service")}, wire::encode_text("q"),
          {local("forward_to_p"), local("r")});
  settle();
  REQUIRE(n.workers().find(local("forward_to_p")).open());
  REQUIRE(b.workers().find(local("forward_to_q")).open());
  n.route({local("forward_to_p"), local("echo")}, wire::view_of("round and round"));
  settle(); // which it would not, else
  CHECK(a.send_text("/dnsaddr/n/tcp/7000/service/uppercase", "still here") == "STILL HERE");
}

TEST_CASE_FIXTURE(by_hand, "a relay whose way stays in this node is refused") {
  n.route({local("forwarding_service")}, wire::encode_text("x"), {local("hop"), local("r")});
  settle();
  CHECK(hosted().empty());
  CHECK_FALSE(n.workers().find(local("forward_to_x")).open());
}

TEST_CASE_FIXTURE(relayed, "a node ends in peace while messages are under way") {
  REQUIRE(register_at_n(b, "b").status == 201);
  const auto link = a.connect("n:7000");
  net.delay("a", "n", 10ms), net.delay("n", "b", 10ms);
  const auto send = [&](int count) {
    for (int i = 0; i < count; ++i)
      a.route({local(link), local("forward_to_b"), local("echo")}, wire::bytes(10'000),
              {local("a")});
  };
  send(100);
  advance(15ms);
  send(100);
  n.node.stop();
  settle();
  end(*n.home);
  advance(1s);
  CHECK(a.ask("GET", "/v1/tcp-connections").body[0]["status"] == "connecting");
  CHECK(b.ask("GET", "/v1/relays/b").body["status"] == "connecting");
}

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
