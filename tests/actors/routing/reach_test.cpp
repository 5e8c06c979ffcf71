// Who may name an address: what comes from outside reaches what is for everybody, and beyond that
// only what has left to there before. Whole nodes; the stranger's messages are made by hand.
#include "actors/routing/directory.hpp"
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace {

//   a, stranger ---- n:7000 ---- b, who has the relay `b` there
struct reach_nodes : simulation {
  reach_nodes() { n.listen(7000); }

  static std::uint64_t refused(simulated_node& at) {
    return dynamic_cast<actors::directory&>(at.workers()).refused_reach();
  }
  static std::vector<std::string> links(simulated_node& at) {
    std::vector<std::string> out;
    for (const auto& each : at.ask("GET", "/v1/tcp-connections").body)
      out.push_back(each["worker_address"]);
    return out;
  }
  void register_b() {
    REQUIRE(b.ask("POST", "/v1/relays", {{"name", "b"}, {"at", "/dnsaddr/n/tcp/7000"}}).status
            == 201);
  }
  /// The near end of a channel of `from`.
  static std::string channel_to(simulated_node& from, const std::string& to) {
    const auto made = from.ask("POST", "/v1/secure-channels", {{"to", to}});
    REQUIRE_MESSAGE(made.status == 201, made.error());
    return made.body["address"];
  }
  /// Whether a message by that route arrives at `to` as its last hop.
  bool arrives(simulated_node& from, const wire::route& onward, probe& to) {
    const auto before = to.all.size();
    from.route(onward, wire::view_of("x"), {local("me")});
    settle();
    return to.all.size() > before;
  }

  simulated_node n{*this, "n", 1}, a{*this, "a", 2}, b{*this, "b", 3}, stranger{*this, "s", 4};
};

/// The return route at `at` of a message that came through the relay, and the client's link.
struct reach_related : reach_nodes {
  reach_related() {
    register_b();
    link_a = a.connect("n:7000");
    link_s = stranger.connect("n:7000");
    const auto all = links(n);
    t_b = all.at(0), t_a = all.at(1);
  }
  /// a asks b by the relay, and b answers.
  void talk() {
    REQUIRE(arrives(a, {local(link_a), local("forward_to_b"), local("at_b")}, at_b));
    b.route(at_b.last, wire::view_of("y"), {local("at_b")});
    settle();
  }

  std::string link_a, link_s, t_a, t_b;
  probe &me = a.start_probe("me"), &at_b = b.start_probe("at_b");
};

} // namespace

TEST_CASE_FIXTURE(reach_related,
                  "an answer comes back by the relay's links, and so does what follows") {
  talk();
  REQUIRE(me.all.size() == 1);
  CHECK(arrives(a, {local(link_a), local(t_b), local("at_b")}, at_b));
  CHECK(refused(n) == 0);
}

TEST_CASE_FIXTURE(reach_related,
                  "a link is nobody's hop but that of those whom something left for by it") {
  talk();
  CHECK_FALSE(arrives(stranger, {local(link_s), local(t_a), local("me")}, me));
  CHECK_FALSE(arrives(stranger, {local(link_s), local(t_b), local("at_b")}, at_b));
  CHECK(refused(n) == 2);
  CHECK(n.ask("GET", "/v1/tcp-connections").body.size() == 3); // nobody is punished
}

TEST_CASE_FIXTURE(reach_related, "nor is it by way of a hop, a relay or a channel") {
  talk();
  CHECK_FALSE(arrives(stranger, {local(link_s), local("hop"), local(t_a), local("me")}, me));
  const auto e = channel_to(stranger, "/dnsaddr/n/tcp/7000/service/api");
  CHECK_FALSE(arrives(stranger, {local(e), local(t_a), local("me")}, me));
  CHECK_FALSE(arrives(stranger, {local(e), local("hop"), local(t_b), local("at_b")}, at_b));
  CHECK(refused(n) == 3);
}

TEST_CASE_FIXTURE(reach_related,
                  "the end of a channel is not for those who only know its address") {
  const auto e_b = channel_to(n, "/service/forward_to_b/service/api");
  auto& here = n.start_probe("here");
  CHECK(arrives(n, {local(e_b), local("at_b")}, at_b));
  CHECK_FALSE(arrives(stranger, {local(link_s), local(e_b), local("at_b")}, at_b));
  CHECK_FALSE(arrives(stranger, {local(link_s), local("hop"), local(e_b), local("at_b")}, at_b));
  // b answers what n has sent it, and nothing else of n's.
  b.route(at_b.last, wire::view_of("y"), {local("at_b")});
  settle();
  CHECK(here.all.empty());
}

TEST_CASE_FIXTURE(reach_related, "what leads below a channel never learns the way into it") {
  const auto e_a = channel_to(a, "/dnsaddr/n/tcp/7000/service/api");
  auto& here = n.start_probe("here");
  REQUIRE(arrives(a, {local(e_a), local("here")}, here));
  const auto encryptor = to_string(here.last.front()).substr(2);
  CHECK_FALSE(arrives(a, {local(link_a), local(encryptor), local("me")}, me));
  n.route(here.last, wire::view_of("y"), {local("here")});
  settle();
  CHECK(me.all.size() == 1);
  // Its own goodbye names the end that takes records.
  REQUIRE(n.ask("DELETE", "/v1/secure-channels/" + encryptor).status == 200);
  settle();
  CHECK_FALSE(arrives(a, {local(link_a), local(encryptor), local("me")}, me));
}

TEST_CASE_FIXTURE(reach_nodes,
                  "a worker may be kept from others until it has sent them something") {
  const auto actor = n.home->spawn<probe>();
  REQUIRE(n.node.start_worker("mine", actor, transports::reach::who_learnt_it()));
  auto& mine = dynamic_cast<probe&>(*caf::actor_cast<caf::abstract_actor*>(actor));
  auto& me = a.start_probe("me");
  const auto link = a.connect("n:7000");
  CHECK_FALSE(arrives(a, {local(link), local("mine")}, mine));
  auto& there = n.start_probe("there");
  REQUIRE(arrives(a, {local(link), local("there")}, there));
  n.route(there.last, wire::view_of("hello"), {local("mine")});
  settle();
  REQUIRE(me.all.size() == 1);
  CHECK(arrives(a, {local(link), local("mine")}, mine));
  CHECK_FALSE(arrives(stranger, {local(stranger.connect("n:7000")), local("mine")}, mine));
}

TEST_CASE_FIXTURE(reach_related, "hours of silence take nothing away") {
  talk();
  advance(1h);
  CHECK(arrives(a, {local(link_a), local(t_b), local("at_b")}, at_b));
  b.route(at_b.last, wire::view_of("y"), {local("at_b")});
  settle();
  CHECK(me.all.size() == 2);
}

// -- relays that end ---------------------------------------------------------------------

TEST_CASE_FIXTURE(reach_related, "what came by a relay ends a moment after it") {
  talk();
  const auto back = at_b.last;
  REQUIRE(n.ask("DELETE", "/v1/relays/b").status == 200);
  advance(2 * config::relay_farewell);
  const auto before = me.all.size();
  b.route(back, wire::view_of("y"), {local("at_b")});
  settle();
  CHECK(me.all.size() == before);
  CHECK_FALSE(arrives(a, {local(link_a), local(t_b), local("at_b")}, at_b));
}

TEST_CASE_FIXTURE(reach_related, "a relay that its owner registers again keeps what came by it") {
  const auto link_b = b.connect("n:7000");
  const auto register_by_hand = [&] {
    b.route({local(link_b), local("static_forwarding_service")}, wire::encode_text("c"),
            {local("at_b")});
    settle();
  };
  register_by_hand();
  REQUIRE(arrives(a, {local(link_a), local("forward_to_c"), local("at_b")}, at_b));
  const auto back = at_b.last;
  register_by_hand();
  advance(2 * config::relay_farewell);
  b.route(back, wire::view_of("y"), {local("at_b")});
  settle();
  REQUIRE(me.all.size() == 1);
  CHECK(me.all.back().payload == "y");
}

TEST_CASE_FIXTURE(reach_related,
                  "the end of one of two relays of an owner leaves the other's alone") {
  const auto link_b = b.connect("n:7000");
  for (const auto* const name : {"c", "d"}) {
    b.route({local(link_b), local("static_forwarding_service")}, wire::encode_text(name),
            {local("at_b")});
    settle();
  }
  auto& at_s = stranger.start_probe("me");
  REQUIRE(arrives(a, {local(link_a), local("forward_to_c"), local("at_b")}, at_b));
  const auto to_a = at_b.last;
  REQUIRE(arrives(stranger, {local(link_s), local("forward_to_d"), local("at_b")}, at_b));
  const auto to_s = at_b.last;
  REQUIRE(n.ask("DELETE", "/v1/relays/c").status == 200);
  advance(2 * config::relay_farewell);
  const auto a_before = me.all.size();
  for (const auto& back : {to_a, to_s}) b.route(back, wire::view_of("y"), {local("at_b")});
  settle();
  CHECK(me.all.size() == a_before);
  CHECK(at_s.all.size() == 1);
}

// -- what leads away -------------------------------------------------------------------------

TEST_CASE_FIXTURE(reach_nodes, "what came by way of a hop ends with its link") {
  const auto link = a.connect("n:7000");
  auto& r = a.start_probe("r");
  a.route({local(link), local("hop"), local("static_forwarding_service")}, wire::encode_text("x"),
          {local("r")});
  settle();
  REQUIRE(r.all.size() == 1);
  REQUIRE(n.workers().find(local("forward_to_x")).open());
  REQUIRE(a.ask("DELETE", "/v1/tcp-connections/" + link).status == 200);
  settle();
  CHECK_FALSE(n.workers().find(local("forward_to_x")).open());
}

TEST_CASE_FIXTURE(reach_nodes, "a relay whose way does not leave the node is refused") {
  n.start_probe("r");
  n.route({local("static_forwarding_service")}, wire::encode_text("x"), {local("hop"), local("r")});
  settle();
  CHECK_FALSE(n.workers().find(local("forward_to_x")).open());
}

// -- transit and what a node offers ----------------------------------------------------------

namespace {

//   a ---- n ---- b:7000, declared at n
struct reach_between : reach_nodes {
  std::string declare(const json& more = json::object()) {
    b.listen(7000);
    json body{{"to", "b:7000"}};
    body.update(more);
    const auto made = n.ask("POST", "/v1/tcp-connections", body);
    REQUIRE(made.status == 201);
    transit = made.body["transit"];
    return made.body["worker_address"];
  }
  std::string transit;
  probe &me = a.start_probe("me"), &at_b = b.start_probe("at_b");
};

} // namespace

TEST_CASE_FIXTURE(reach_between, "a declared connection passes on what comes in on loopback") {
  const auto hop = declare();
  CHECK(transit == "loopback");
  const auto link = a.connect("n:7000");
  CHECK(arrives(a, {local(link), local(hop), local("at_b")}, at_b));
  b.route(at_b.last, wire::view_of("y"), {local("at_b")});
  settle();
  CHECK(me.all.size() == 1);
}

TEST_CASE_FIXTURE(reach_between, "a declared connection passes on nothing of other machines") {
  const auto hop = declare();
  net.on_loopback(false);
  const auto link = a.connect("n:7000");
  CHECK_FALSE(arrives(a, {local(link), local(hop), local("at_b")}, at_b));
  CHECK_FALSE(arrives(a, {local(link), local("hop"), local(hop), local("at_b")}, at_b));
}

TEST_CASE_FIXTURE(reach_between,
                  "a declared connection with transit passes on what anybody sends") {
  const auto hop = declare({{"allow_transit", true}});
  CHECK(transit == "everybody");
  net.on_loopback(false);
  CHECK(arrives(a, {local(a.connect("n:7000")), local(hop), local("at_b")}, at_b));
}

TEST_CASE_FIXTURE(reach_between, "a declared connection passes on what its policy admits") {
  const auto hop = declare({{"transit_policy", name_of(2)}});
  net.on_loopback(false);
  CHECK_FALSE(arrives(a, {local(a.connect("n:7000")), local(hop), local("at_b")}, at_b));
  const std::string api = "/dnsaddr/n/tcp/7000/service/api";
  CHECK(arrives(a, {local(channel_to(a, api)), local(hop), local("at_b")}, at_b));
  CHECK_FALSE(
      arrives(stranger, {local(channel_to(stranger, api)), local(hop), local("at_b")}, at_b));
}

TEST_CASE_FIXTURE(reach_between,
                  "a link that a session dialed for itself is no hop, whoever asks") {
  register_b();
  const auto link_of_session = links(b).front();
  b.listen(7000);
  const auto link = a.connect("b:7000");
  auto& at_n = n.start_probe("at_n");
  CHECK_FALSE(arrives(a, {local(link), local(link_of_session), local("at_n")}, at_n));
}

TEST_CASE_FIXTURE(reach_between, "a proxy on this machine makes loopback nothing special") {
  auto options = options_of("p", 5);
  options.offered.loopback_is_public = true;
  simulated_node p{*this, "p", std::move(options)};
  p.listen(7000);
  auto& there = p.start_probe("there");
  const auto link = a.connect("p:7000");
  CHECK_FALSE(arrives(a, {local(link), local("hop"), local("there")}, there));
  CHECK(arrives(a, {local(link), local("there")}, there));
}

TEST_CASE_FIXTURE(reach_nodes, "other machines use hop once a command has started it") {
  net.on_loopback(false);
  auto& there = n.start_probe("there");
  const auto link = a.connect("n:7000");
  const wire::route by_hop{local(link), local("hop"), local("there")};
  CHECK_FALSE(arrives(a, by_hop, there));
  CHECK(n.ask("POST", "/v1/services", {{"type", "hop"}}).status == 201);
  CHECK(arrives(a, by_hop, there));
  CHECK(n.ask("DELETE", "/v1/services/hop").status == 200);
  CHECK_FALSE(arrives(a, by_hop, there));
}

TEST_CASE_FIXTURE(reach_nodes, "relays are for this machine, and for all if the node says so") {
  net.on_loopback(false);
  const auto register_at = [&](const char* at) {
    return b.ask("POST", "/v1/relays", {{"name", "b"}, {"at", at}, {"timeout_ms", 1000}}).status;
  };
  CHECK(register_at("/dnsaddr/n/tcp/7000") != 201);
  CHECK(register_at("/dnsaddr/n/tcp/7000/secure/api") != 201);
  const auto told = n.ask("GET", "/v1/node").body["refusals"];
  REQUIRE(told.size() == 1);
  CHECK(told[0]["what"] == "relay service");

  auto options = options_of("h", 5);
  options.offered.relays = true;
  simulated_node h{*this, "h", std::move(options)};
  h.listen(7000);
  CHECK(register_at("/dnsaddr/h/tcp/7000") == 201);
}

TEST_CASE_FIXTURE(reach_nodes,
                  "a listener for some lets those register relays from other machines") {
  net.on_loopback(false);
  REQUIRE(n.ask("POST", "/v1/secure-channel-listeners",
                {{"address", "ours"}, {"authorized", json::array({name_of(3)})}})
              .status
          == 201);
  CHECK(b.ask("POST", "/v1/relays",
              {{"name", "b"}, {"at", "/dnsaddr/n/tcp/7000/secure/ours"}, {"timeout_ms", 1000}})
            .status
        == 201);
}

TEST_CASE_FIXTURE(reach_nodes,
                  "outlets that ask nobody are for this machine and for one's own nodes") {
  REQUIRE(n.ask("POST", "/v1/tcp-outlets", {{"address", "outlet"}, {"to", "n:1"}}).status == 201);
  simulated_node own{*this, "own", 1};
  const auto asks = [&](simulated_node& from, const char* way) {
    const auto before = refused(n);
    const auto e = channel_to(from, std::string(way) + "/service/api");
    from.route({local(e), local("outlet")}, wire::bytes{0}, {local("me")});
    settle();
    const auto answered = refused(n) == before;
    REQUIRE(from.ask("DELETE", "/v1/secure-channels/" + e).status == 200);
    return answered;
  };
  CHECK(asks(a, "/dnsaddr/n/tcp/7000"));
  net.on_loopback(false);
  CHECK_FALSE(asks(a, "/dnsaddr/n/tcp/7000"));
  CHECK(asks(own, "/dnsaddr/n/tcp/7000"));
  REQUIRE(n.ask("POST", "/v1/policies", {{"resource", "outlet"}, {"expression", name_of(2)}}).status
          == 201);
  CHECK(asks(a, "/dnsaddr/n/tcp/7000")); // the outlet decides now
}
