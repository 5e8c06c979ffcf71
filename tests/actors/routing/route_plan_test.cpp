#include "actors/routing/route_plan.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using actors::leg;

namespace {

/// `worker a, link n:7000, channel api`
std::string read(const std::string& address) {
  const auto legs = actors::read_route_plan(*wire::multiaddr::parse(address));
  if (!legs) return legs.error().message;
  std::string out;
  for (const auto& l : *legs) {
    out += out.empty() ? "" : ", ";
    switch (l.what) {
    case leg::kind::worker: out += "worker " + l.address; break;
    case leg::kind::link: out += "link " + transports::to_string(l.to); break;
    case leg::kind::channel: out += "channel " + l.address; break;
    case leg::kind::project: out += "project " + l.address; break;
    }
  }
  return out;
}

} // namespace

TEST_CASE("an address is a list of things to do") {
  CHECK(read("/service/w/dnsaddr/n/tcp/7000/worker/x/service/y")
        == "worker w, link n:7000, worker x, worker y");
  CHECK(read("/ip6/::1/tcp/1/secure/api/service/forward_to_b/secure/api/service/echo")
        == "link [::1]:1, channel api, worker forward_to_b, channel api, worker echo");
  CHECK(read("/ip6/fe80::1%eth0/tcp/1/service/x") == "link [fe80::1%eth0]:1, worker x");
  CHECK(read("/service/w/ip6zone/eth0/ip6/fe80::1/tcp/1") == "worker w, link [fe80::1%eth0]:1");
  CHECK(read("/secure/api") == "channel api");
  CHECK(read("/service/e/secure/api") == "worker e, channel api");
}

TEST_CASE("a project stands for the way to its node, which proves who it is") {
  CHECK(read("/service/w/project/p/service/x") == "worker w, project p, worker x");
}

TEST_CASE("a leg knows its place in the address") {
  const auto legs =
      actors::read_route_plan(*wire::multiaddr::parse("/service/w/ip4/10.0.0.1/tcp/1/secure/api"));
  REQUIRE(legs);
  CHECK(legs->at(0).segment == 0);
  CHECK(legs->at(1).segment == 1);
  CHECK(legs->at(2).segment == 3); // the host and its port are two
}

TEST_CASE("an address that can not be a route says which segment is to blame") {
  const auto refused = [](const std::string& address, const std::string& why) {
    CHECK(read(address) == address + ": segment " + why);
  };
  refused("/dnsaddr/n/tcp/1/ip4/10.0.0.1/tcp/2",
          "3, /ip4/10.0.0.1: a route can open one connection, this would be another");
  refused("/secure/api/dnsaddr/n/tcp/1",
          "2, /dnsaddr/n: a route can not open a connection behind a secure channel");
  refused("/dnsaddr/n/service/x", "1, /dnsaddr/n: a port must follow, like /tcp/4000");
  refused("/ip6zone/eth0/ip6/fe80::1", "2, /ip6/fe80::1: a port must follow, like /tcp/4000");
  refused("/ip6zone/eth0/tcp/1",
          "1, /ip6zone/eth0: an IPv6 address must follow, like /ip6/fe80::1");
  refused("/ip6zone/eth0/ip6/fe80::1%eth1/tcp/1", "2, /ip6/fe80::1%eth1: it has two zones");
  refused("/dnsaddr/n/udp/1", "1, /dnsaddr/n: a port must follow, like /tcp/4000");
  refused("/service/x/tcp/1", "2, /tcp/1: a host must come before it");
  refused("/udp/1", "1, /udp/1: UDP is not available in this version");
  refused("/dnsaddr/n/tcp/1/project/p",
          "3, /project/p: a route can open one connection, this would be another");
  refused("/project/p/dnsaddr/n/tcp/1",
          "2, /dnsaddr/n: a route can open one connection, this would be another");
  refused("/space/s", "1, /space/s: spaces are no part of a route");
  refused("/node/n", "1, /node/n: a node does not know other nodes by name, only by host and port");
}

TEST_CASE("an route_plan is bounded, whatever it is made of") {
  std::string address;
  for (std::size_t i = 0; i < config::route_hops_max; ++i) address += "/secure/x";
  CHECK(read(address).starts_with("channel x"));
  CHECK(read(address + "/service/x") == address + "/service/x: a route has at most 16 hops");
}
