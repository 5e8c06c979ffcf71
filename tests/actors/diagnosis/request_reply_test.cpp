// One message, one reply: what a command is told when it goes wrong.
#include "actors/diagnosis/request_reply.hpp"
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace {

//   a ---- n:7000
struct asking_nodes : simulation {
  asking_nodes() { n.listen(7000); }
  static json to(std::string_view address) {
    return {{"to", address}, {"payload_hex", "0568656c6c6f"}};
  }

  simulated_node a{*this, "a"}, n{*this, "n"};
};

} // namespace

TEST_CASE_FIXTURE(asking_nodes, "a message gets its reply, and nothing stays behind") {
  CHECK(a.send_text("/dnsaddr/n/tcp/7000/service/uppercase", "hello") == "HELLO");
  CHECK(a.send_text("/service/uppercase", "hello") == "HELLO");
  CHECK(a.send_text("/service/hop/dnsaddr/n/tcp/7000/service/hop/service/echo", "hello")
        == "hello");
  const auto link = a.connect("n:7000");
  CHECK(a.send_text("/worker/" + link + "/service/uppercase", "hello") == "HELLO");
  settle();
  CHECK(a.ask("GET", "/v1/tcp-connections").body.size() == 1);
  for (const auto& worker : a.ask("GET", "/v1/workers").body) CHECK(worker["kind"] != "message");
}

TEST_CASE_FIXTURE(asking_nodes, "a first hop that is not here is said at once") {
  const auto r = a.begin("POST", "/v1/messages", to("/service/nobody/service/echo"));
  CHECK(r->status == 404);
  CHECK(r->code() == "not_found");
  CHECK(r->error() == "worker nobody not found on this node");
}

TEST_CASE_FIXTURE(asking_nodes, "a reply that does not come is waited for so long and no longer") {
  const auto r = a.begin("POST", "/v1/messages", to("/dnsaddr/n/tcp/7000/service/nobody"));
  advance(9999ms);
  CHECK(r->status == 0);
  advance(1ms);
  CHECK(r->status == 408);
  CHECK(
      r->error()
      == "no reply from /dnsaddr/n/tcp/7000/service/nobody within 10 s; the link to n:7000 is up, "
         "so the next hop, nobody, may not exist there");
  CHECK(a.ask("GET", "/v1/tcp-connections").body.empty());

  auto shorter = to("/service/hop/service/nobody");
  shorter["timeout_ms"] = 1500;
  const auto local_only = a.ask("POST", "/v1/messages", shorter);
  CHECK(local_only.error()
        == "no reply from /service/hop/service/nobody within 1.5 s; a hop may not exist");
}

TEST_CASE_FIXTURE(asking_nodes, "a link that ends while waiting is said at once") {
  const auto r = a.begin("POST", "/v1/messages", to("/dnsaddr/n/tcp/7000/service/nobody"));
  advance(1s);
  net.cut("a", "n");
  settle();
  CHECK(r->status == 502);
  CHECK(r->error()
        == "the link to n:7000 ended while waiting for a reply from "
           "/dnsaddr/n/tcp/7000/service/nobody");
}

TEST_CASE_FIXTURE(asking_nodes, "a node that can not be reached is the dialer's to tell") {
  CHECK(a.ask("POST", "/v1/messages", to("/dnsaddr/n/tcp/1/service/echo")).status == 502);
  net.black_hole("n");
  const auto before = clock.time;
  CHECK(a.ask("POST", "/v1/messages", to("/dnsaddr/n/tcp/7000/service/echo")).status == 408);
  CHECK(clock.time - before == config::connect_timeout);
}

TEST_CASE_FIXTURE(asking_nodes, "a message needs a worker at the end of its way") {
  const auto r = a.ask("POST", "/v1/messages", to("/dnsaddr/n/tcp/7000"));
  CHECK(r.status == 400);
  CHECK(r.error() == "/dnsaddr/n/tcp/7000 names a node and no worker on it");
  CHECK(a.ask("POST", "/v1/messages", to("no address")).status == 400);
}

TEST_CASE_FIXTURE(asking_nodes, "a reply that comes too late finds nobody") {
  net.delay("a", "n", 6s);
  const auto r = a.begin("POST", "/v1/messages", to("/dnsaddr/n/tcp/7000/service/echo"));
  advance(1min);
  CHECK(r->status == 408);
}

TEST_CASE("a message over a channel is answered by its peer and by nobody else") {
  simulation world;
  simulated_node a{world, "a", 1}, n{world, "n", 2};
  n.listen(7000);
  auto& worker = n.start_probe("worker");
  const auto r = a.begin(
      "POST", "/v1/messages",
      {{"to", "/dnsaddr/n/tcp/7000/secure/api/service/worker"}, {"payload_hex", "0568656c6c6f"}});
  REQUIRE(worker.all.size() == 1);
  CHECK(worker.peers[0] == id_of(1));
  // Whoever learned the return address, and whose channel it is not.
  auto back = worker.last;
  const wire::address sender{back.back()};
  for (const auto& peer : {std::optional<wire::identifier>(), std::optional(id_of(3))}) {
    transports::message forged;
    forged.onward.push_back(sender);
    forged.payload = transports::slice::copy_of(wire::encode_text("forged"));
    forged.peer = peer;
    a.workers().route(std::move(forged));
    world.settle();
  }
  CHECK(r->status == 0);
  n.route(back, wire::encode_text("true"));
  world.settle();
  CHECK(r->status == 201);
  CHECK(r->body["payload_hex"] == "0474727565");
}

TEST_CASE("a message that ends at a channel is refused") {
  simulation world;
  simulated_node a{world, "a", 1};
  const auto r = a.ask("POST", "/v1/messages", {{"to", "/secure/api"}, {"payload_hex", "00"}});
  CHECK(r.status == 400);
  CHECK(r.error() == "/secure/api names a node and no worker on it");
}

TEST_CASE("a node can send to itself over a channel") {
  simulation world;
  simulated_node a{world, "a", 1};
  CHECK(a.send_text("/secure/api/service/uppercase", "hello") == "HELLO");
}
