#include "cli/resources/body.hpp"
#include "config/spec/kinds.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

route_resolver test_resolver(std::vector<std::string> hubs = {}) {
  return {[](const std::string& node) -> result<std::uint16_t> {
            if (node == "hub") return std::uint16_t{7000};
            return fail(errc::not_found, "node not found: " + node);
          },
          [hubs] { return result(hubs); }};
}

config::tcp_inlet inlet_to(std::vector<std::string> to, std::string via = {}) {
  config::tcp_inlet inlet;
  inlet.to = std::move(to), inlet.via = std::move(via);
  return inlet;
}

} // namespace

TEST_CASE("a service behind a relay is reached through the hub, or else the project") {
  auto inlet = inlet_to({"web"}, "office");
  CHECK((*completed_body(inlet, test_resolver()))["to"]
        == "/project/default/service/forward_to_office/secure/api/service/web");
  inlet = inlet_to({"web"}, "office");
  CHECK((*completed_body(inlet, test_resolver({"/node/hub"})))["to"]
        == "/ip4/127.0.0.1/tcp/7000/service/forward_to_office/secure/api/service/web");
  inlet = inlet_to({});
  CHECK((*completed_body(inlet, test_resolver()))["to"]
        == "/project/default/service/forward_to_default/secure/api/service/outlet");
  config::relay relay;
  CHECK((*completed_body(relay, test_resolver({"/node/hub"})))["at"] == "/ip4/127.0.0.1/tcp/7000");
}

TEST_CASE("with several hubs a relay is at each, and an inlet has a route through each in turn") {
  const auto hubs = test_resolver({"/dnsaddr/x/tcp/1", "/node/hub"});
  config::relay relay;
  CHECK((*completed_body(relay, hubs))["at"]
        == json{"/dnsaddr/x/tcp/1", "/ip4/127.0.0.1/tcp/7000"});
  auto inlet = inlet_to({"web"}, "office");
  CHECK((*completed_body(inlet, hubs))["to"]
        == json{"/dnsaddr/x/tcp/1/service/forward_to_office/secure/api/service/web",
                "/ip4/127.0.0.1/tcp/7000/service/forward_to_office/secure/api/service/web"});
  inlet = inlet_to({"/service/a", "web"}, "office");
  CHECK((*completed_body(inlet, hubs))["to"].size() == 3);
}

TEST_CASE(
    "several routes are a list, times are milliseconds, ports are on the loopback interface") {
  auto inlet = inlet_to({"/node/hub/service/a", "/service/b"});
  inlet.from = "6000", inlet.timeout = std::chrono::seconds(2), inlet.no_connection_wait = true;
  CHECK(*completed_body(inlet, test_resolver())
        == json{{"from", "127.0.0.1:6000"},
                {"to", {"/ip4/127.0.0.1/tcp/7000/service/a", "/service/b"}},
                {"timeout_ms", 2000},
                {"no_connection_wait", true}});
}

TEST_CASE("a mistake is said with its place in a file, and without one on a command line") {
  auto inlet = inlet_to({"/node/nowhere/service/a"});
  auto body = completed_body(inlet, test_resolver());
  REQUIRE_FALSE(body);
  CHECK(body.error().code == errc::not_found);
  CHECK(body.error().message == "node not found: nowhere");
  inlet.said["to"] = {3, 9};
  body = completed_body(inlet, test_resolver());
  CHECK(body.error().code == errc::config);
  CHECK(body.error().message == "3:9: node not found: nowhere");
  inlet = inlet_to({"/service/a"}, "office");
  CHECK_FALSE(completed_body(inlet, test_resolver()));
  config::relay relay;
  relay.places = {"/node/hub", "nowhere"};
  CHECK(completed_body(relay, test_resolver()).error().message == "--at nowhere is not a route");
  relay.places = {"hub"}; // a node of this home
  CHECK(completed_body(relay, test_resolver()));
}

TEST_CASE("options follow from the keys, without those of files; what means nothing is hidden") {
  std::string names;
  for (const auto& each : options_of(config::tcp_inlet::fields(), {"alias"}))
    if (!each.is(option::hidden)) names += each.name() + " ";
  CHECK(names
        == "to via from at authorized any-peer allow identity timeout no-connection-wait "
           "connection-wait resume-for tls-cert tls-key ");
}
