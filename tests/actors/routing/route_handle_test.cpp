#include "actors/routing/open_route.hpp"
#include "actors/routing/route_handle.hpp"
#include "actors/simulated_node.hpp"

using namespace ockam;
using namespace ockam::tests;
using actors::route_handle;
using wire::local;

namespace {

//   alice(1) ---- hub(2):7000 ---- bob(3), who has a relay at hub
struct way_of_three : simulation {
  route_handle open(const std::string& address) {
    std::optional<result<route_handle>> out;
    const auto opening =
        actors::open_route(alice.node.parts(), {*wire::multiaddr::parse(address), 15s},
                           [&](auto way) { out = std::move(way); });
    advance_until([&] { return out.has_value(); }, 16s);
    REQUIRE(out);
    REQUIRE_MESSAGE(*out, out->error().message);
    settle();
    return std::move(**out);
  }
  std::size_t channels_of(simulated_node& n) { return n.node.parts().channels.size(); }
  std::size_t links_of(simulated_node& n) { return n.node.parts().links.size(); }

  simulated_node alice{*this, "alice", 1}, hub{*this, "hub", 2}, bob{*this, "bob", 3};
  way_of_three() {
    hub.listen(7000);
    const auto relay =
        bob.ask("POST", "/v1/relays", {{"name", "b"}, {"at", "/dnsaddr/hub/tcp/7000"}});
    REQUIRE(relay.status == 201);
  }
};

const std::string to_hub = "/dnsaddr/hub/tcp/7000";
const std::string to_bob = to_hub + "/service/forward_to_b/secure/api";

} // namespace

TEST_CASE_FIXTURE(way_of_three, "a route knows who is at its end, and what of it is there") {
  const auto clear = open(to_hub + "/service/x");
  CHECK_FALSE(clear.peer());
  CHECK(clear.channel() == nullptr);
  CHECK(clear.next_hop() == "x");
  CHECK(clear.link_peer() == "hub:7000");

  const auto sealed = open(to_bob + "/service/x");
  CHECK(sealed.peer() == id_of(3));
  REQUIRE(sealed.channel());
  CHECK(sealed.onward() == wire::route{local(sealed.channel()->encryptor), local("x")});
  CHECK(sealed.next_hop() == "x");
  CHECK(sealed.answers(id_of(3)));
  CHECK_FALSE(sealed.answers(id_of(2)));
  CHECK_FALSE(sealed.answers({}));
  CHECK(clear.answers({}));
  CHECK(open(to_bob).next_hop() == "");
}

TEST_CASE_FIXTURE(way_of_three, "a route that begins at a channel knows who is behind that") {
  const auto sealed = open(to_bob);
  const auto at = "/service/" + sealed.channel()->encryptor;
  {
    const auto behind = open(at + "/service/x");
    CHECK(behind.peer() == id_of(3));
    CHECK(behind.channel() == nullptr);
    CHECK(behind.next_hop() == "");
    const auto by_hop = open("/service/hop" + at + "/service/x");
    CHECK(by_hop.peer() == id_of(3));
    CHECK(by_hop.first_hop() == behind.first_hop()); // whose end is the route's end
  }
  settle();
  CHECK(channels_of(alice) == 1); // what was there before is not the route's to close
}

TEST_CASE_FIXTURE(way_of_three, "a hosted relay stands for who registered it through a channel") {
  const auto made =
      bob.ask("POST", "/v1/relays", {{"name", "sealed"}, {"at", to_hub + "/secure/api"}});
  REQUIRE(made.status == 201);
  std::optional<result<route_handle>> out;
  const auto opening = actors::open_route(
      hub.node.parts(), {*wire::multiaddr::parse("/service/forward_to_sealed"), 1s},
      [&](auto way) { out = std::move(way); });
  settle();
  REQUIRE(out);
  REQUIRE(*out);
  CHECK((**out).peer() == id_of(3));
}

TEST_CASE_FIXTURE(way_of_three, "what a route opened goes with it, and every peer hears of it") {
  auto way = open(to_bob);
  CHECK(channels_of(alice) == 1);
  CHECK(channels_of(bob) == 1);
  auto moved = std::move(way);
  settle();
  CHECK(channels_of(bob) == 1);
  moved = {};
  settle();
  CHECK(channels_of(alice) == 0);
  CHECK(links_of(alice) == 0);
  CHECK(links_of(bob) == 1); // so it was the goodbye that ended his end
  CHECK(channels_of(bob) == 0);
}

TEST_CASE_FIXTURE(way_of_three, "channels within channels end from the inside out") {
  const auto link = alice.connect("hub:7000");
  auto way = open("/service/" + link + "/secure/api/secure/api/service/forward_to_b/secure/api");
  CHECK(channels_of(alice) == 3);
  CHECK(channels_of(hub) == 2);
  CHECK(channels_of(bob) == 1);
  way = {};
  settle();
  CHECK(channels_of(alice) == 0);
  CHECK(channels_of(hub) == 0);
  CHECK(channels_of(bob) == 0);
  CHECK(links_of(alice) == 1);
  CHECK(links_of(hub) == 2);
}

TEST_CASE_FIXTURE(way_of_three, "the end of a link takes all channels over it along") {
  const auto way = open(to_hub + "/secure/api/service/forward_to_b/secure/api");
  CHECK(channels_of(alice) == 2);
  auto ended = false;
  way.first_hop()->attach_functor([&] { ended = true; });
  net.cut("alice", "hub");
  settle();
  CHECK(ended);
  CHECK(channels_of(alice) == 0);
  CHECK(channels_of(hub) == 0);
  CHECK(links_of(alice) == 0);
}
