// A connection that a command made comes back by itself.
//   a ---- n:7000
#include "actors/simulated_node.hpp"
#include "config/defaults.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace {

struct listening_node : simulation {
  listening_node() { n.listen(7000); }
  simulated_node n{*this, "n"};
};

struct kept_links : listening_node {
  json now() { return a.ask("GET", "/v1/tcp-connections/" + link).body; }

  simulated_node a{*this, "a"};
  std::string link = a.connect("n:7000");
};

} // namespace

TEST_CASE_FIXTURE(kept_links, "a connection that ends is made again, and leads there again") {
  const auto route = "/service/" + link + "/service/uppercase";
  CHECK(a.send_text(route, "hello") == "HELLO");
  net.cut("a", "n");
  settle();
  CHECK(now()["status"] == "connecting");
  CHECK(now()["socket_address"] == "n:7000");
  CHECK(a.ask("GET", "/v1/tcp-connections").body.size() == 1);
  advance(config::session_pause_min);
  CHECK(now()["status"] == "up");
  CHECK(now()["worker_address"] == link);
  CHECK(a.send_text(route, "hello") == "HELLO");
}

TEST_CASE_FIXTURE(kept_links, "a connection into a black hole is given up and tried for ever") {
  net.black_hole("n");
  CHECK(advance_until([&] { return now()["status"] == "connecting"; }, 25s));
  advance(10min);
  CHECK(now()["attempt"] > 60);
  net.black_hole("n", false);
  CHECK(advance_until([&] { return now()["status"] == "up"; }, 10s));
}

TEST_CASE_FIXTURE(kept_links, "a connection that is deleted does not come back") {
  REQUIRE(a.ask("DELETE", "/v1/tcp-connections/" + link).status == 200);
  advance(1min);
  CHECK(a.ask("GET", "/v1/tcp-connections").body.empty());
  CHECK(n.ask("GET", "/v1/tcp-connections").body.empty());
  net.black_hole("n");
  const auto wanted = json{{"to", "n:7000"}, {"no_connection_wait", true}};
  const std::string other = a.ask("POST", "/v1/tcp-connections", wanted).body["id"];
  advance(1s); // while it is being dialed
  REQUIRE(a.ask("DELETE", "/v1/tcp-connections/" + other).status == 200);
  net.black_hole("n", false);
  advance(1min);
  CHECK(a.ask("GET", "/v1/tcp-connections").body.empty());
}

TEST_CASE_FIXTURE(kept_links, "a connection gets its address back, unless somebody has it") {
  const std::string address(32, 'a');
  auto wanted = json{{"to", "n:7000"}, {"worker_address", address}};
  CHECK(a.ask("POST", "/v1/tcp-connections", wanted).body["id"] == address);
  CHECK(a.ask("POST", "/v1/tcp-connections", wanted).status == 409);
  CHECK(a.send_text("/service/" + address + "/service/uppercase", "x") == "X");
  wanted["worker_address"] = "a";
  CHECK(a.ask("POST", "/v1/tcp-connections", wanted).status == 400);
}

TEST_CASE_FIXTURE(kept_links, "a connection can be wanted before there is somebody to connect to") {
  const auto wanted = json{{"to", "later:7000"}, {"no_connection_wait", true}};
  const auto made = a.ask("POST", "/v1/tcp-connections", wanted);
  CHECK(made.status == 201);
  CHECK(made.body["status"] == "connecting");
  simulated_node later{*this, "later"};
  later.listen(7000);
  advance(config::session_pause_max);
  CHECK(a.ask("GET", "/v1/tcp-connections/" + made.body["id"].get<std::string>()).body["status"]
        == "up");
}
