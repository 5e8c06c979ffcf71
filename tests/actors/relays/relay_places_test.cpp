// A relay at two hosts that know nothing of each other, of which each may fail.
#include "actors/simulated_node.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;

namespace {

//   b ---- m:7000, n:7000
struct two_hosts : simulation {
  two_hosts() { m.listen(7000), n.listen(7000); }

  json wanted(bool waits = true) const {
    json body{{"name", "b"}, {"at", {"/dnsaddr/m/tcp/7000", "/dnsaddr/n/tcp/7000"}}};
    if (!waits) body["no_connection_wait"] = true;
    return body;
  }
  json now() { return b.ask("GET", "/v1/relays/b").body; }
  bool becomes(const char* status, transports::duration limit) {
    return advance_until([&] { return now()["status"] == status; }, limit);
  }
  static std::size_t hosted_by(simulated_node& host) {
    return host.ask("GET", "/v1/relays").body.size();
  }

  simulated_node m{*this, "m"}, n{*this, "n"}, b{*this, "b"};
};

} // namespace

TEST_CASE_FIXTURE(two_hosts, "a relay at two places is one relay, and up when it is at both") {
  const auto made = b.ask("POST", "/v1/relays", wanted());
  REQUIRE(made.status == 201);
  CHECK(made.body["status"] == "up");
  CHECK(made.body["name"] == "b");
  CHECK(made.body["at"] == wanted()["at"]);
  CHECK(made.body["remote_address"] == "forward_to_b");
  REQUIRE(made.body["places"].size() == 2);
  CHECK(made.body["places"][1]["at"] == "/dnsaddr/n/tcp/7000");
  CHECK(made.body["places"][1]["status"] == "up");
  CHECK(b.ask("GET", "/v1/relays").body.size() == 1);
  CHECK(hosted_by(m) == 1);
  CHECK(hosted_by(n) == 1);
  CHECK(b.ask("POST", "/v1/relays", {{"name", "b"}, {"at", "/dnsaddr/m/tcp/7000"}}).status == 409);
  REQUIRE(b.ask("DELETE", "/v1/relays/b").status == 200);
  settle();
  CHECK(hosted_by(m) == 0);
  CHECK(hosted_by(n) == 0);
  CHECK(b.ask("GET", "/v1/tcp-connections").body.empty());
}

TEST_CASE_FIXTURE(two_hosts, "a relay of which one place fails is degraded, and is there again") {
  REQUIRE(b.ask("POST", "/v1/relays", wanted()).status == 201);
  net.cut("b", "m");
  CHECK(becomes("degraded", 1s));
  CHECK(now()["reason"].get<std::string>().starts_with("at /dnsaddr/m/tcp/7000 it is connecting"));
  CHECK(now()["places"][1]["status"] == "up");
  CHECK(becomes("up", 10s));
}

TEST_CASE_FIXTURE(two_hosts,
                  "who waits for a relay has it when one place does, and it is tried on") {
  auto body = wanted();
  body["at"][0] = "/dnsaddr/m/tcp/7001"; // nobody is there yet
  const auto made = b.ask("POST", "/v1/relays", body);
  REQUIRE(made.status == 201);
  CHECK(made.body["status"] == "degraded");
  CHECK(made.body["proven_ms_ago"].is_number());
  m.listen(7001);
  CHECK(becomes("up", 10s));
}

TEST_CASE_FIXTURE(two_hosts, "a relay that none of its places takes is none") {
  const json nowhere{{"name", "b"}, {"at", {"/dnsaddr/m/tcp/7001", "/dnsaddr/n/tcp/7001"}}};
  const auto made = b.ask("POST", "/v1/relays", nowhere);
  CHECK(made.status == 502);
  CHECK(b.ask("GET", "/v1/relays").body.empty());
  advance(1min);
  CHECK(b.ask("GET", "/v1/relays").body.empty());
}

TEST_CASE_FIXTURE(two_hosts, "a relay at several places is asked for in order") {
  CHECK(b.ask("POST", "/v1/relays", {{"name", "b"}, {"at", json::array()}}).status == 400);
  const json twice{{"name", "b"}, {"at", {"/dnsaddr/m/tcp/7000", "/dnsaddr/m/tcp/7000"}}};
  CHECK(b.ask("POST", "/v1/relays", twice).error() == "at: /dnsaddr/m/tcp/7000 is there twice");
  auto unnamed = wanted(false);
  unnamed.erase("name");
  const auto made = b.ask("POST", "/v1/relays", unnamed);
  REQUIRE(made.status == 201);
  const auto name = made.body["name"].get<std::string>();
  settle();
  CHECK(m.ask("GET", "/v1/relays/" + name).status == 200);
  CHECK(n.ask("GET", "/v1/relays/" + name).status == 200);
}
