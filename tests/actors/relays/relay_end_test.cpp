// Streams end with the relay that they came by, at both ends, and no others do.
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;

namespace {

//   clients -> a:5000, a:5001 ---- n:7000 ---- b, with the relays `one` and `two` ---- server:9000
struct relay_end : simulation {
  relay_end() {
    n.listen(7000), server.listen(9000);
    REQUIRE(b.ask("POST", "/v1/tcp-outlets", {{"address", "outlet"}, {"to", "server:9000"}}).status
            == 201);
  }

  void register_relay(const std::string& name, const std::string& at = "/dnsaddr/n/tcp/7000") {
    const auto made = b.ask("POST", "/v1/relays", {{"name", name}, {"at", at}});
    REQUIRE_MESSAGE(made.status == 201, made.error());
  }
  /// An inlet of a by that relay, and streams of it.
  void enter(const std::string& relay, std::uint16_t port, bool sealed, int count) {
    const auto to = "/dnsaddr/n/tcp/7000/service/forward_to_" + relay
                    + (sealed ? "/secure/api/service/outlet" : "/service/outlet");
    REQUIRE(a.ask("POST", "/v1/tcp-inlets",
                  {{"alias", relay}, {"from", "127.0.0.1:" + std::to_string(port)}, {"to", to}})
                .status
            == 201);
    for (int i = 0; i < count; ++i)
      dials_.push_back(net.host("a").dial(*a.home, {"127.0.0.1", port}, 5s, [this](auto made) {
        if (made) clients_.push_back(std::move(made->socket));
      }));
    settle();
    REQUIRE(streams_in(relay) == std::size_t(count));
  }
  std::size_t streams_in(const std::string& inlet) {
    return a.ask("GET", "/v1/tcp-inlets/" + inlet).body["streams"];
  }
  std::size_t detached(const std::string& inlet) {
    return a.ask("GET", "/v1/tcp-inlets/" + inlet).body["streams_detached"];
  }
  std::size_t resumed(const std::string& inlet) {
    return a.ask("GET", "/v1/tcp-inlets/" + inlet).body["streams_resumed"];
  }
  std::size_t streams_out() { return b.ask("GET", "/v1/tcp-outlets/outlet").body["streams"]; }

  simulated_node n{*this, "n", 1}, a{*this, "a", 2}, b{*this, "b", 3}, other{*this, "o", 4},
      server{*this, "server"};

private:
  std::vector<std::unique_ptr<transports::dialing>> dials_;
  std::vector<transports::descriptor> clients_;
};

} // namespace

TEST_CASE_FIXTURE(relay_end, "streams lose their way with their relay, and no others do") {
  register_relay("one"), register_relay("two");
  enter("one", 5000, true, 20), enter("two", 5001, true, 20);
  REQUIRE(streams_out() == 40);
  REQUIRE(n.ask("DELETE", "/v1/relays/one").status == 200);
  advance(5s);
  CHECK(resumed("one") == 20); // its owner has made it again
  CHECK(resumed("two") == 0);
  CHECK(streams_out() == 40);
}

TEST_CASE_FIXTURE(relay_end, "streams end with a relay whose policy denies its owner") {
  register_relay("one", "/dnsaddr/n/tcp/7000/secure/api");
  enter("one", 5000, true, 20);
  REQUIRE(n.ask("POST", "/v1/policies", {{"resource", "one"}, {"expression", name_of(9)}}).status
          == 201);
  advance(5s);
  CHECK(detached("one") == 20);
  advance(config::stream_keep);
  CHECK(streams_in("one") == 0);
  CHECK(streams_out() == 0);
}
