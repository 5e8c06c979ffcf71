// Bodies of the control interface, of kinds of the tests that have every sort of member.
#include "config/spec/kinds.hpp"
#include "config/spec/questions.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <set>

using namespace ockam;
using namespace ockam::config;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

const std::string one = "I" + std::string(64, 'a'), other = "I" + std::string(64, 'b');

std::string why_not(resource& what, const json& body) {
  const auto read = read_body(what, body);
  return read ? "" : read.error().message;
}

} // namespace

TEST_CASE("a body says what its resource says, and reads as the same") {
  tcp_inlet inlet;
  inlet.alias = "web", inlet.from = "127.0.0.1:6000", inlet.to = {"/service/a", "/service/b"};
  inlet.authorized = {one}, inlet.timeout = 1500ms, inlet.resume_for = 0ms;
  inlet.wait = 5s, inlet.any_peer = true;
  const auto body = write_body(inlet);
  CHECK(body
        == json{{"alias", "web"},
                {"from", "127.0.0.1:6000"},
                {"to", {"/service/a", "/service/b"}},
                {"authorized", {one}},
                {"timeout_ms", 1500},
                {"resume_for_ms", 0},
                {"any_peer", true}});
  tcp_inlet same;
  REQUIRE(read_body(same, body));
  CHECK(write_body(same) == body);
  CHECK(same.timeout == 1500ms);
  CHECK(same.to == inlet.to);
  inlet.to.pop_back();
  CHECK(write_body(inlet)["to"] == "/service/a");
}

TEST_CASE("an error of a body names the field, the first one counts, the rest is read") {
  tcp_outlet outlet;
  CHECK(why_not(outlet, {{"to", 3}, {"address", "a"}, {"keep_for_ms", -1}})
        == "to: is not a text, or is empty");
  CHECK(outlet.address == "a");
  CHECK(why_not(outlet, {{"address", "a"}}) == "to: is missing");
  CHECK(why_not(outlet, {{"address", nullptr}, {"to", "r:80"}}) == "address: is missing");
  for (const auto& wrong : {json(), json(1), json::array(), json("{}")})
    CHECK(why_not(outlet, wrong) == "the body is not a JSON object");
}

TEST_CASE("fields of a body of every wrong type are refused") {
  for (const auto& wrong : {json(1), json(true), json::array(), json::object(), json("")}) {
    CAPTURE(wrong.dump());
    tcp_connection connection;
    CHECK(why_not(connection, {{"to", wrong}}) == "to: is not a text, or is empty");
    message sent;
    const auto no_bytes = wrong == json(""); // are bytes, too
    CHECK(why_not(sent, {{"to", "/service/a"}, {"payload_hex", wrong}})
          == (no_bytes ? "" : "payload_hex: is not hexadecimal"));
  }
  for (const auto& wrong : {json(0), json(1e9), json(1.5), json("10"), json(86'400'001)}) {
    CAPTURE(wrong.dump());
    tcp_connection connection;
    CHECK(why_not(connection, {{"to", "r:80"}, {"timeout_ms", wrong}})
          == "timeout_ms: is not a number of milliseconds from 1 to 86400000");
  }
  tcp_outlet outlet;
  CHECK(why_not(outlet, {{"to", "r:80"}, {"address", "a"}, {"connect_timeout_ms", 20'001}})
        == "connect_timeout_ms: is not a number of milliseconds from 1 to 20000");
  service one_of_them;
  CHECK(why_not(one_of_them, {{"type", "hop"}, {"address", nullptr}}) == "");
  tcp_inlet inlet;
  CHECK(why_not(inlet, {{"to", "/service/a"}, {"from", "r:1"}, {"any_peer", "yes"}})
        == "any_peer: is not true or false");
}

TEST_CASE("who is authorized is clear, or refused") {
  for (const auto& wrong : {json::array(), json("I00"), json::object(), json(true),
                            json::array({1}), json::array({"I00"}), json::array({nullptr})}) {
    CAPTURE(wrong.dump());
    secure_channel_listener listener;
    CHECK(why_not(listener, {{"address", "a"}, {"authorized", wrong}}).starts_with("authorized: "));
  }
  secure_channel_listener listener;
  CHECK(why_not(listener, {{"address", "a"}, {"authorized", nullptr}}) == "");
  CHECK(listener.authorized.empty());
  CHECK(why_not(listener, {{"address", "a"}, {"authorized", {one, other}}}) == "");
  CHECK(listener.authorized == texts{one, other});
}

TEST_CASE("routes of a body are one text, or as many as an inlet may have") {
  relay wanted;
  CHECK(why_not(wanted, {{"at", "/node/hub"}}) == "");
  CHECK(wanted.places == texts{"/node/hub"});
  CHECK(why_not(wanted, {{"at", json::array()}}).starts_with("at: is not one to "));
  CHECK(why_not(wanted, {{"at", {"/node/hub", 1}}}) == "at: a route is a text");
  CHECK(why_not(wanted, json::object()) == "at: is missing");
}

TEST_CASE("the address that a worker gets again is 32 hexadecimal digits, in small letters") {
  secure_channel channel;
  const auto body = [](const json& address) {
    return json{{"to", "/secure/api"}, {"address", address}};
  };
  CHECK(why_not(channel, body(std::string(32, 'A'))) == "");
  CHECK(channel.address == std::string(32, 'a'));
  CHECK(why_not(channel, body("ab")) == "address: is not 32 hexadecimal digits");
  CHECK(why_not(channel, body("no")) == "address: is not hexadecimal");
}

TEST_CASE("a count that is no number is none, and nobody means more than a million") {
  route_ping asked;
  CHECK(why_not(asked, {{"to", "/service/echo"}, {"count", 5U}}) == "");
  CHECK(asked.count == 5);
  CHECK(asked.interval_ms == 0);
  CHECK(why_not(asked, {{"to", "/service/echo"}, {"count", "5"}}) == "");
  CHECK(asked.count == 0);
  CHECK(why_not(asked, {{"to", "/service/echo"}, {"count", 5'000'000U}}) == "");
  CHECK(asked.count == 1'000'000);
}

TEST_CASE("the rows of each kind are sound") {
  for (const auto* const kind : kinds()) {
    CAPTURE(kind->noun);
    CHECK(kind_of(kind->plural) == kind);
    CHECK_FALSE(kind->known_by.empty());
    std::set<std::string> names, wires;
    auto told = 0;
    for (const auto& row : kind->fields()) {
      CAPTURE(row.name());
      for (const auto& each : split_names(row.names)) CHECK(names.insert(each).second);
      if (!row.wire.empty()) CHECK(wires.insert(std::string(row.wire)).second);
      if (row.counts() || !row.wire.empty()) CHECK_FALSE(std::get_if<std::monostate>(&row.place));
      const auto is_flag = std::get_if<bool resource::*>(&row.place) != nullptr;
      if (row.counts()) CHECK(row.value.empty() == is_flag);
      if (row.is(telling)) CHECK(std::get_if<std::string resource::*>(&row.place));
      told += row.is(telling) ? 1 : 0;
    }
    CHECK(told > 0);
    if (!kind->name.empty()) CHECK(find_field(kind->fields(), kind->name));
  }
}
