#include "actors/simulated_node.hpp"

using namespace ockam;
using namespace ockam::tests;

namespace {

//   a(1) ---- n(2):7000
struct listening_nodes : simulation {
  simulated_node::reply make(json body) {
    return n.ask("POST", "/v1/secure-channel-listeners", body);
  }
  std::string send_by(const std::string& listener, const std::string& identity) {
    const auto to = "/dnsaddr/n/tcp/7000/secure/" + listener + "/service/echo";
    const auto reply = a.ask("POST", "/v1/messages",
                             {{"to", to},
                              {"payload_hex", "0568656c6c6f"},
                              {"identity", identity},
                              {"timeout_ms", 1000}});
    return reply.status == 201 ? reply.body["payload_hex"].get<std::string>() : reply.error();
  }
  simulated_node a{*this, "a", 1}, n{*this, "n", 2};
  listening_nodes() { n.listen(7000); }
};

} // namespace

TEST_CASE_FIXTURE(listening_nodes, "every node with an identity listens at api, and shows it") {
  const json api{{"address", "api"}, {"identifier", name_of(2)}, {"authorized", json::array()}};
  CHECK(n.ask("GET", "/v1/secure-channel-listeners").body == json::array({api}));
  CHECK(n.ask("GET", "/v1/secure-channel-listeners/api").body == api);
  const auto shown = n.ask("GET", "/v1/node").body;
  CHECK(shown["identity"] == name_of(2));
  CHECK(shown["secure_channel_listeners"] == json::array({api}));
}

TEST_CASE("a node without an identity has no channels and says so") {
  simulation world;
  simulated_node plain{world, "plain"};
  CHECK(plain.ask("GET", "/v1/secure-channel-listeners").body == json::array());
  CHECK(plain.ask("GET", "/v1/node").body["identity"] == "");
  const auto refused = plain.ask("POST", "/v1/secure-channel-listeners", {{"address", "api2"}});
  CHECK(refused.code() == "config");
  CHECK(plain.ask("POST", "/v1/secure-channel-listeners", {{"address", "x"}, {"identity", "1"}})
            .error()
        == "identity 1 not found: this node has no vault");
}

TEST_CASE_FIXTURE(listening_nodes,
                  "a listener of its own identity takes those who are authorized") {
  const auto made = make({{"address", "staff"}, {"identity", "7"}, {"authorized", {name_of(3)}}});
  CHECK(made.status == 201);
  CHECK(made.body
        == json{{"address", "staff"}, {"identifier", name_of(7)}, {"authorized", {name_of(3)}}});
  CHECK(send_by("staff", "3") == "0568656c6c6f");
  CHECK(send_by("staff", "4")
        == "no reply from /dnsaddr/n/tcp/7000/secure/staff/service/echo within 1 s; the channel "
           "with "
               + name_of(7) + " was opened, so its listener may not authorize " + name_of(4)
               + ", or the next hop, echo, may not exist there");
  CHECK(send_by("api", "4") == "0568656c6c6f");
}

TEST_CASE_FIXTURE(listening_nodes, "an address that is taken or too long is refused") {
  CHECK(make({{"address", "api"}}).code() == "already_exists");
  CHECK(make({{"address", "echo"}}).error() == "the address echo is taken");
  CHECK(make({{"address", std::string(300, 'x')}}).code() == "invalid");
  CHECK(make({}).status == 400);
}

TEST_CASE_FIXTURE(listening_nodes,
                  "a listener that is deleted takes no more channels and keeps those open") {
  REQUIRE(make({{"address", "more"}}).status == 201);
  const auto channel =
      a.ask("POST", "/v1/secure-channels", {{"to", "/dnsaddr/n/tcp/7000/service/more"}});
  REQUIRE(channel.status == 201);
  CHECK(n.ask("DELETE", "/v1/secure-channel-listeners/more").body["address"] == "more");
  settle();
  CHECK(n.ask("GET", "/v1/secure-channel-listeners/more").status == 404);
  CHECK(n.ask("DELETE", "/v1/secure-channel-listeners/more").status == 404);
  CHECK(a.send_text("/service/" + channel.body["address"].get<std::string>() + "/service/uppercase",
                    "hello")
        == "HELLO");
  CHECK(send_by("more", "1").find("the next hop, more, may not exist there") != std::string::npos);
  CHECK(make({{"address", "more"}}).status == 201);
}
