#include "cli/home/resolution.hpp"

#include <doctest/doctest.h>

using namespace ockam;

namespace {

result<std::uint16_t> look_up(const std::string& node) {
  if (node == "n1") return std::uint16_t{4001};
  if (node == "n2") return std::uint16_t{7000};
  return fail(errc::not_found, "node not found: " + node);
}

std::string resolved(std::string_view route) {
  auto out = cli::resolve(route, look_up);
  return out ? to_string(*out) : "error " + out.error().message;
}

} // namespace

TEST_CASE("a node is named bare or by the first protocol of an address") {
  for (const std::string text :
       {"n1", "/node/n1", "/service/n1", "/project/n1", "/node/n1/tcp/22"}) {
    auto name = cli::node_name(text);
    REQUIRE_MESSAGE(name, text);
    CHECK(*name == "n1");
  }
  for (const std::string text :
       {"", "/", "/test", "test/", "/node", "/node/", "/node/n1/tcp", "n1/x", "n!", "n.1", "../n1",
        "/node/n!", "/ip4/10.0.0.1/tcp/7000", "/dnsaddr/n1/tcp/7000"}) {
    auto name = cli::node_name(text);
    REQUIRE_MESSAGE(!name, text);
    CHECK(name.error().code == errc::invalid);
  }
}

TEST_CASE("a node in a route becomes its address on this machine") {
  CHECK(resolved("/node/n1") == "/ip4/127.0.0.1/tcp/4001");
  CHECK(resolved("/node/n2/service/uppercase") == "/ip4/127.0.0.1/tcp/7000/service/uppercase");
  CHECK(resolved("/service/hop/node/n1/service/echo")
        == "/service/hop/ip4/127.0.0.1/tcp/4001/service/echo");
}

TEST_CASE("a route without a node stays as it is") {
  for (auto route : {"/service/uppercase", "/dnsaddr/localhost/tcp/4000/service/echo",
                     "/ip6/::1/tcp/4000", "/project/default/service/forward_to_n3", "/secure/api"})
    CHECK(resolved(route) == route);
}

TEST_CASE("a second TCP connection is pointed at") {
  const std::string why = " is a second TCP connection; a route opens one at most";
  CHECK(resolved("/node/n1/node/n2/service/echo")
        == "error /node/n1/node/n2/service/echo: segment 2, /node/n2" + why);
  CHECK(resolved("/ip4/127.0.0.1/tcp/1/service/x/dnsaddr/h/tcp/2")
        == "error /ip4/127.0.0.1/tcp/1/service/x/dnsaddr/h/tcp/2: segment 5, /tcp/2" + why);
  CHECK(resolved("/ip4/127.0.0.1/tcp/1/node/n1")
        == "error /ip4/127.0.0.1/tcp/1/node/n1: segment 3, /node/n1" + why);
}

TEST_CASE("an unknown node is what the look-up says, a malformed route what the parser says") {
  CHECK(resolved("/node/n3/service/echo") == "error node not found: n3");
  CHECK(resolved("uppercase").starts_with("error \"uppercase\""));
  CHECK(resolved("/service/x/nothing/y").find("segment 2") != std::string::npos);
}
