// How the standing of a peer ends, and what ends with it: by the time of day, or because somebody
// says so.
#include "channels/membership/authority_world.hpp"

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

TEST_CASE("whoever is revoked loses the channels in which it showed what it was") {
  authority_world w;
  w.connect();
  w.alice.credentials.present(w.shown(w.alice_is("client")));
  w.connect();
  channel_node carol{w.world, "carol", 3};
  carol.credentials.present({w.authority.issue(w.authority.member(id_of(3)))});
  REQUIRE(carol.open_channel(carol.to("bob", {"api"})));
  w.world.settle();
  CHECK(w.bob.credentials.peers().size() == 2);
  w.bob.credentials.revoke(id_of(1), "is no member any more");
  CHECK(w.role() == "nobody");
  w.world.settle();
  CHECK(w.alice.channels.size() == 0); // she had shown it in both
  CHECK(w.bob.channels.size() == 1);
  CHECK(w.bob.credentials.peers() == std::vector{id_of(3)});
}

TEST_CASE("what was issued before a revocation does not count after it") {
  authority_world w;
  w.alice.credentials.present(w.shown(w.alice_is("client", now - 10)));
  w.bob.credentials.revoke(id_of(1), "is no member any more"); // also of one who is not here
  w.connect();
  CHECK(w.role() == "nobody");
  CHECK(w.bob.channels.size() == 1); // the channel stands, as with any bad credential
  w.alice.credentials.present(w.shown(w.alice_is("another", now)));
  w.world.settle();
  CHECK(w.role() == "nobody");
  w.bob.wall.time += 10;
  w.world.advance(2s);
  w.alice.credentials.present(w.shown(w.alice_is("member again", now + 5)));
  w.world.settle();
  CHECK(w.role() == "member again");
}

TEST_CASE("the oldest revocation is forgotten when there are too many") {
  authority_world w;
  w.bob.credentials.revoke(id_of(1), "is no member any more");
  auto other = id_of(2);
  ++w.bob.wall.time;
  for (std::size_t i = 0; i < config::revocations_max; ++i) {
    other.hash[0] = static_cast<std::uint8_t>(i);
    other.hash[1] = static_cast<std::uint8_t>(i >> 8);
    w.bob.credentials.revoke(other, "is no member any more");
  }
  w.alice.credentials.present(w.shown(w.alice_is("forgotten")));
  w.connect();
  CHECK(w.role() == "forgotten");
}

TEST_CASE("who wants to know hears of every standing that comes, changes and goes") {
  authority_world w;
  std::vector<std::string> heard;
  w.bob.credentials.on_change([&](const wire::identifier& peer) {
    CHECK(peer == id_of(1));
    heard.push_back(w.role());
  });
  w.alice.credentials.present(w.shown(w.alice_is("client", now - 10)));
  const auto made = w.connect();
  w.world.advance(2s);
  w.alice.credentials.present(w.shown(w.alice_is("server", now - 5)));
  w.world.settle();
  w.bob.credentials.revoke(id_of(1), "is no member any more");
  w.world.settle();
  CHECK(heard == std::vector<std::string>{"client", "server", "nobody"});
}
