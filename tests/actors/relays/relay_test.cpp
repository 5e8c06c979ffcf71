// Relays between whole nodes: those who register, those who host, those who send.
#include "actors/relays/relay_nodes.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::local;

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
