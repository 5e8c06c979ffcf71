#include "actors/loopback_node.hpp"
#include "actors/send_once.hpp"
#include "actors/test_identities.hpp"
#include "wire/encoding/bare.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace std::chrono_literals;

namespace {

std::string text_of(const result<wire::bytes>& reply) {
  if (!reply) return "error: " + reply.error().message;
  const auto text = wire::decode_text(*reply);
  return text ? std::string(*text) : "no text";
}

/// Its keys are valid now, by the system's clock.
std::shared_ptr<const channels::own_identity> self_today(std::uint8_t number) {
  const tests::person who(number);
  return std::make_shared<const channels::own_identity>(*channels::own_identity::make(
      who.who, who.signer, tests::key_of(number), transports::system_wall_clock{}.now()));
}

} // namespace

TEST_CASE("a message is sent to a node and its reply comes back") {
  const tests::loopback_node n1;
  CHECK(text_of(actors::send_once(n1.route("/service/uppercase"), wire::encode_text("hello"), 5s))
        == "HELLO");
  CHECK(text_of(
            actors::send_once(n1.route("/service/hop/worker/echo"), wire::encode_text("hello"), 5s))
        == "hello");
  wire::bytes large(900'000);
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<std::uint8_t>(i * 7);
  const auto back = actors::send_once(n1.route("/service/echo"), large, 5s);
  REQUIRE(back);
  CHECK(*back == large);
}

TEST_CASE("a message to an unknown worker tells what was waited for") {
  const tests::loopback_node n1;
  const auto to = n1.route("/service/nobody");
  const auto reply = actors::send_once(to, wire::encode_text("hello"), 200ms);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().code == errc::timed_out);
  CHECK(reply.error().message
        == "no reply from " + wire::to_string(to) + " within 200 ms; the link to "
               + transports::to_string(n1.at) + " is up, so the next hop, nobody, may not exist "
               + "there");
}

TEST_CASE("a message to a port where nobody listens is refused at once") {
  transports::tcp_network network;
  const auto unused = (*network.listen({"127.0.0.1", 0}))->bound(); // closed again
  const auto to = wire::multiaddr::parse("/dnsaddr/localhost/tcp/" + std::to_string(unused.port)
                                         + "/service/echo");
  const auto reply = actors::send_once(*to, {}, 5s);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().code == errc::unavailable);
}

TEST_CASE("a route that a command can not take is refused before anything is sent") {
  const auto refused = [](const char* route) {
    const auto reply = actors::send_once(*wire::multiaddr::parse(route), {}, 5s);
    return reply ? "" : reply.error().message;
  };
  CHECK(refused("/service/echo") == "worker echo not found on this node");
  CHECK(refused("/ip4/127.0.0.1/tcp/4000")
        == "/ip4/127.0.0.1/tcp/4000 names a node and no worker on it");
  CHECK(refused("/ip4/127.0.0.1/tcp/4000/secure/api/service/echo")
        == "/ip4/127.0.0.1/tcp/4000/secure/api/service/echo: segment 3, /secure/api: a "
           "secure channel needs an identity, and this node has none");
}

TEST_CASE("a message is sent over a channel, which is closed before the command ends") {
  tests::loopback_node hub, owner({"owner", self_today(2)});
  REQUIRE(owner
              .ask("POST", "/v1/relays",
                   R"({"name":"b","at":")" + wire::to_string(hub.route("")) + "\"}")
              .status
          == 201);
  const auto to = hub.route("/service/forward_to_b/secure/api/service/uppercase");
  CHECK(text_of(actors::send_once(to, wire::encode_text("hello"), 5s, {self_today(3), {}}))
        == "HELLO");
  // The hub closed no link to the owner, so only the goodbye can have told him.
  const auto deadline = std::chrono::steady_clock::now() + 5s;
  const auto open = [&] { return owner.ask("GET", "/v1/secure-channels").body != "[]"; };
  while (open() && std::chrono::steady_clock::now() < deadline) {
  }
  CHECK_FALSE(open());
}
