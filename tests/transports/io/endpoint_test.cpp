#include "transports/io/socket_address.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::transports;

TEST_CASE("an endpoint is a host and a port") {
  auto read = [](std::string_view text) {
    auto e = endpoint::parse(text);
    REQUIRE_MESSAGE(e, text);
    return *e;
  };
  CHECK(read("127.0.0.1:7000") == endpoint{"127.0.0.1", 7000});
  CHECK(read("example.com:80") == endpoint{"example.com", 80});
  CHECK(read("[::1]:0") == endpoint{"::1", 0});
  CHECK(read("[fe80::1%eth0]:65535") == endpoint{"fe80::1%eth0", 65535});
  CHECK(read("4000") == endpoint{"127.0.0.1", 4000});
  for (auto text : {"127.0.0.1:7000", "[::1]:1", "example.com:80"})
    CHECK(to_string(read(text)) == text);
}

TEST_CASE("a malformed endpoint is refused with what is wrong") {
  for (auto text :
       {"", ":", ":80", "host", "host:", "host:x", "host:65536", "host:-1", "host:+1", "host: 80",
        "::1:80", "[::1]", "[::1:80", "[]:80", "a b:80", "x/y:80", "host:80 ", "0x50"}) {
    auto e = endpoint::parse(text);
    REQUIRE_FALSE_MESSAGE(e, text);
    CHECK(e.error().code == errc::invalid);
    CHECK(e.error().message.starts_with("malformed endpoint"));
    CHECK(e.error().message.find(text) != std::string::npos);
    CHECK_FALSE(e.error().hint.empty());
  }
  CHECK_FALSE(endpoint::parse(std::string(300, 'h') + ":80"));
  CHECK(endpoint::parse("http://x:80").error().message.starts_with("http://x:80 is a URL"));
}

TEST_CASE("a socket address shows the same host and port") {
  for (auto e : {endpoint{"127.0.0.1", 7000}, endpoint{"::1", 1}, endpoint{"2001:db8::5", 443}}) {
    auto a = socket_address::numeric(e);
    REQUIRE(a);
    CHECK(to_endpoint(*a) == e);
  }
  CHECK_FALSE(socket_address::numeric({"localhost", 1}));
  CHECK_FALSE(socket_address::numeric({"", 1}));
}

TEST_CASE("IPv4 in IPv6 clothes is IPv4") {
  auto a = socket_address::numeric({"::ffff:192.0.2.7", 9});
  REQUIRE(a);
  CHECK(to_endpoint(*a) == endpoint{"192.0.2.7", 9});
}

TEST_CASE("localhost needs no name server") {
  auto found = known_addresses({"localhost", 5});
  REQUIRE(found.size() == 2);
  CHECK(to_endpoint(found[0]) == endpoint{"127.0.0.1", 5});
  CHECK(to_endpoint(found[1]) == endpoint{"::1", 5});
  CHECK(known_addresses({"example.com", 5}).empty());
}
