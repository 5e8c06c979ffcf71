// echo, uppercase and hop, as they run in a node.
#include "actors/services/services.hpp"
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace {

struct serving_node : simulation {
  simulated_node n{*this, "n"};
  probe& client = n.start_probe("client");
};

} // namespace

TEST_CASE_FIXTURE(serving_node, "echo sends back what it got, from its address") {
  n.route({local("echo")}, wire::bytes{0x1b, 1, 2, 3, 4, 5, 6, 7, 8}, {local("client")});
  settle();
  REQUIRE(client.all.size() == 1);
  CHECK(client.all[0] == probe::seen{"0#client", "0#echo", "\x1b\1\2\3\4\5\6\7\x8"});
  n.route({local("echo")}, wire::view_of("nowhere to go"));
  settle();
  CHECK(client.all.size() == 1);
}

TEST_CASE_FIXTURE(serving_node, "uppercase answers texts and drops what is none") {
  const auto ask = [&](const wire::bytes& payload) {
    n.route({local("uppercase")}, payload, {local("client")});
    settle();
  };
  ask(wire::encode_text("hello"));
  REQUIRE(client.all.size() == 1);
  CHECK(client.all[0] == probe::seen{"0#client", "0#uppercase", "\5HELLO"});
  ask({5, 'h', 'e', 'l', 'l', 'o', 'x', 'y'}); // bytes behind the text are ignored
  ask({0x85, 0, 'h', 'e', 'l', 'l', 'o'});     // and so is a length longer than it must be
  ask(wire::encode_text(""));
  REQUIRE(client.all.size() == 4);
  CHECK(client.all[1].payload == "\5HELLO");
  CHECK(client.all[2].payload == "\5HELLO");
  CHECK(client.all[3].payload == std::string(1, '\0'));
  ask({});
  ask({9, 'h', 'i'});
  ask({2, 0xff, 0xfe});
  CHECK(client.all.size() == 4);
}

TEST_CASE_FIXTURE(serving_node, "a hop passes on and puts itself on the way back") {
  n.route({local("hop"), local("client"), local("x")}, wire::view_of("hello"), {local("back")});
  settle();
  REQUIRE(client.all.size() == 1);
  CHECK(client.all[0] == probe::seen{"0#client => 0#x", "0#hop => 0#back", "hello"});
  n.route({local("hop")}, wire::view_of("the end of the way"), {local("client")});
  settle();
  CHECK(client.all.size() == 1);
}

TEST_CASE_FIXTURE(serving_node, "a service can be started again under another address") {
  REQUIRE(n.ask("POST", "/v1/services", {{"type", "hop"}, {"address", "hop2"}}).status == 201);
  n.route({local("hop2"), local("hop"), local("client")}, {});
  settle();
  REQUIRE(client.all.size() == 1);
  CHECK(client.all[0].return_route == "0#hop => 0#hop2");

  const auto again = n.ask("POST", "/v1/services", {{"type", "hop"}, {"address", "hop2"}});
  CHECK(again.status == 201);
  CHECK(again.body.value("changed", true) == false);
  const auto other = n.ask("POST", "/v1/services", {{"type", "echo"}, {"address", "hop2"}});
  CHECK(other.status == 409);
  CHECK(other.error() == "the address hop2 is taken");
  const auto unknown = n.ask("POST", "/v1/services", {{"type", "kafka"}, {"address", "k"}});
  CHECK(unknown.status == 400);
  CHECK(unknown.error() == "there is no service \"kafka\" to start");
  const std::string long_address(257, 'x');
  CHECK(n.ask("POST", "/v1/services", {{"type", "hop"}, {"address", long_address}}).status == 400);
}
