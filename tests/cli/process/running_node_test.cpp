// A whole node in this process, on the real network of the loopback device.
#include "cli/home/control_client.hpp"
#include "cli/process/running_node.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include <future>
#include <poll.h>

using namespace ockam;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

const transports::endpoint any_port{"127.0.0.1", 0};

struct started_node {
  started_node() {
    auto at = node->start(any_port, socket);
    REQUIRE(at);
    bound = *at;
  }
  fixtures::temporary_directory home;
  std::filesystem::path socket = home.path() / "socket";
  std::optional<cli::running_node> node{std::in_place, actors::node_options{.name = "n1"}};
  transports::endpoint bound;
  std::unique_ptr<cli::node_client> client = cli::make_control_client("n1", socket);
};

bool has_ended(cli::running_node& node) {
  pollfd one{node.ended(), POLLIN, 0};
  return ::poll(&one, 1, 5000) == 1;
}

} // namespace

TEST_CASE("a node answers about itself as soon as it has started") {
  started_node n1;
  auto told = n1.client->get("/v1/node");
  REQUIRE(told);
  CHECK((*told)["name"] == "n1");
  REQUIRE((*told)["tcp_listeners"].size() == 1);
  CHECK((*told)["tcp_listeners"][0]["address"] == to_string(n1.bound));
  CHECK(n1.bound.port != 0);
}

TEST_CASE("a node on several threads does what one on one does, and ends with all of them") {
  fixtures::temporary_directory home;
  auto socket = home.path() / "socket";
  std::optional<cli::running_node> node{std::in_place, actors::node_options{.name = "n1"}, 3};
  auto at = node->start(any_port, socket);
  REQUIRE(at);
  auto client = cli::make_control_client("n1", socket);
  CHECK((*client->get("/v1/node"))["threads"] == 3);
  for (int i = 0; i < 8; ++i) { // as many links, to itself: on all of its threads
    auto made = client->post("/v1/tcp-connections", {{"to", to_string(*at)}});
    REQUIRE(made);
    auto reply = client->post(
        "/v1/messages", {{"to", "/service/" + made->value("worker_address", "") + "/service/echo"},
                         {"payload_hex", "026869"}});
    REQUIRE(reply);
    CHECK((*reply)["payload_hex"] == "026869");
  }
  node.reset();
}

TEST_CASE("a node that is busy for a moment is healthy") {
  started_node n1;
  const auto pages = n1.node->serve_status(any_port, [] {
    return nlohmann::json{{"identity_name", "alice"}};
  });
  REQUIRE(pages);
  httplib::Client http("127.0.0.1", pages->port);
  std::promise<void> over;
  n1.node->post([until = over.get_future().share()] { until.wait(); });
  const auto told = http.Get("/healthz"); // after status_reply_timeout
  over.set_value();
  REQUIRE(told);
  CHECK(told->status == 200);
  CHECK(json::parse(told->body)["name"] == "n1");
}

TEST_CASE("a taken port is said to be taken") {
  started_node n1;
  cli::running_node n2{{.name = "n2"}};
  auto started = n2.start(n1.bound, n1.home.path() / "other");
  REQUIRE_FALSE(started);
  CHECK(started.error().code == errc::in_use);
}

TEST_CASE("a control socket that can not be made ends the node") {
  fixtures::temporary_directory home;
  cli::running_node node{{.name = "n1"}};
  CHECK(node.start(any_port, home.path() / "missing" / "socket").error().code == errc::io);
}

TEST_CASE("a node without streams stops when told, and removes its socket") {
  started_node n1;
  n1.node->stop();
  CHECK(has_ended(*n1.node));
  n1.node.reset();
  CHECK_FALSE(std::filesystem::exists(n1.socket));
}

TEST_CASE("a request that waits for the network does not hold up the end of the node") {
  started_node n1;
  transports::tcp_network network;
  auto silent = network.listen(any_port); // whoever connects gets no answer
  REQUIRE(silent);
  auto to = "/ip4/127.0.0.1/tcp/" + std::to_string((*silent)->bound().port) + "/service/echo";
  std::optional<result<json>> answer;
  std::thread asking{[&] {
    auto client = cli::make_control_client("n1", n1.socket);
    answer = client->post("/v1/messages", {{"to", to}, {"payload_hex", "00"}});
  }};
  pollfd connected{(*silent)->fd(), POLLIN, 0};
  REQUIRE(::poll(&connected, 1, 5000) == 1);
  auto begin = std::chrono::steady_clock::now();
  n1.node.reset();
  asking.join();
  CHECK(std::chrono::steady_clock::now() - begin < 2s);
  REQUIRE(answer);
  CHECK(answer->error().code == errc::unavailable);
}
