#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

const json stopped{{"stop", 2},
                   {"hops", json::array({{{"kind", "link"},
                                          {"address", "127.0.0.1:4001"},
                                          {"status", "answers"},
                                          {"identity", nullptr},
                                          {"round_trip_us", 1234},
                                          {"reason", ""},
                                          {"hint", ""}},
                                         {{"kind", "relay"},
                                          {"address", "forward_to_b"},
                                          {"status", "silent"},
                                          {"identity", nullptr},
                                          {"round_trip_us", nullptr},
                                          {"reason", "nothing came back"},
                                          {"hint", "ockam relay list, at 127.0.0.1:4001"}}})}};

struct route_line : test::fake_world {
  std::vector<noun> nouns{route()};
  route_line() { nodes.nodes["n1"].port = 4001; }
  int operator()(const std::string& line) { return run(nouns, line); }
};

} // namespace

TEST_CASE("a trace that stops is shown, and fails with the hop, the cause and the next command") {
  route_line type;
  type.route_answer = stopped;
  CHECK(type("route trace /node/n1/service/forward_to_b") == 69);
  CHECK(type.sent.back() == "trace /ip4/127.0.0.1/tcp/4001/service/forward_to_b 1 0 5000");
  CHECK(type.out.str()
        == "+-----+-------+---------------------+---------+------------+----------+\n"
           "| Hop | Kind  | Address             | Echo    | Round trip | Identity |\n"
           "+-----+-------+---------------------+---------+------------+----------+\n"
           "| 1   | link  | 127.0.0.1:4001 (n1) | answers | 1.234 ms   | -        |\n"
           "+-----+-------+---------------------+---------+------------+----------+\n"
           "| 2   | relay | forward_to_b        | silent  | -          | -        |\n"
           "+-----+-------+---------------------+---------+------------+----------+\n");
  CHECK(type.err.str()
        == "ockam route trace: the route stops at hop 2, forward_to_b: nothing came back "
           "(try: ockam relay list --at n1)\n");
}

TEST_CASE("a node of this home that can not be reached is to be started") {
  route_line type;
  type.route_answer = stopped;
  (*type.route_answer)["stop"] = 1;
  (*type.route_answer)["hops"][0]["status"] = "unreachable";
  CHECK(type("route trace /node/n1/service/forward_to_b") == 69);
  CHECK(type.err.str().find("(try: ockam node start n1)") != std::string::npos);
}

TEST_CASE("a trace that arrives is no failure, and may be asked of a node") {
  route_line type;
  auto arrived = stopped;
  arrived["stop"] = nullptr;
  type.nodes.nodes["n1"].replies.emplace("POST /v1/route-traces", arrived);
  CHECK(type("route trace /service/outlet --from n1 --timeout 2s --identity alice --output json")
        == 0);
  CHECK(json::parse(type.out.str())["stop"] == nullptr);
  CHECK(
      type.nodes.log.back()
      == R"(n1 POST /v1/route-traces {"identity":"alice","timeout_ms":2000,"to":"/service/outlet"})");
  CHECK(type("route trace /service/outlet") == 65);
  CHECK(type("route trace") == 2);
}

TEST_CASE("a route may come from a pipe") {
  route_line type;
  type.route_answer = json{{"hops", json::array()}, {"stop", nullptr}};
  type.in.str("/service/forward_to_x\n");
  CHECK(type("route trace /node/n1/-/service/echo") == 0);
  CHECK(type.sent.back()
        == "trace /ip4/127.0.0.1/tcp/4001/service/forward_to_x/service/echo 1 0 5000");
}

TEST_CASE("echoes are shown one by one and summed up") {
  route_line type;
  type.echoes = {std::chrono::microseconds(1000), std::chrono::microseconds(3010)};
  type.route_answer =
      json{{"round_trips_us", {1000, 3010, nullptr, nullptr}}, {"identity", "I1"}, {"reason", ""}};
  CHECK(type("route ping /node/n1 -c 4 --interval 10ms") == 0);
  CHECK(type.sent.back() == "ping /ip4/127.0.0.1/tcp/4001 4 10 5000");
  CHECK(type.out.str()
        == "echo 1: 1.000 ms\necho 2: 3.010 ms\n"
           "4 sent, 2 came back, 50 % lost; min 1.000 ms, avg 2.005 ms, max 3.010 ms\nfrom I1\n");
  CHECK(type("route ping /node/n1 --output json") == 0);
  const auto told = json::parse(type.out.str());
  CHECK(told["sent"] == 4);
  CHECK(told["received"] == 2);
  CHECK(told["loss_percent"] == 50);
  CHECK(told["avg_us"] == 2005);
}

TEST_CASE("no echo at all is a failure") {
  route_line type;
  type.route_answer = json{{"round_trips_us", {nullptr}}, {"identity", nullptr}, {"reason", ""}};
  CHECK(type("route ping /node/n1 --count 1 --timeout 200ms") == 69);
  CHECK(type.out.str() == "1 sent, 0 came back, 100 % lost\n");
  CHECK(type.err.str()
        == "ockam route ping: no echo came back from the node at the end of "
           "/ip4/127.0.0.1/tcp/4001 within 200 ms (try: ockam route trace "
           "/ip4/127.0.0.1/tcp/4001)\n");
  type.route_answer = fail(errc::unavailable, "cannot connect to 127.0.0.1:4001");
  CHECK(type("route ping /node/n1") == 69);
  CHECK(type("route ping /node/n1 --count 0") == 65);
  CHECK(type("route ping /node/n1 --count many") == 65);
}

TEST_CASE("a node is asked for as many echoes at once as are in a moment") {
  route_line type;
  type.nodes.nodes["n1"].replies.emplace("POST /v1/route-pings",
                                         json{{"round_trips_us", {500, nullptr}}, {"reason", ""}});
  CHECK(type("route ping /service/hop --from n1 -c 3 -i 1s") == 0);
  CHECK(
      type.nodes.log
      == std::vector<std::string>{
          R"(n1 POST /v1/route-pings {"count":2,"interval_ms":1000,"timeout_ms":5000,"to":"/service/hop"})",
          R"(n1 POST /v1/route-pings {"count":1,"interval_ms":1000,"timeout_ms":5000,"to":"/service/hop"})"});
  CHECK(type.out.str()
        == "echo 1: 0.500 ms\necho 3: 0.500 ms\n"
           "4 sent, 2 came back, 50 % lost; min 0.500 ms, avg 0.500 ms, max 0.500 ms\n");
}
