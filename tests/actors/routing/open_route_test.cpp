#include "actors/routing/route_ends.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::local;

TEST_CASE_FIXTURE(route_ends, "the transport part of an address becomes a link") {
  const auto way = open("/service/w/dnsaddr/n/tcp/7000/worker/x/service/y");
  REQUIRE(way);
  const auto links = a.links.list();
  REQUIRE(links.size() == 1);
  CHECK(way->onward() == wire::route{local("w"), local(links[0].address), local("x"), local("y")});
  CHECK(way->first_hop() == links[0].actor);
  CHECK(way->link_peer() == "n:7000");
}

TEST_CASE_FIXTURE(route_ends, "an address of workers is a route as it stands") {
  const auto way = open("/service/w/worker/x");
  REQUIRE(way);
  CHECK(way->onward() == wire::route{local("w"), local("x")});
  CHECK(way->first_hop() == a.workers.find(local("w")).actor());
  CHECK(way->link_peer() == "");
  CHECK(a.links.size() == 0);
}

TEST_CASE_FIXTURE(route_ends, "a link goes with the route it was dialed for") {
  {
    auto way = open("/dnsaddr/n/tcp/7000");
    REQUIRE(way);
    auto moved = std::move(*way);
    settle();
    CHECK(a.links.size() == 1);
    moved = actors::route_handle{};
    settle();
    CHECK(a.links.size() == 0);
  }
}

TEST_CASE_FIXTURE(route_ends, "a route that ends does not touch a link that was there before") {
  const auto link = a.open({"n", 7000});
  const auto address = "/service/" + link->address + "/service/x";
  { REQUIRE(open(address.c_str())); }
  settle();
  CHECK(a.links.size() == 1);
}

TEST_CASE_FIXTURE(route_ends, "an opening that is given up answers nobody and leaves no link") {
  net.delay("a", "n", 1s);
  auto answered = false;
  for (const auto* address :
       {"/dnsaddr/n/tcp/7000", "/service/w", "/service/nobody", "/secure/x"}) {
    auto opening = actors::open_route(a.with, {*wire::multiaddr::parse(address), 5s},
                                      [&](const auto&) { answered = true; });
    opening.reset();
  }
  advance(5s);
  CHECK_FALSE(answered);
  CHECK(a.links.size() == 0);
}

TEST_CASE_FIXTURE(route_ends, "an error points at the segment that can not be taken") {
  const auto segment = [](std::string address, std::string what) {
    return std::move(address) + ": segment " + std::move(what);
  };
  const char* const two = "/dnsaddr/n/tcp/7000/ip4/10.0.0.1/tcp/7001/service/x";
  CHECK(
      why_not(two)
      == segment(two, "3, /ip4/10.0.0.1: a route can open one connection, this would be another"));
  CHECK(why_not("/dnsaddr/n/service/x")
        == segment("/dnsaddr/n/service/x", "1, /dnsaddr/n: a port must follow, like /tcp/4000"));
  CHECK(why_not("/service/w/tcp/7000")
        == segment("/service/w/tcp/7000", "2, /tcp/7000: a host must come before it"));
  CHECK(why_not("/project/p/service/x")
        == segment("/project/p/service/x", "1, /project/p: this node knows no projects"));
  const char* const behind = "/service/w/secure/api/dnsaddr/n/tcp/7000";
  CHECK(why_not(behind)
        == segment(behind, "3, /dnsaddr/n: a route can not open a connection behind a secure "
                           "channel"));
  CHECK(
      why_not("/ip4/10.0.0.1/udp/7000")
      == segment("/ip4/10.0.0.1/udp/7000", "1, /ip4/10.0.0.1: a port must follow, like /tcp/4000"));
  CHECK(why_not("/node/n2/service/x")
        == segment("/node/n2/service/x",
                   "1, /node/n2: a node does not know other nodes by name, only by host and port"));
  CHECK(a.links.size() == 0);
}

TEST_CASE_FIXTURE(route_ends, "a route has a bounded number of hops") {
  std::string address = "/dnsaddr/n/tcp/7000";
  for (std::size_t i = 1; i < config::route_hops_max; ++i) address += "/service/x";
  CHECK(why_not(address.c_str()) == "");
  address += "/service/x";
  CHECK(why_not(address.c_str()) == address + ": a route has at most 16 hops");
}

TEST_CASE_FIXTURE(route_ends, "what the dialer says is passed on") {
  const auto refused = open("/dnsaddr/n/tcp/7001");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == errc::unavailable);
  net.black_hole("n");
  const auto silent = open("/dnsaddr/n/tcp/7000", 3s);
  REQUIRE_FALSE(silent);
  CHECK(silent.error().code == errc::timed_out);
}
