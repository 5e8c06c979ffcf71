// Who may pass messages through a declared connection, and what a node offers others.
#include "actors/routing/reach_nodes.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::local;

// -- transit and what a node offers ----------------------------------------------------------

namespace {

//   a ---- n ---- b:7000, declared at n
struct reach_between : reach_nodes {
  std::string declare(const json& more = json::object()) {
    b.listen(7000);
    json body{{"to", "b:7000"}};
    body.update(more);
    const auto made = n.ask("POST", "/v1/tcp-connections", body);
    REQUIRE(made.status == 201);
    transit = made.body["transit"];
    return made.body["worker_address"];
  }
  std::string transit;
  probe &me = a.start_probe("me"), &at_b = b.start_probe("at_b");
};

} // namespace

TEST_CASE_FIXTURE(reach_between, "a declared connection passes on what comes in on loopback") {
  const auto hop = declare();
  CHECK(transit == "loopback");
  const auto link = a.connect("n:7000");
  CHECK(arrives(a, {local(link), local(hop), local("at_b")}, at_b));
  b.route(at_b.last, wire::view_of("y"), {local("at_b")});
  settle();
  CHECK(me.all.size() == 1);
}

TEST_CASE_FIXTURE(reach_between, "a declared connection passes on nothing of other machines") {
  const auto hop = declare();
  net.on_loopback(false);
  const auto link = a.connect("n:7000");
  CHECK_FALSE(arrives(a, {local(link), local(hop), local("at_b")}, at_b));
  CHECK_FALSE(arrives(a, {local(link), local("hop"), local(hop), local("at_b")}, at_b));
}

TEST_CASE_FIXTURE(reach_between,
                  "a declared connection with transit passes on what anybody sends") {
  const auto hop = declare({{"allow_transit", true}});
  CHECK(transit == "everybody");
  net.on_loopback(false);
  CHECK(arrives(a, {local(a.connect("n:7000")), local(hop), local("at_b")}, at_b));
}

TEST_CASE_FIXTURE(reach_between, "a declared connection passes on what its policy admits") {
  const auto hop = declare({{"transit_policy", name_of(2)}});
  net.on_loopback(false);
  CHECK_FALSE(arrives(a, {local(a.connect("n:7000")), local(hop), local("at_b")}, at_b));
  const std::string api = "/dnsaddr/n/tcp/7000/service/api";
  CHECK(arrives(a, {local(channel_to(a, api)), local(hop), local("at_b")}, at_b));
  CHECK_FALSE(
      arrives(stranger, {local(channel_to(stranger, api)), local(hop), local("at_b")}, at_b));
}

TEST_CASE_FIXTURE(reach_between,
                  "a link that a session dialed for itself is no hop, whoever asks") {
  register_b();
  const auto link_of_session = links(b).front();
  b.listen(7000);
  const auto link = a.connect("b:7000");
  auto& at_n = n.start_probe("at_n");
  CHECK_FALSE(arrives(a, {local(link), local(link_of_session), local("at_n")}, at_n));
}

TEST_CASE_FIXTURE(reach_between, "a proxy on this machine makes loopback nothing special") {
  auto options = options_of("p", 5);
  options.offered.loopback_is_public = true;
  simulated_node p{*this, "p", std::move(options)};
  p.listen(7000);
  auto& there = p.start_probe("there");
  const auto link = a.connect("p:7000");
  CHECK_FALSE(arrives(a, {local(link), local("hop"), local("there")}, there));
  CHECK(arrives(a, {local(link), local("there")}, there));
}

TEST_CASE_FIXTURE(reach_nodes, "other machines use hop once a command has started it") {
  net.on_loopback(false);
  auto& there = n.start_probe("there");
  const auto link = a.connect("n:7000");
  const wire::route by_hop{local(link), local("hop"), local("there")};
  CHECK_FALSE(arrives(a, by_hop, there));
  CHECK(n.ask("POST", "/v1/services", {{"type", "hop"}}).status == 201);
  CHECK(arrives(a, by_hop, there));
  CHECK(n.ask("DELETE", "/v1/services/hop").status == 200);
  CHECK_FALSE(arrives(a, by_hop, there));
}

TEST_CASE_FIXTURE(reach_nodes, "relays are for this machine, and for all if the node says so") {
  net.on_loopback(false);
  const auto register_at = [&](const char* at) {
    return b.ask("POST", "/v1/relays", {{"name", "b"}, {"at", at}, {"timeout_ms", 1000}}).status;
  };
  CHECK(register_at("/dnsaddr/n/tcp/7000") != 201);
  CHECK(register_at("/dnsaddr/n/tcp/7000/secure/api") != 201);
  const auto told = n.ask("GET", "/v1/node").body["refusals"];
  REQUIRE(told.size() == 1);
  CHECK(told[0]["what"] == "relay service");

  auto options = options_of("h", 5);
  options.offered.relays = true;
  simulated_node h{*this, "h", std::move(options)};
  h.listen(7000);
  CHECK(register_at("/dnsaddr/h/tcp/7000") == 201);
}

TEST_CASE_FIXTURE(reach_nodes,
                  "a listener for some lets those register relays from other machines") {
  net.on_loopback(false);
  REQUIRE(n.ask("POST", "/v1/secure-channel-listeners",
                {{"address", "ours"}, {"authorized", json::array({name_of(3)})}})
              .status
          == 201);
  CHECK(b.ask("POST", "/v1/relays",
              {{"name", "b"}, {"at", "/dnsaddr/n/tcp/7000/secure/ours"}, {"timeout_ms", 1000}})
            .status
        == 201);
}

TEST_CASE_FIXTURE(reach_nodes,
                  "outlets that ask nobody are for this machine and for one's own nodes") {
  REQUIRE(n.ask("POST", "/v1/tcp-outlets", {{"address", "outlet"}, {"to", "n:1"}}).status == 201);
  simulated_node own{*this, "own", 1};
  const auto asks = [&](simulated_node& from, const char* way) {
    const auto before = refused(n);
    const auto e = channel_to(from, std::string(way) + "/service/api");
    from.route({local(e), local("outlet")}, wire::bytes{0}, {local("me")});
    settle();
    const auto answered = refused(n) == before;
    REQUIRE(from.ask("DELETE", "/v1/secure-channels/" + e).status == 200);
    return answered;
  };
  CHECK(asks(a, "/dnsaddr/n/tcp/7000"));
  net.on_loopback(false);
  CHECK_FALSE(asks(a, "/dnsaddr/n/tcp/7000"));
  CHECK(asks(own, "/dnsaddr/n/tcp/7000"));
  REQUIRE(n.ask("POST", "/v1/policies", {{"resource", "outlet"}, {"expression", name_of(2)}}).status
          == 201);
  CHECK(asks(a, "/dnsaddr/n/tcp/7000")); // the outlet decides now
}
