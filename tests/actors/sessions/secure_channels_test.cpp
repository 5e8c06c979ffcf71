#include "actors/simulated_node.hpp"

using namespace ockam;
using namespace ockam::tests;

namespace {

//   yellow(1) ---- green(2):7000 ---- blue(3):7001, who has a relay at green
struct channel_way : simulation {
  json create(const std::string& to, json more = json::object()) {
    more["to"] = to;
    const auto made = yellow.ask("POST", "/v1/secure-channels", more);
    REQUIRE_MESSAGE(made.status == 201, made.body.dump());
    settle();
    return made.body;
  }
  json channels_of(simulated_node& n) { return n.ask("GET", "/v1/secure-channels").body; }
  std::size_t links_of(simulated_node& n) { return n.node.parts().links.size(); }

  simulated_node yellow{*this, "yellow", 1}, green{*this, "green", 2}, blue{*this, "blue", 3};
  channel_way() {
    green.listen(7000), blue.listen(7001);
    REQUIRE(
        blue.ask("POST", "/v1/relays", {{"name", "blue"}, {"at", "/dnsaddr/green/tcp/7000"}}).status
        == 201);
  }
};

const std::string through_relay = "/dnsaddr/green/tcp/7000/service/forward_to_blue/service/api";

} // namespace

TEST_CASE_FIXTURE(channel_way, "a channel through a relay carries messages to who is behind it") {
  const auto made = create(through_relay);
  CHECK(made["role"] == "initiator");
  CHECK(made["to"] == through_relay);
  CHECK(made["identifier"] == name_of(1));
  CHECK(made["peer_identifier"] == name_of(3));
  CHECK(made["address"].get<std::string>().size() == 32);
  CHECK(made["decryptor"].get<std::string>().size() == 32);
  const std::string at = "/service/" + made["address"].get<std::string>();
  CHECK(yellow.send_text(at + "/service/uppercase", "hello") == "HELLO");

  const auto theirs = channels_of(blue);
  REQUIRE(theirs.size() == 1);
  CHECK(theirs[0]["role"] == "responder");
  CHECK(theirs[0]["to"] == "");
  CHECK(theirs[0]["peer_identifier"] == name_of(1));
  CHECK(channels_of(green) == json::array());
}

TEST_CASE_FIXTURE(channel_way, "channels are listed, and shown by either of their addresses") {
  const auto made = create(through_relay);
  CHECK(channels_of(yellow) == json::array({made}));
  for (const auto* const key : {"address", "decryptor"})
    CHECK(yellow.ask("GET", "/v1/secure-channels/" + made[key].get<std::string>()).body == made);
  const auto none = yellow.ask("GET", "/v1/secure-channels/00");
  CHECK(none.status == 404);
  CHECK(none.error() == "channel with address 00 not found");
}

namespace {

/// Without those that are being opened again.
json open_channels_of(simulated_node& n) {
  auto out = json::array();
  for (const auto& each : n.ask("GET", "/v1/secure-channels").body)
    if (each["decryptor"] != "") out.push_back(each);
  return out;
}

} // namespace

TEST_CASE_FIXTURE(channel_way, "a channel that is lost is opened again, at the same address") {
  const auto made = create(through_relay);
  const auto at = made["address"].get<std::string>();
  CHECK(made["status"] == "up");
  net.cut("yellow", "green");
  settle();
  const auto lost = yellow.ask("GET", "/v1/secure-channels/" + at).body;
  CHECK(lost["status"] == "connecting");
  CHECK(lost["peer_identifier"] == made["peer_identifier"]);
  advance(config::session_pause_max);
  CHECK(yellow.ask("GET", "/v1/secure-channels/" + at).body["status"] == "up");
  CHECK(yellow.send_text("/service/" + at + "/service/uppercase", "hello") == "HELLO");
  CHECK(yellow.ask("DELETE", "/v1/secure-channels/" + at).status == 200);
  advance(1min);
  CHECK(channels_of(yellow) == json::array());
}

TEST_CASE_FIXTURE(channel_way, "a channel gets its address back, and can be wanted early") {
  const std::string address(32, 'b');
  const auto made = create("/dnsaddr/nobody/tcp/1/service/api",
                           {{"address", address}, {"no_connection_wait", true}});
  CHECK(made["address"] == address);
  CHECK(made["status"] == "connecting");
  CHECK(yellow.ask("DELETE", "/v1/secure-channels/" + address).status == 200);
  CHECK(create(through_relay, {{"address", address}})["address"] == address);
  CHECK(yellow.send_text("/service/" + address + "/service/uppercase", "hello") == "HELLO");
}

TEST_CASE_FIXTURE(channel_way, "a channel that is deleted is gone at both ends, with its link") {
  const auto made = create(through_relay);
  CHECK(links_of(yellow) == 1);
  const auto path = "/v1/secure-channels/" + made["address"].get<std::string>();
  CHECK(yellow.ask("DELETE", path).body == made);
  settle();
  CHECK(open_channels_of(yellow) == json::array());
  CHECK(channels_of(blue) == json::array());
  CHECK(links_of(yellow) == 0);
  CHECK(yellow.ask("DELETE", path).status == 404);
}

TEST_CASE_FIXTURE(channel_way, "a channel that its peer deletes is gone, with its link") {
  create(through_relay);
  const auto theirs = channels_of(blue)[0]["address"].get<std::string>();
  CHECK(blue.ask("DELETE", "/v1/secure-channels/" + theirs).status == 200);
  settle();
  CHECK(open_channels_of(yellow) == json::array());
  CHECK(links_of(yellow) == 0);
}

TEST_CASE_FIXTURE(channel_way,
                  "a node that stops tells the peers of its channels, however nested") {
  const auto outer = create("/dnsaddr/green/tcp/7000/service/api")["address"].get<std::string>();
  create("/service/" + outer + "/service/forward_to_blue/service/api");
  SUBCASE("the one that opened them") {
    yellow.node.stop();
    settle();
    CHECK(channels_of(green) == json::array());
    CHECK(channels_of(blue) == json::array());
  }
  SUBCASE("the one at their end") {
    blue.node.stop();
    settle();
    CHECK(open_channels_of(yellow).size() == 1); // that with green
  }
}

TEST_CASE_FIXTURE(channel_way, "a channel goes with its link") {
  create(through_relay);
  net.cut("yellow", "green");
  settle();
  CHECK(open_channels_of(yellow) == json::array());
}

TEST_CASE_FIXTURE(channel_way, "a channel through a channel through a relay within a channel") {
  const auto outer = create("/dnsaddr/green/tcp/7000/service/api");
  const auto outer_at = outer["address"].get<std::string>();
  const auto inner = create("/service/" + outer_at + "/service/forward_to_blue/service/api");
  const auto at = inner["address"].get<std::string>();
  CHECK(inner["peer_identifier"] == name_of(3));
  CHECK(yellow.send_text("/service/" + at + "/service/uppercase", "hello") == "HELLO");
  CHECK(yellow.ask("DELETE", "/v1/secure-channels/" + outer_at).status == 200);
  settle();
  CHECK(open_channels_of(yellow) == json::array());
  CHECK(yellow
            .ask("POST", "/v1/messages",
                 {{"to", "/service/" + at + "/service/uppercase"}, {"payload_hex", "00"}})
            .error()
        == "worker " + at + " not found on this node");
}

TEST_CASE_FIXTURE(channel_way, "the whole chain fits into one route") {
  CHECK(yellow.send_text("/dnsaddr/green/tcp/7000/secure/api/service/forward_to_blue/secure/api/"
                         "service/uppercase",
                         "hello")
        == "HELLO");
  settle();
  for (auto* const n : {&yellow, &green, &blue}) CHECK(channels_of(*n) == json::array());
}

TEST_CASE_FIXTURE(channel_way, "a channel says whom it trusts and who it is") {
  const auto made =
      create("/dnsaddr/blue/tcp/7001/service/api",
             {{"identity", "5"}, {"authorized", json::array({name_of(2), name_of(3)})}});
  CHECK(made["identifier"] == name_of(5));
  CHECK(channels_of(blue)[0]["peer_identifier"] == name_of(5));

  const auto ask = [&](json body) {
    body["to"] = "/dnsaddr/blue/tcp/7001/service/api";
    return yellow.ask("POST", "/v1/secure-channels", body);
  };
  const auto wrong = ask({{"authorized", json::array({name_of(2)})}});
  CHECK(wrong.status == 403);
  CHECK(wrong.error().find(name_of(3)) != std::string::npos);
  const auto nobody = ask({{"identity", "x"}});
  CHECK(nobody.status == 404);
  CHECK(nobody.error() == "identity x not found");
  for (const auto& bad : {json("I00"), json::array(), json::array({"I00"}), json::array({7})})
    CHECK(ask({{"authorized", bad}}).status == 400);
}

TEST_CASE_FIXTURE(channel_way, "a route without a listener at its end is refused") {
  for (const auto* const to : {"/dnsaddr/blue/tcp/7001", "/dnsaddr/blue/tcp/7001/secure/api"}) {
    const auto refused = yellow.ask("POST", "/v1/secure-channels", {{"to", to}});
    CHECK(refused.status == 400);
    CHECK(refused.error() == std::string(to) + " does not end with a listener");
  }
  CHECK(links_of(yellow) == 0);
}
