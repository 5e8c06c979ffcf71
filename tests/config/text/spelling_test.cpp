#include "config/text/spelling.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::config;

TEST_CASE("an endpoint may have tcp:// in front, and a URL gets the right spelling") {
  CHECK(*endpoint_text("tcp://h:1") == "h:1");
  CHECK(*endpoint_text("tcp://[::1]:1/") == "[::1]:1");
  for (const auto* plain : {"5432", "h:1", "[::1]:1", "fe80::1%eth0", "", "x://"}) {
    const auto text = endpoint_text(plain);
    if (std::string_view(plain) != "x://") CHECK(*text == plain);
  }
  const auto https = endpoint_text("https://127.0.0.1:3443/path");
  REQUIRE_FALSE(https);
  CHECK(https.error().code == errc::invalid);
  CHECK(https.error().message
        == "https://127.0.0.1:3443/path is a URL, and here belongs HOST:PORT");
  CHECK(https.error().hint.starts_with("write 127.0.0.1:3443;"));
  CHECK(endpoint_text("https://example.com").error().hint.starts_with("write example.com:443;"));
  CHECK(endpoint_text("postgres://u@db:5432/x").error().hint.starts_with("write db:5432;"));
  const auto route = endpoint_text("/ip6/::1/tcp/4000/service/x");
  REQUIRE_FALSE(route);
  CHECK(route.error().message
        == "/ip6/::1/tcp/4000/service/x is a route, and here belongs HOST:PORT");
  CHECK(route.error().hint == "write [::1]:4000");
  CHECK(endpoint_text("ip4/192.0.2.1/tcp/80").error().hint == "write 192.0.2.1:80");
  CHECK(endpoint_text("*:80").error().hint.starts_with("write 0.0.0.0:80 "));
}

TEST_CASE("a host and a port are the beginning of a route") {
  CHECK(*route_of_endpoint("203.0.113.10:4000") == "/ip4/203.0.113.10/tcp/4000");
  CHECK(*route_of_endpoint("tcp://hub.example.net:4000") == "/dnsaddr/hub.example.net/tcp/4000");
  CHECK(*route_of_endpoint("[::1]:4000/service/x") == "/ip6/::1/tcp/4000/service/x");
  for (const auto* other :
       {"n1", "n1/service/x", "h:0", "h:99999", ":1", "https://h:1", "a:b:1", ""})
    CHECK_FALSE(route_of_endpoint(other));
}

TEST_CASE("a route without a slash in front is guessed") {
  CHECK(meant_route("n1/service/outlet") == "/node/n1/service/outlet");
  CHECK(meant_route("node/n1/service/x") == "/node/n1/service/x");
  CHECK(meant_route("h.example:1/service/x") == "/dnsaddr/h.example/tcp/1/service/x");
  CHECK(meant_route("https://h:1/") == "/dnsaddr/h/tcp/1");
  CHECK(meant_route("http://[::1]:80") == "/ip6/::1/tcp/80");
  CHECK(meant_route("n2") == "/node/n2");
  CHECK(meant_route("/192.0.2.1:4000/service/x") == "/ip4/192.0.2.1/tcp/4000/service/x");
  CHECK(meant_route("/ip4/192.0.2.1:4000") == "/ip4/192.0.2.1/tcp/4000");
  CHECK(meant_route("/ip4/h.example/tcp/4000") == "/dnsaddr/h.example/tcp/4000");
  CHECK(meant_route("/nod/n1/service/x") == "");
  CHECK(meant_route("a b") == "");
}
