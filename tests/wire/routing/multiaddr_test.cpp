#include "fixtures/vectors.hpp"
#include "wire/routing/multiaddr.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::wire;
using ockam::tests::hex;

namespace {

std::string why_not(std::string_view text) {
  const auto m = multiaddr::parse(text);
  REQUIRE_FALSE(m);
  CHECK(m.error().code == errc::invalid);
  return m.error().message;
}

} // namespace

TEST_CASE("every protocol is read and written, in text and in binary") {
  const auto* const text = "/ip4/10.0.0.1/tcp/7000/ip6/fe80::1/udp/53/dnsaddr/a.example/service/s/"
                           "worker/w/secure/api/node/n/project/p/space/q";
  const auto m = multiaddr::parse(text);
  REQUIRE(m);
  CHECK(m->parts().size() == 11);
  CHECK(m->parts()[0] == multiaddr_part{protocol::ip4, "10.0.0.1"});
  CHECK(m->parts()[3] == multiaddr_part{protocol::udp, "53"});
  CHECK(to_string(*m) == text);
  CHECK(*multiaddr::decode(m->encode()) == *m);
  for (const auto& part : m->parts()) CHECK(name_of(part.proto) != "unknown");
}

TEST_CASE("addresses and ports are kept in one spelling") {
  CHECK(to_string(*multiaddr::parse("/ip6/FE80:0::1/tcp/07000")) == "/ip6/fe80::1/tcp/7000");
}

TEST_CASE("a zone stands before its address or behind it, and in binary before it") {
  const auto before = multiaddr::parse("/ip6zone/eth0/ip6/fe80::1/tcp/1");
  const auto behind = multiaddr::parse("/ip6/FE80::1%eth0/tcp/1");
  REQUIRE(before);
  REQUIRE(behind);
  CHECK(to_string(*behind) == "/ip6/fe80::1%eth0/tcp/1");
  CHECK(behind->encode() == before->encode());
  CHECK(*multiaddr::decode(behind->encode()) == *before);
  for (const auto* text : {"/ip6/fe80::1%/tcp/1", "/ip6/%eth0/tcp/1", "/ip4/10.0.0.1%eth0/tcp/1"})
    CHECK_FALSE(multiaddr::parse(text));
}

TEST_CASE("names may hold anything but a slash") {
  for (const auto* text : {"/service/a b", "/service/-", "/worker/0#x", "/node/gr\xc3\xbc\xc3\x9f"})
    CHECK(to_string(*multiaddr::parse(text)) == text);
}

TEST_CASE("errors point at the segment that is wrong") {
  CHECK(why_not("") == "\"\": an address starts with /");
  CHECK(why_not("service/a") == "\"service/a\": an address starts with /");
  CHECK(why_not("/") == "/: segment 1, a protocol is missing");
  CHECK(why_not("/ip4/300.1.1.1/tcp/7000")
        == "/ip4/300.1.1.1/tcp/7000: segment 1, \"300.1.1.1\" is not an IPv4 address");
  CHECK(why_not("/ip6/1.2.3.4") == "/ip6/1.2.3.4: segment 1, \"1.2.3.4\" is not an IPv6 address");
  CHECK(why_not("/ip4/1.2.3.4/tcp/65536")
        == "/ip4/1.2.3.4/tcp/65536: segment 2, \"65536\" is not a port from 0 to 65535");
  for (const auto* port : {"-1", "+1", "1x", "x", " 1", "99999999999999999999"})
    why_not("/tcp/" + std::string(port));
  CHECK(why_not("/service/a/service") == "/service/a/service: segment 2, \"service\" has no value");
  CHECK(why_not("/service//service/a")
        == "/service//service/a: segment 1, \"service\" has no value");
  CHECK(why_not("/service/a/") == "/service/a/: segment 2, a protocol is missing");
  CHECK(why_not("/service/a//node/b") == "/service/a//node/b: segment 2, a protocol is missing");
  CHECK(why_not("/service/\xff").find("is not a name") != std::string::npos);
}

TEST_CASE("a misspelt protocol is named together with the one that was meant") {
  CHECK(
      why_not("/node/n1/servcie/a")
      == "/node/n1/servcie/a: segment 2, \"servcie\" is not a protocol, did you mean \"service\"?");
  CHECK(why_not("/Node/n1").ends_with("did you mean \"node\"?"));
  CHECK(why_not("/ipv4/1.2.3.4").ends_with("did you mean \"ip4\"?"));
  CHECK(why_not("/quic/1") == "/quic/1: segment 1, \"quic\" is not a protocol");
  CHECK(why_not("/" + std::string(10000, 'x') + "/1").ends_with("is not a protocol"));
  CHECK(multiaddr::parse("/quic/1").error().hint
        == "protocols: ip4, ip6, ip6zone, dnsaddr, tcp, udp, service, worker, secure, node, "
           "project, space");
}

TEST_CASE("binary that is cut, unknown or no name is refused") {
  for (const auto* text : {"04", "047f0000", "0600", "bee803", "bee80304656368", "07", "80",
                           "bee80300", "bee80301ff", "bee8030161bee803032f2f2f"}) {
    CAPTURE(text);
    const auto m = multiaddr::decode(hex(text));
    REQUIRE_FALSE(m);
    CHECK(m.error().code == errc::invalid);
  }
  CHECK(multiaddr::decode(hex("bee803016107")).error().message
        == "binary address: segment 2, unknown protocol 7");
  CHECK(multiaddr::decode({})->empty());
}
