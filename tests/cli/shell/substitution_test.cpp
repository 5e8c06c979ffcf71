#include "cli/shell/substitution.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace ockam;
using namespace ockam::cli;

TEST_CASE("only a segment that is exactly - wants standard input") {
  for (const std::string route : {"-/service/uppercase", "/node/n2/-/service/uppercase",
                                  "/node/n2/-", "-", "/-", "/-/service/x", "-/"})
    CHECK_MESSAGE(wants_input(route), route);
  for (const std::string route :
       {"", "/", "/service/a-b", "/service/-a", "/service/a-", "/service/a-/tcp/1", "/service/--",
        "a-b/c", "/node/n-1/service/forward_to_n-1"})
    CHECK_MESSAGE(!wants_input(route), route);
}

TEST_CASE("the line replaces the segment, whatever slashes surround either") {
  CHECK(substitute("-/service/uppercase", "/service/9f") == "/service/9f/service/uppercase");
  CHECK(substitute("/node/n2/-/service/uppercase", "/service/forward_to_x")
        == "/node/n2/service/forward_to_x/service/uppercase");
  CHECK(substitute("/node/n2/-", "/service/x/") == "/node/n2/service/x");
  CHECK(substitute("-", "/service/x") == "/service/x");
  CHECK(substitute("/-/-", "service//x") == "/service/x/service/x");
  CHECK(substitute("/service/a-b/-", "/service/x") == "/service/a-b/service/x");
}

TEST_CASE("one line is read, without its blanks") {
  std::istringstream in(" \t/service/forward_to_n1 \r\n/service/second");
  auto first = read_route(in, false), second = read_route(in, false);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(*first == "/service/forward_to_n1");
  CHECK(*second == "/service/second");
}

TEST_CASE("standard input without a route is an error") {
  for (const std::string text : {"", "\n", "   \n", "HELLO\n", "service/x\n", "/nothing/x\n",
                                 "/service\n", "/\n", "- \n", "\xff\xfe\n"}) {
    std::istringstream in(text);
    auto route = read_route(in, false);
    REQUIRE_MESSAGE(!route, text);
    CHECK(route.error().code == errc::invalid);
    CHECK(route.error().message.find("no route on standard input") == 0);
  }
}

TEST_CASE("a line that never ends is refused before it fills the memory") {
  std::istringstream in(std::string(1 << 20, 'a'));
  auto route = read_route(in, false);
  REQUIRE(!route);
  CHECK(in.tellg() < 9000);
}

TEST_CASE("a terminal is not waited for") {
  std::istringstream in("/service/x\n");
  auto route = read_route(in, true);
  REQUIRE(!route);
  CHECK(route.error().message.find("nothing piped in") != std::string::npos);
}
