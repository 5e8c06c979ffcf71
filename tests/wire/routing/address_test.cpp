#include "wire/routing/address.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::wire;

TEST_CASE("an address without a type is local") {
  CHECK(*address::parse("echo") == address{local_type, "echo"});
  CHECK(*address::parse("0#echo") == address{local_type, "echo"});
}

TEST_CASE("an address text names its type in decimal") {
  CHECK(*address::parse("1#127.0.0.1:4000") == address{tcp_type, "127.0.0.1:4000"});
  CHECK(*address::parse("255#x") == address{255, "x"});
  CHECK(*address::parse("0#") == address{local_type, ""});
}

TEST_CASE("address texts that mean nothing are refused") {
  for (const auto* text : {"", "#a", "256#a", "-1#a", "+1#a", "x#a", "1 #a", "1#a#b", "##"}) {
    CAPTURE(text);
    const auto a = address::parse(text);
    REQUIRE_FALSE(a);
    CHECK(a.error().code == errc::invalid);
    CHECK(a.error().message.find(text) != std::string::npos);
  }
}

TEST_CASE("an address is shown with its type, and as text only if it is text") {
  CHECK(to_string(local("echo")) == "0#echo");
  CHECK(to_string(address{2, "h:1"}) == "2#h:1");
  CHECK(to_string(local("\xff")) == "0#Invalid UTF-8");
}

TEST_CASE("addresses are ordered by type, then value") {
  CHECK(address{0, "b"} < address{1, "a"});
  CHECK(address{0, "a"} < address{0, "b"});
  CHECK(address_view(address{0, "a"}) == local("a"));
}
