// Relays that somebody asks for by messages of its own: what is confirmed, refused and bounded.
#include "actors/relays/relay_nodes.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::local;

TEST_CASE_FIXTURE(by_hand, "a confirmation comes from the relay and names it") {
  ask_for(b, link, "b");
  settle();
  REQUIRE(r.all.size() == 1);
  CHECK(r.all[0].payload == bare("forward_to_b"));
  CHECK(r.all[0].return_route == "0#" + link + " => 0#forward_to_b");
  b.route({local(link), local("forwarding_service")}, wire::encode_text("b2"), {local("r")});
  settle();
  REQUIRE(r.all.size() == 2);
  CHECK(r.all[1].payload == bare("forward_to_b2"));
}

TEST_CASE_FIXTURE(by_hand, "the name register asks for one that nobody can guess") {
  ask_for(b, link, "register");
  ask_for(b, link, "register");
  settle();
  REQUIRE(r.all.size() == 2);
  CHECK(r.all[0].payload.size() == 1 + std::string_view("forward_to_").size() + 32);
  CHECK(r.all[0].payload != r.all[1].payload);
}

TEST_CASE_FIXTURE(by_hand, "a name that can not be part of a route is refused") {
  for (const auto& name :
       {std::string(), std::string("a/b"), std::string("a b"), std::string("a\nb"),
        std::string(1, '\0'), std::string("\x7f"), std::string(246, 'x')})
    ask_for(b, link, name);
  ask_for(b, link, wire::bytes{});
  ask_for(b, link, wire::bytes{5, 'a', 'b'});   // less than it says
  ask_for(b, link, wire::bytes{2, 0xc3, 0x28}); // no UTF-8
  ask_for(b, link, wire::bytes(1000, 0xff));
  settle();
  CHECK(r.all.empty());
  CHECK(hosted().empty());
  ask_for(b, link, std::string(245, 'x')); // as long as an address may be
  ask_for(b, link, "büro.1-a_b");
  settle();
  CHECK(r.all.size() == 2);
}

TEST_CASE_FIXTURE(by_hand, "a registration without a way back is refused") {
  n.route({local("static_forwarding_service")}, wire::encode_text("b"));
  n.route({local("static_forwarding_service")}, wire::encode_text("b"), {local("echo")});
  n.route({local("static_forwarding_service")}, wire::encode_text("b"),
          {local("nobody"), local("r")});
  settle();
  CHECK(hosted().empty());
}

TEST_CASE_FIXTURE(by_hand, "a relay does not take the place of another worker") {
  auto& other = n.start_probe("forward_to_b");
  ask_for(b, link, "b");
  settle();
  CHECK(r.all.empty());
  n.route({local("forward_to_b")}, {});
  settle();
  CHECK(other.all.size() == 1);
}

TEST_CASE_FIXTURE(by_hand, "a link has a bounded number of relays") {
  for (std::size_t i = 0; i < config::relays_per_link_max; ++i)
    ask_for_as_one(b, link, std::to_string(i));
  settle();
  CHECK(r.all.size() == config::relays_per_link_max);
  ask_for_as_one(b, link, "one more");
  ask_for(b, link, "one-more"); // nobody is told, who is none of ours
  settle();
  CHECK(r.all.size() == config::relays_per_link_max);
  ask_for_as_one(b, link, "7"); // its own, again
  settle();
  CHECK(r.all.size() == config::relays_per_link_max + 1);

  // What another link has counts for that link, and a name taken over changes sides.
  const auto second = b.connect("n:7000");
  ask_for_as_one(b, second, "0");
  settle();
  CHECK(r.all.size() == config::relays_per_link_max + 2);
  ask_for_as_one(b, link, "one-more");
  settle();
  CHECK(r.all.size() == config::relays_per_link_max + 3);
  ask_for(b, link, "0"); // only who has the name is told
  settle();
  REQUIRE(r.all.size() == config::relays_per_link_max + 4);
  const auto told = wire::decode_relay_notice(wire::view_of(r.all.back().payload));
  REQUIRE(told);
  CHECK(told->kind == wire::relay_notice_kind::wanted);
}

TEST_CASE_FIXTURE(by_hand, "a node has a bounded number of relays, and links free theirs") {
  std::size_t made = 0;
  std::string last = link;
  while (made < config::relays_max) {
    if (made > 0 && made % config::relays_per_link_max == 0) last = b.connect("n:7000");
    ask_for(b, last, std::to_string(made++));
    if (made % 1000 == 0) settle();
  }
  settle();
  CHECK(r.all.size() == config::relays_max);
  const auto another = b.connect("n:7000");
  ask_for(b, another, "x");
  settle();
  CHECK(r.all.size() == config::relays_max);

  // Somebody from where there are fewer gets a place of those.
  auto& told = c.start_probe("r");
  ask_for(c, c.connect("n:7000"), "of-c");
  settle();
  CHECK(told.all.size() == 1);
  CHECK(hosted().size() == config::relays_max);
  CHECK_FALSE(n.workers().find(local("forward_to_" + std::to_string(made - 1))).open());
  REQUIRE(b.ask("DELETE", "/v1/tcp-connections/" + link).status == 200);
  settle();
  CHECK(hosted().size() == config::relays_max - config::relays_per_link_max);
  ask_for(b, another, "x");
  settle();
  CHECK(r.all.size() == config::relays_max + 1);
}

TEST_CASE_FIXTURE(by_hand, "relays whose way has ended go a few in a turn") {
  const std::size_t count = 5 * config::relay_ends_per_turn;
  for (std::size_t i = 0; i < count; ++i) ask_for(b, link, std::to_string(i));
  settle();
  REQUIRE(r.all.size() == count);
  const auto there = [&] {
    std::size_t out = 0;
    for (std::size_t i = 0; i < count; ++i)
      out += n.workers().find(local("forward_to_" + std::to_string(i))).open() ? 1 : 0;
    return out;
  };
  const auto links = n.ask("GET", "/v1/tcp-connections").body;
  REQUIRE(links.size() == 1);
  const std::string far_end = links[0]["worker_address"];
  caf::anon_send_exit(n.workers().find(local(far_end)).actor(), caf::exit_reason::kill);
  for (std::size_t before = count, turns = 0; before > 0; ++turns) {
    REQUIRE(turns < 100);
    n.home->round(0);
    const auto now = there();
    CHECK(before - now <= config::relay_ends_per_turn);
    before = now;
  }
  CHECK(hosted().empty());
}

TEST_CASE_FIXTURE(by_hand, "relays that lead to each other across nodes do not loop for ever") {
  // forward_to_p at n leads to forward_to_q at b, which leads to forward_to_p at n.
  b.listen(8000);
  const auto back = n.connect("b:8000");
  b.route({local(link), local("static_forwarding_service")}, wire::encode_text("p"),
          {local("forward_to_q"), local("r")});
  n.route({local(back), local("static_forwarding_service")}, wire::encode_text("q"),
          {local("forward_to_p"), local("r")});
  settle();
  REQUIRE(n.workers().find(local("forward_to_p")).open());
  REQUIRE(b.workers().find(local("forward_to_q")).open());
  n.route({local("forward_to_p"), local("echo")}, wire::view_of("round and round"));
  settle(); // which it would not, else
  CHECK(a.send_text("/dnsaddr/n/tcp/7000/service/uppercase", "still here") == "STILL HERE");
}

TEST_CASE_FIXTURE(by_hand, "a relay whose way stays in this node is refused") {
  n.route({local("forwarding_service")}, wire::encode_text("x"), {local("hop"), local("r")});
  settle();
  CHECK(hosted().empty());
  CHECK_FALSE(n.workers().find(local("forward_to_x")).open());
}
