// Where routes lead and where they stop, told by a node to a command.
#include "actors/diagnosis/route_ping.hpp"
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;

namespace {

//   a(1) ---- hub(2):7000 ---- b(3), registered as b
struct traced_nodes : simulation {
  traced_nodes() {
    hub.listen(7000);
    REQUIRE(b.ask("POST", "/v1/relays", {{"name", "b"}, {"at", "/dnsaddr/hub/tcp/7000"}}).status
            == 201);
  }
  json trace(const std::string& to, int timeout_ms = 5000) {
    const auto r = a.ask("POST", "/v1/route-traces", {{"to", to}, {"timeout_ms", timeout_ms}});
    REQUIRE_MESSAGE(r.status == 201, r.error());
    return r.body;
  }
  simulated_node::reply ping(json order) { return a.ask("POST", "/v1/route-pings", order); }
  /// "kind address status, kind address status"
  static std::string in_short(const json& trace) {
    std::string out;
    for (const auto& hop : trace["hops"])
      out += (out.empty() ? "" : ", ") + hop["kind"].get<std::string>() + ' '
             + hop["address"].get<std::string>() + ' ' + hop["status"].get<std::string>();
    return out;
  }

  simulated_node a{*this, "a", 1}, hub{*this, "hub", 2}, b{*this, "b", 3};
};

const std::string hub_route = "/dnsaddr/hub/tcp/7000", behind = hub_route + "/service/forward_to_b";

std::string echo_of(const char* route) {
  return to_string(actors::echo_at_end_of(*wire::multiaddr::parse(route)));
}

} // namespace

TEST_CASE("the echo of a route is that of the node at its end") {
  CHECK(echo_of("/dnsaddr/n/tcp/1") == "/dnsaddr/n/tcp/1/service/echo");
  CHECK(echo_of("/dnsaddr/n/tcp/1/service/echo") == "/dnsaddr/n/tcp/1/service/echo");
  CHECK(echo_of("/dnsaddr/n/tcp/1/worker/outlet") == "/dnsaddr/n/tcp/1/service/echo");
  CHECK(echo_of("/dnsaddr/n/tcp/1/service/forward_to_b")
        == "/dnsaddr/n/tcp/1/service/forward_to_b/service/echo");
  CHECK(echo_of("/dnsaddr/n/tcp/1/secure/api") == "/dnsaddr/n/tcp/1/secure/api/service/echo");
  CHECK(echo_of("/service/outlet") == "/service/echo");
}

TEST_CASE_FIXTURE(traced_nodes, "a trace proves each hop up to the last worker") {
  net.delay("a", "hub", 10ms);
  const auto through = trace(behind + "/secure/api/service/outlet");
  CHECK(in_short(through)
        == "link hub:7000 answers, relay forward_to_b answers, channel /secure/api answers, "
           "worker outlet not asked");
  CHECK(through["stop"] == nullptr);
  const auto& hops = through["hops"];
  CHECK(hops[0]["identity"] == nullptr);
  CHECK(hops[1]["identity"] == nullptr);
  CHECK(hops[2]["identity"] == to_string(id_of(3)));
  for (std::size_t i = 0; i < 3; ++i) CHECK(hops[i]["round_trip_us"].get<int>() >= 10'000);
  CHECK(hops[2]["opened_us"].get<int>() > hops[1]["opened_us"].get<int>());
  CHECK(hops[3]["round_trip_us"] == nullptr);
  advance(1s); // goodbyes take their time, too
  CHECK(a.ask("GET", "/v1/tcp-connections").body.empty());
  CHECK(b.ask("GET", "/v1/secure-channels").body.empty());
}

TEST_CASE_FIXTURE(traced_nodes, "an echo or a relay at the end is asked itself") {
  CHECK(in_short(trace(hub_route + "/service/hop/service/echo"))
        == "link hub:7000 answers, worker hop answers, worker echo answers");
  CHECK(in_short(trace(behind)) == "link hub:7000 answers, relay forward_to_b answers");
  CHECK(in_short(trace(hub_route + "/secure/api/secure/api"))
        == "link hub:7000 answers, channel /secure/api answers, channel /secure/api answers");
}

TEST_CASE_FIXTURE(traced_nodes, "what is of this node is known and not guessed") {
  CHECK(in_short(trace("/service/uppercase")) == "uppercase uppercase here");
  const auto none = trace("/service/nobody");
  CHECK(in_short(none) == "worker nobody unreachable");
  CHECK(none["stop"] == 1);
  CHECK(none["hops"][0]["reason"] == "worker nobody not found on this node");
  CHECK(none["hops"][0]["hint"] == "ockam worker list");
  const auto link = a.connect("hub:7000");
  CHECK(in_short(trace("/worker/" + link + "/service/echo"))
        == "link " + link + " answers, worker echo answers");
  CHECK(in_short(trace("/service/hop/service/uppercase"))
        == "hop hop answers, worker uppercase not asked");
}

TEST_CASE_FIXTURE(traced_nodes, "a relay that nobody has registered stops a trace") {
  const auto r = trace(hub_route + "/service/forward_to_c/secure/api/service/outlet", 1500);
  CHECK(in_short(r)
        == "link hub:7000 answers, relay forward_to_c silent, channel /secure/api not reached, "
           "worker outlet not reached");
  CHECK(r["stop"] == 2);
  CHECK(r["hops"][1]["reason"]
        == "nothing came back through forward_to_c within 1.5 s: at hub:7000 nobody has "
           "registered that relay, or who has does not answer");
  CHECK(r["hops"][1]["hint"] == "ockam relay list, at hub:7000");
}

TEST_CASE_FIXTURE(traced_nodes, "a worker that passes nothing on stops a trace") {
  const auto r = trace(behind + "/service/uppercase/service/echo");
  CHECK(r["stop"] == 3);
  CHECK(r["hops"][2]["reason"]
        == "nothing came back through uppercase within 5 s: at the node behind forward_to_b there "
           "is no such worker, it passes nothing on, or it is not for what comes from here "
           "(tcp-connection create --allow-transit there opens a connection)");
}

TEST_CASE_FIXTURE(traced_nodes, "a node that is not there stops a trace at its link") {
  const auto refused = trace("/dnsaddr/hub/tcp/7001/service/echo");
  CHECK(in_short(refused) == "link hub:7001 unreachable, worker echo not reached");
  net.black_hole("hub");
  const auto dark = trace(hub_route + "/service/echo");
  CHECK(dark["stop"] == 1);
  CHECK(dark["hops"][0]["status"] == "unreachable");
}

TEST_CASE_FIXTURE(traced_nodes, "a listener that does not answer stops a trace at the channel") {
  const auto r = trace(behind + "/secure/none/service/outlet", 2000);
  CHECK(r["stop"] == 3);
  CHECK(r["hops"][2]["status"] == "unreachable");
  CHECK(r["hops"][2]["reason"].get<std::string>().find("no answer to the handshake within 2 s")
        != std::string::npos);
}

TEST_CASE_FIXTURE(traced_nodes, "a route that makes no sense is no trace") {
  const auto r = a.ask("POST", "/v1/route-traces", {{"to", "/node/n2/service/x"}});
  CHECK(r.status == 400);
  CHECK(a.ask("POST", "/v1/route-traces").status == 400);
}

TEST_CASE_FIXTURE(traced_nodes, "pings take one opened route and each one's time") {
  net.delay("a", "hub", 10ms);
  const auto r =
      ping({{"to", behind + "/secure/api/service/outlet"}, {"count", 3}, {"interval_ms", 100}});
  REQUIRE(r.status == 201);
  CHECK(r.body["identity"] == to_string(id_of(3)));
  REQUIRE(r.body["round_trips_us"].size() == 3);
  for (const auto& one : r.body["round_trips_us"]) CHECK(one.get<int>() >= 10'000);
  CHECK(ping({{"to", behind}}).body["identity"] == nullptr);
}

TEST_CASE_FIXTURE(traced_nodes, "pings that do not come back are lost, and the way with its link") {
  const auto silent =
      ping({{"to", hub_route + "/service/forward_to_c"}, {"count", 2}, {"timeout_ms", 1000}});
  REQUIRE(silent.status == 201);
  CHECK(silent.body["round_trips_us"] == json::array({nullptr, nullptr}));
  CHECK(silent.body["reason"] == "");

  const auto r =
      a.begin("POST", "/v1/route-pings", {{"to", hub_route}, {"count", 5}, {"interval_ms", 1000}});
  advance(1500ms);
  net.cut("a", "hub");
  settle();
  REQUIRE(r->status == 201);
  REQUIRE(r->body["round_trips_us"].size() == 5);
  CHECK(r->body["round_trips_us"][0].is_number());
  CHECK(r->body["round_trips_us"][4] == nullptr);
  CHECK(r->body["reason"] == "the link to hub:7000 ended while waiting for an echo");
}

TEST_CASE_FIXTURE(traced_nodes, "pings are bounded, because a command waits for them") {
  for (const json& wrong : {json{{"count", 0}}, json{{"count", -1}}, json{{"count", "many"}},
                            json{{"count", 100}, {"interval_ms", 1000}}}) {
    auto order = wrong;
    order["to"] = hub_route;
    CHECK(ping(order).status == 400);
  }
  CHECK(ping({{"to", "/dnsaddr/hub/tcp/1"}}).status == 502);
}
