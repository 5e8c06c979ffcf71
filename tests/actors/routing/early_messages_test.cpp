#include "actors/relays/relay_nodes.hpp"
#include "config/defaults.hpp"

using namespace ockam;
using namespace ockam::tests;
using namespace std::chrono_literals;

namespace {

//   a ---- n:7000 ---- b, which registers `b` at n while a speaks to it already
struct early : relayed {
  void say(const std::string& to, std::string_view text) {
    a.route({local(link), local("forward_to_b"), local(to)}, wire::encode_text(text), {local("r")});
    settle();
  }
  std::string link = a.connect("n:7000");
  probe& r = a.start_probe("r");
  probe& x = b.start_probe("x");
};

} // namespace

TEST_CASE_FIXTURE(early, "first words to a relay reach its owner, who registers a moment later") {
  say("x", "one");
  say("x", "two");
  CHECK(n.workers().find(local("forward_to_b")).open() == false);
  advance(500ms);
  CHECK(x.all.empty());
  REQUIRE(register_at_n(b, "b").status == 201);
  advance(config::early_look_period);
  REQUIRE(x.all.size() == 2); // in their order
  CHECK(x.all[0].payload == bare("one"));
  CHECK(x.all[1].payload == bare("two"));
}

TEST_CASE_FIXTURE(early, "they are answered as if the relay had been there") {
  say("echo", "hello");
  REQUIRE(register_at_n(b, "b").status == 201);
  advance(config::early_look_period);
  REQUIRE(r.all.size() == 1);
  CHECK(r.all[0].payload == bare("hello"));
}

TEST_CASE_FIXTURE(early, "they do not wait for longer than who said them") {
  say("x", "one");
  advance(config::early_kept_for + config::early_look_period);
  REQUIRE(register_at_n(b, "b").status == 201);
  advance(1s);
  CHECK(x.all.empty());
}

TEST_CASE_FIXTURE(early, "they do not wait for who has gone") {
  say("x", "one");
  REQUIRE(a.ask("DELETE", "/v1/tcp-connections/" + link).status < 300);
  REQUIRE(register_at_n(b, "b").status == 201);
  advance(1s);
  CHECK(x.all.empty());
}

TEST_CASE_FIXTURE(early, "only what begins something waits, and only for a relay") {
  b.start_probe("00112233445566778899aabbccddeeff");
  say("00112233445566778899aabbccddeeff", "of something that is there already");
  say("x", std::string(config::early_message_size_max, 'x'));
  a.route({local(link), local("y")}, wire::encode_text("no relay"), {local("r")});
  a.route({local(link), local("forward_to_b")}, wire::encode_text("to itself"), {local("r")});
  settle();
  auto& y = n.start_probe("y");
  REQUIRE(register_at_n(b, "b").status == 201);
  advance(1s);
  CHECK(x.all.empty());
  CHECK(y.all.empty());
}

TEST_CASE_FIXTURE(early, "so many wait and no more, and all are dropped in the end") {
  for (std::size_t i = 0; i < config::early_messages_max + 10; ++i) say("x", "again");
  advance(config::early_kept_for + config::early_look_period);
  REQUIRE(register_at_n(b, "b").status == 201);
  advance(1s);
  CHECK(x.all.empty());
  for (std::size_t i = 0; i < 3; ++i) say("x", "now");
  CHECK(x.all.size() == 3);
}
