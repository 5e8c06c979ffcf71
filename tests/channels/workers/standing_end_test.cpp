// How the standing of a peer ends, and what ends with it: by the time of day, or because somebody
// says so.
#include "channels/membership/authority_world.hpp"

#include <caf/send.hpp>

using namespace ockam;
using namespace ockam::tests;
using channels::timestamp;

namespace {

constexpr timestamp lifetime_s = 30;

/// Alice shows bob that she is a client for some seconds.
struct short_lived_world : authority_world {
  explicit short_lived_world(timestamp seconds = lifetime_s) {
    alice.credentials.present(shown(alice_is("client", now, now + seconds)));
  }
  /// Both clocks go on.
  void pass(std::chrono::seconds time) {
    for (; time > 0s; time -= 1s) {
      alice.wall.time += 1;
      bob.wall.time += 1;
      world.advance(1s);
    }
  }
};

} // namespace

TEST_CASE("the channels in which a credential was shown end when it expires") {
  short_lived_world w;
  w.connect();
  w.connect();
  w.pass(std::chrono::seconds(lifetime_s));
  CHECK(w.role() == "client");
  CHECK(w.bob.channels.size() == 2);
  w.pass(1s);
  CHECK(w.role() == "nobody");
  CHECK(w.bob.channels.size() == 0);
  CHECK(w.alice.channels.size() == 0); // she is told
  CHECK(w.bob.credentials.peers().empty());
}

TEST_CASE("a channel in which nothing was shown outlives the standing of its peer") {
  authority_world w;
  const auto bare = w.connect();
  w.bob.credentials.take(id_of(1), "no channel", w.shown(w.alice_is("client", now, now + 5)));
  CHECK(w.role() == "client");
  w.bob.wall.time += 6;
  w.world.advance(6s);
  CHECK(w.bob.credentials.peers().empty());
  CHECK(w.alice.channels.find(bare.encryptor).has_value());
}

TEST_CASE("a newer credential that is shown in time extends a standing") {
  short_lived_world w;
  w.connect();
  w.pass(20s);
  w.alice.credentials.present(w.shown(w.alice_is("client", w.bob.wall.time, now + 60)));
  w.pass(30s);
  CHECK(w.role() == "client");
  CHECK(w.bob.channels.size() == 1);
  w.pass(15s);
  CHECK(w.bob.channels.size() == 0);
}

TEST_CASE("when the clock of the day jumps ahead a standing ends within seconds") {
  short_lived_world w(3600);
  w.connect();
  w.bob.wall.time += 7200;
  CHECK(w.role() == "nobody"); // for whoever asks, at once
  CHECK(w.bob.channels.size() == 1);
  w.world.advance(5s);
  CHECK(w.bob.channels.size() == 0);
}

TEST_CASE("when the clock of the day is set back a standing lasts as long as it says") {
  short_lived_world w;
  w.connect();
  w.bob.wall.time -= 1000;
  w.world.advance(500s);
  CHECK(w.role() == "client");
  CHECK(w.bob.channels.size() == 1);
}

TEST_CASE("hundreds of standings end each in its second") {
  authority_world w;
  constexpr std::size_t count = 300;
  for (std::size_t i = 0; i < count; ++i) {
    auto who = id_of(1);
    who.hash[0] = static_cast<std::uint8_t>(i % 256);
    who.hash[1] = static_cast<std::uint8_t>(i / 256);
    const channels::credential one{who, {}, 1, {}, {start + 2, now + i}};
    w.bob.credentials.take(who, "no channel", w.shown(one));
  }
  CHECK(w.bob.credentials.peers().size() == count);
  for (std::size_t second = 0; second < count; ++second) {
    w.bob.wall.time = now + second;
    w.world.advance(1s);
    CHECK(w.bob.credentials.peers().size() == count - second);
  }
}

namespace {

/// Bob can ask the authority; alice shows a credential of version 7.
struct asking_world : authority_world {
  asking_world() { asked.members = {{id_of(1), 7}}; }
  channels::credential of_version(std::uint64_t version, const std::string& role,
                                  timestamp from = now - 10) const {
    auto out = alice_is(role, from);
    out.attributes.emplace(channels::version_attribute, std::to_string(version));
    return out;
  }
  void show(const channels::credential& c) {
    alice.credentials.present(shown(c));
    world.settle();
  }
  /// A visit: a channel, a message to the echo, and Close. Whether it was alice to bob then.
  std::string visit() {
    const auto made = alice.open_channel(alice.to("bob", {"api"}));
    REQUIRE(made);
    world.settle();
    const auto out = role();
    caf::anon_send_exit(made->actor, caf::exit_reason::user_shutdown);
    world.settle();
    return out;
  }
  confirming_authority asked{bob.credentials, authority.who.id()};
};

} // namespace

TEST_CASE("whoever is no member any more loses the channels in which it showed what it was") {
  asking_world w;
  w.asked.members.emplace(id_of(3), 0);
  w.connect();
  w.show(w.of_version(7, "client"));
  w.connect();
  channel_node carol{w.world, "carol", 3};
  carol.credentials.present({w.authority.issue(w.authority.member(id_of(3)))});
  REQUIRE(carol.open_channel(carol.to("bob", {"api"})));
  w.world.settle();
  CHECK(w.bob.credentials.peers().size() == 2);
  SUBCASE("told") { w.asked.expel(id_of(1)); }
  SUBCASE("asked") {
    w.asked.members.erase(id_of(1));
    w.world.advance(config::standing_ask_after + 500ms);
  }
  CHECK(w.role() == "nobody");
  w.world.settle();
  CHECK(w.alice.channels.size() == 0); // she had shown it in both
  CHECK(w.bob.channels.size() == 1);
  CHECK(w.bob.credentials.peers() == std::vector{id_of(3)});
}

TEST_CASE("what a removed member shows counts for nothing, and its channel stands") {
  asking_world w;
  w.asked.members.clear();
  w.show(w.of_version(7, "client"));
  w.connect();
  CHECK(w.role() == "nobody");
  CHECK(w.bob.channels.size() == 1);
  w.asked.members = {{id_of(1), 9}}; // added again
  w.world.advance(2s);
  CHECK(w.role() == "nobody"); // the older credential stays one
  w.show(w.of_version(9, "member again", now - 5));
  CHECK(w.role() == "member again");
}

TEST_CASE("visits of a removed member are not answered for longer than a standing lives") {
  asking_world w;
  w.show(w.of_version(7, "client"));
  CHECK(w.visit() == "client");
  w.asked.members.clear();
  const auto removed = w.world.clock.time;
  for (int i = 0; i < 100; ++i) {
    const auto role = w.visit();
    if (w.world.clock.time - removed > config::standing_life) CHECK(role == "nobody");
    w.world.advance(100ms);
  }
}

TEST_CASE("however many come at once, the authority is asked once about all") {
  asking_world w;
  w.show(w.of_version(7, "client"));
  w.asked.slow = true;
  const auto route = w.alice.to("bob", {"api"});
  std::vector<std::unique_ptr<channels::channel_opening>> openings;
  for (int i = 0; i < 20; ++i)
    openings.push_back(channels::open_channel(w.alice.with, {route, w.alice.with.self, {}, 5s},
                                              [](const auto&) {}));
  w.world.settle();
  CHECK(w.bob.channels.size() == 20);
  REQUIRE(w.asked.questions.size() == 1);
  CHECK(w.asked.questions[0] == std::vector{id_of(1)});
  w.asked.answer_slow_ones();
  CHECK(w.role() == "client");
}

TEST_CASE("what comes before the answer waits for it, in order, and for no longer") {
  asking_world w;
  w.show(w.of_version(7, "client"));
  w.asked.slow = true;
  auto& seen = w.bob.start<probe>("x");
  const auto made = w.alice.open_channel(w.alice.to("bob", {"api"}));
  REQUIRE(made);
  const wire::route there{wire::local(made->encryptor), wire::local("x")};
  for (const auto* text : {"1", "2", "3"}) w.alice.send(there, text);
  SUBCASE("and is delivered then") {
    w.world.settle();
    CHECK(seen.all.empty());
    w.asked.answer_slow_ones();
    w.world.settle();
    REQUIRE(seen.all.size() == 3);
    CHECK(seen.all[2].payload == "3");
    w.alice.send(there, "4");
    w.world.settle();
    CHECK(seen.all.size() == 4);
  }
  SUBCASE("also if the peer has said Close behind it") {
    w.world.settle();
    caf::anon_send_exit(made->actor, caf::exit_reason::user_shutdown);
    w.world.settle();
    CHECK(w.bob.channels.size() == 1);
    w.asked.answer_slow_ones();
    w.world.settle();
    CHECK(seen.all.size() == 3);
    CHECK(w.bob.channels.size() == 0);
  }
  SUBCASE("but for so much of it") {
    for (std::size_t i = 0; i < 2 * config::held_messages_max; ++i) w.alice.send(there, "more");
    w.world.settle();
    w.asked.answer_slow_ones();
    w.world.settle();
    CHECK(seen.all.size() == config::held_messages_max);
  }
}

TEST_CASE("an older credential with more rights ends when the attributes change") {
  asking_world w;
  w.show(w.of_version(7, "admin"));
  w.connect();
  CHECK(w.role() == "admin");
  w.asked.members = {{id_of(1), 8}};
  SUBCASE("in the channels that are open") { w.world.advance(4s); }
  SUBCASE("and in visits") {
    w.world.advance(4s);
    CHECK(w.visit() == "nobody");
  }
  CHECK(w.role() == "nobody");
  CHECK(w.bob.channels.size() == 1);
  w.show(w.of_version(8, "guest", now - 5));
  CHECK(w.role() == "guest");
}

TEST_CASE("whoever shows a newer credential in time loses nothing by a change") {
  std::vector<std::string> heard; // longer than the node, which says that it ends
  asking_world w;
  w.show(w.of_version(7, "client"));
  w.connect();
  w.bob.credentials.on_change([&](const auto&) { heard.push_back(w.role()); });
  w.asked.members = {{id_of(1), 8}};
  w.world.advance(config::standing_ask_after + 500ms);
  CHECK(w.role() == "client");
  w.show(w.of_version(8, "server", now - 5));
  CHECK(w.role() == "server");
  w.world.advance(20s);
  CHECK(heard == std::vector<std::string>{"server"});
}

TEST_CASE("while the authority is silent whoever it confirmed stays for a while") {
  asking_world w;
  w.asked.members.emplace(id_of(3), 0);
  w.show(w.of_version(7, "client"));
  w.connect();
  w.asked.silent = true;
  w.world.advance(config::standing_kept - 10s);
  CHECK(w.role() == "client");
  channel_node carol{w.world, "carol", 3};
  carol.credentials.present({w.authority.issue(w.authority.member(id_of(3)))});
  REQUIRE(carol.open_channel(carol.to("bob", {"api"})));
  w.world.settle();
  CHECK_FALSE(w.bob.credentials.find(id_of(3))); // it was never confirmed
  w.world.advance(20s);
  CHECK(w.role() == "nobody");
  CHECK(w.bob.channels.size() == 2);
  w.asked.silent = false;
  w.world.advance(5s);
  CHECK(w.role() == "client");
  CHECK(w.bob.credentials.find(id_of(3)));
}

TEST_CASE("who counts while the authority is silent is a choice") {
  asking_world w;
  w.show(w.of_version(7, "client"));
  SUBCASE("nobody") {
    w.bob.credentials.set_when_silent(channels::when_silent::refuse);
    w.connect();
    CHECK(w.role() == "client");
    w.asked.silent = true;
    w.world.advance(config::standing_life_connected + 500ms);
    CHECK(w.role() == "nobody");
  }
  SUBCASE("everybody whose credential holds") {
    w.bob.credentials.set_when_silent(channels::when_silent::keep_until_expiry);
    w.asked.silent = true;
    w.connect();
    CHECK(w.role() == "client");
    w.world.advance(2 * config::standing_kept);
    CHECK(w.role() == "client");
  }
}

TEST_CASE("who wants to know hears of every standing that comes, changes and goes") {
  std::vector<std::string> heard; // longer than the node, which says that it ends
  asking_world w;
  w.bob.credentials.on_change([&](const wire::identifier& peer) {
    CHECK(peer == id_of(1));
    heard.push_back(w.role());
  });
  w.show(w.of_version(7, "client"));
  w.connect();
  w.world.advance(2s);
  w.show(w.of_version(7, "server", now - 5));
  w.asked.expel(id_of(1));
  w.world.settle();
  CHECK(heard == std::vector<std::string>{"client", "server", "nobody"});
}
