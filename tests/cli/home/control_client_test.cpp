// The client against the real server of a node, with a handler in the node's place.
#include "cli/home/control_client.hpp"
#include "fixtures/temporary_directory.hpp"
#include "transports/http/control_error.hpp"
#include "transports/http/control_socket.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <optional>

using namespace ockam;
using nlohmann::json;

namespace {

struct listening_node {
  explicit listening_node(transports::control_handler handler) {
    auto opened = transports::control_socket::open(path, std::move(handler));
    REQUIRE(opened);
    socket.emplace(std::move(*opened));
  }
  fixtures::temporary_directory home;
  std::filesystem::path path = home.path() / "socket";
  std::optional<transports::control_socket> socket;
  std::unique_ptr<cli::node_client> client = cli::make_control_client("n1", path);
};

} // namespace

TEST_CASE("requests arrive as they were made, answers are values") {
  listening_node node{[](transports::control_request request) {
    json seen{{"method", request.method}, {"path", request.path}, {"body", request.body}};
    return transports::control_reply{200, seen.dump()};
  }};
  auto got = node.client->get("/v1/node");
  REQUIRE(got);
  CHECK((*got)["method"] == "GET");
  auto posted = node.client->post("/v1/relays", {{"name", "n3"}});
  REQUIRE(posted);
  CHECK((*posted)["path"] == "/v1/relays");
  CHECK((*posted)["body"] == R"({"name":"n3"})");
  auto removed = node.client->remove("/v1/tcp-inlets/a%20b");
  REQUIRE(removed);
  CHECK((*removed)["method"] == "DELETE");
  CHECK((*removed)["path"] == "/v1/tcp-inlets/a b");
}

TEST_CASE("an error of the node is an error here") {
  listening_node node{
      [](auto) { return transports::reply_with(fail(errc::in_use, "port 80 is taken", "81")); }};
  auto got = node.client->post("/v1/tcp-inlets", json::object());
  REQUIRE_FALSE(got);
  CHECK(got.error().code == errc::in_use);
  CHECK(got.error().message == "port 80 is taken");
  CHECK(got.error().hint == "81");
}

TEST_CASE("an answer that is no JSON is an error of the protocol") {
  listening_node node{[](auto) { return transports::control_reply{200, "hello"}; }};
  CHECK(node.client->get("/v1/node").error().code == errc::protocol);
}

TEST_CASE("a node that is not there is unavailable, with the way to start it") {
  listening_node node{[](auto) { return transports::control_reply{}; }};
  node.socket.reset();
  auto got = node.client->get("/v1/node");
  REQUIRE_FALSE(got);
  CHECK(got.error().code == errc::unavailable);
  CHECK(got.error().message == "node n1 is not running");
  CHECK(got.error().hint == "ockam node start n1");
}
