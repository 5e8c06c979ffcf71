// Who may name an address: what comes from outside reaches what is for everybody, and beyond that
// only what has left to there before. Whole nodes; the stranger's messages are made by hand.
#include "actors/routing/reach_nodes.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::local;

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
