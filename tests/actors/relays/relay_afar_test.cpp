// A hub on the same machine is no way round what a node keeps for its own machine.
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;

namespace {

//   near, on the machine of ---- h:7000, a hub for everybody ---- b on the same machine; far is elsewhere
struct hub_on_this_machine : simulation {
  hub_on_this_machine() { h.listen(7000), net.on_loopback(true); }

  void register_b(const std::string& at) {
    const auto made = b.ask("POST", "/v1/relays", {{"name", "b"}, {"at", at}});
    REQUIRE_MESSAGE(made.status == 201, made.error());
    to_near_ = near.connect("h:7000");
    net.on_loopback(false);
    to_far_ = far.connect("h:7000");
  }
  bool reaches(simulated_node& from, const std::string& behind_b) {
    const auto& link = &from == &near ? to_near_ : to_far_;
    return from.send_text("/service/" + link + "/service/forward_to_b" + behind_b, "x") == "x";
  }
  static actors::node_options of_hub() {
    auto out = options_of("h", 1);
    out.offered.relays = true;
    return out;
  }

  simulated_node h{*this, "h", of_hub()}, b{*this, "b", 2}, near{*this, "near", 3},
      far{*this, "far", 4};

private:
  std::string to_near_, to_far_;
};

const std::string by_hop = "/service/hop/service/echo";

} // namespace

TEST_CASE_FIXTURE(hub_on_this_machine,
                  "who comes from elsewhere by a hub on this machine is not of this machine") {
  SUBCASE("registered in clear") { register_b("/dnsaddr/h/tcp/7000"); }
  SUBCASE("registered through a channel") { register_b("/dnsaddr/h/tcp/7000/secure/api"); }
  REQUIRE(reaches(near, by_hop));
  CHECK_FALSE(reaches(far, by_hop)); // not even the first message
  CHECK(reaches(far, "/service/echo"));
  CHECK_FALSE(reaches(far, "/secure/api" + by_hop));
  CHECK(reaches(far, "/secure/api/service/echo"));
}

TEST_CASE_FIXTURE(hub_on_this_machine, "it stays so when the relay is registered again") {
  register_b("/dnsaddr/h/tcp/7000");
  REQUIRE_FALSE(reaches(far, by_hop));
  net.on_loopback(true);
  REQUIRE(h.ask("DELETE", "/v1/relays/b").status == 200);
  advance(60s);
  REQUIRE(reaches(near, by_hop));
  CHECK_FALSE(reaches(far, by_hop));
  CHECK(reaches(far, "/service/echo"));
}
