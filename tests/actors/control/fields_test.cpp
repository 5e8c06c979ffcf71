#include "actors/control/fields.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace ockam;
using namespace std::chrono_literals;
using actors::field_reader;
using actors::json;

TEST_CASE("fields are taken with their types") {
  const json body = {{"name", "n3"},
                     {"to", "127.0.0.1:7000"},
                     {"at", "/ip4/127.0.0.1/tcp/7000"},
                     {"payload_hex", "00ff"},
                     {"timeout_ms", 1500}};
  field_reader in{body};
  CHECK(in.text("name") == "n3");
  CHECK(in.endpoint("to") == transports::endpoint{"127.0.0.1", 7000});
  CHECK(wire::to_string(in.address("at")) == "/ip4/127.0.0.1/tcp/7000");
  CHECK(in.hex("payload_hex") == wire::bytes{0, 0xff});
  CHECK(in.timeout(1s) == 1500ms);
  CHECK(in.ok());
}

TEST_CASE("a field that may be missing has another value then") {
  const json body = {{"alias", nullptr}};
  field_reader in{body};
  CHECK(in.text("alias", "outlet") == "outlet");
  CHECK(in.text("address", "x") == "x");
  CHECK(in.timeout(7s) == 7s);
  CHECK(in.ok());
}

TEST_CASE("an error names the field, and the first one stays") {
  const json body = {{"name", 3}, {"timeout_ms", -1}};
  field_reader in{body};
  CHECK(in.text("name") == "");
  CHECK(in.failure().code == errc::invalid);
  CHECK(in.failure().message == "name: is not a text, or is empty");
  CHECK(in.timeout(1s) == 1s);
  CHECK(in.text("to") == "");
  CHECK(in.failure().message == "name: is not a text, or is empty");
}

TEST_CASE("fields of every wrong kind are refused") {
  for (const auto& wrong : {json(), json(1), json(true), json::array(), json::object(), json("")}) {
    const json body = {{"f", wrong}};
    CAPTURE(wrong.dump());
    field_reader text{body}, address{body}, endpoint{body}, hex{body};
    text.text("f"), address.address("f"), endpoint.endpoint("f");
    CHECK_FALSE(text.ok());
    CHECK_FALSE(address.ok());
    CHECK_FALSE(endpoint.ok());
    hex.hex("f");
    CHECK(hex.ok() == (wrong == json(""))); // no bytes are bytes, too
  }
  for (const auto& wrong : {json(0), json(1e9), json(1.5), json("10"), json(86'400'001)}) {
    const json body = {{"timeout_ms", wrong}};
    CAPTURE(wrong.dump());
    field_reader in{body};
    in.timeout(1s);
    CHECK_FALSE(in.ok());
  }
  for (const auto& wrong : {json(), json(1), json::array(), json("{}")})
    CHECK_FALSE(field_reader{wrong}.ok());
}

TEST_CASE("trust is everybody, or those who are named") {
  const std::string one = "I" + std::string(64, 'a'), other = "I" + std::string(64, 'b');
  const json body = {{"some", {one, other}}, {"none", nullptr}};
  field_reader in{body};
  CHECK(in.trust("none").everybody());
  CHECK(in.trust("missing").everybody());
  const auto some = in.trust("some");
  REQUIRE_FALSE(some.everybody());
  CHECK(some.authorized().size() == 2);
  CHECK(actors::describe_trust(some) == json::array({one, other}));
  CHECK(actors::describe_trust({}) == json::array());
  CHECK(in.ok());
}

TEST_CASE("trust that is not clear is refused") {
  for (const auto& wrong : {json::array(), json("I00"), json::object(), json(true),
                            json::array({1}), json::array({"I00"}), json::array({nullptr})}) {
    CAPTURE(wrong.dump());
    const json body = {{"authorized", wrong}};
    field_reader in{body};
    in.trust("authorized");
    CHECK_FALSE(in.ok());
    CHECK(in.failure().message.starts_with("authorized: "));
  }
}

TEST_CASE("a route comes with its time-out and with whom it may lead to") {
  const std::string who = "I" + std::string(64, 'a');
  const json body = {{"at", "/secure/api"}, {"timeout_ms", 300}, {"authorized", {who}}};
  field_reader in{body};
  const auto route = in.route("at", 15s);
  REQUIRE(in.ok());
  CHECK(wire::to_string(route.to) == "/secure/api");
  CHECK(route.timeout == 300ms);
  CHECK_FALSE(route.authorized.everybody());
  CHECK(route.self == nullptr);
}
