#include "channels/membership/authority_world.hpp"

#include <caf/send.hpp>

using namespace ockam;
using namespace ockam::tests;

TEST_CASE("a node without an authority believes nothing, and its channels stand") {
  channel_world w;
  const authority a;
  w.alice.credentials.present({a.issue(a.member(id_of(1)))});
  w.open();
  CHECK_FALSE(w.bob.credentials.trusts_any());
  CHECK(w.bob.channels.size() == 1);
  CHECK(w.bob.credentials.find(id_of(1)) == nullptr);
  CHECK(w.bob.credentials.peers().empty());
}

TEST_CASE("what either side shows in a handshake is known to the other from the first message on") {
  authority_world w;
  w.alice.credentials.trust(w.authority.who);
  w.alice.credentials.present(w.shown(w.alice_is("client")));
  w.bob.credentials.present({w.authority.issue(w.authority.member(id_of(2)))});
  w.connect();
  CHECK(w.role() == "client");
  const auto* const held = w.bob.credentials.find(id_of(1));
  REQUIRE(held);
  CHECK(held->authority == w.authority.who.id());
  CHECK(held->until == end - 2);
  const auto* const theirs = w.alice.credentials.find(id_of(2));
  REQUIRE(theirs);
  CHECK(theirs->attributes.at("role") == "member");
  CHECK(w.bob.credentials.peers() == std::vector{id_of(1)});
}

TEST_CASE("a credential that does not count leaves the channel as it is") {
  const person mallory(7);
  authority_world w;
  auto of_another = w.alice_is("client");
  of_another.subject = mallory.who.id();
  const auto channel_key = channels::attest(w.authority.who, w.authority.primary,
                                            channels::x25519_public_key{1}, lifetime);
  const auto foreign = channels::issue(
      w.alice_is("client"), mallory.signer,
      channels::attest(mallory.who, mallory.signer, mallory.signer.public_key(), lifetime));
  auto forged = w.authority.issue(w.alice_is("client"));
  forged.credential.envelope.back() ^= 1;
  for (const auto& bad :
       {w.authority.issue(of_another), w.authority.issue(w.alice_is("client", start + 2, now - 1)),
        w.authority.issue(w.alice_is("client", now + 61)),
        channels::issue(w.alice_is("client"), w.authority.credential_key, channel_key), foreign,
        forged}) {
    w.alice.credentials.present({bad});
    w.connect();
    CHECK(w.role() == "nobody");
  }
  CHECK(w.bob.channels.size() == 6);
  w.alice.credentials.present({forged, w.authority.issue(w.alice_is("client")), foreign});
  w.connect();
  CHECK(w.role() == "client");
}

TEST_CASE("of several credentials the one that was issued last counts") {
  authority_world w;
  w.alice.credentials.present({w.authority.issue(w.alice_is("older", now - 20)),
                               w.authority.issue(w.alice_is("newer", now - 10)),
                               w.authority.issue(w.alice_is("oldest", now - 30))});
  w.connect();
  CHECK(w.role() == "newer");
  w.alice.credentials.present(w.shown(w.alice_is("old", now - 15)));
  w.connect();
  CHECK(w.role() == "newer");
}

TEST_CASE("newer credentials are shown on the channels that are open, on both sides") {
  authority_world w;
  w.alice.credentials.trust(w.authority.who);
  w.connect();
  w.connect();
  CHECK(w.role() == "nobody");
  w.alice.credentials.present(w.shown(w.alice_is("client")));
  w.bob.credentials.present({w.authority.issue(w.authority.member(id_of(2)))});
  w.world.settle();
  CHECK(w.role() == "client");
  CHECK(w.alice.credentials.find(id_of(2)) != nullptr);
  w.world.advance(2s);
  w.alice.credentials.present(w.shown(w.alice_is("server", now - 5)));
  w.world.settle();
  CHECK(w.role() == "server");
  CHECK(w.bob.channels.size() == 2);
}

TEST_CASE("what was shown before its authority was trusted counts from then on") {
  authority_world w;
  w.bob.credentials.present({w.authority.issue(w.authority.member(id_of(2)))});
  w.connect();
  CHECK(w.alice.credentials.peers().empty());
  w.alice.credentials.trust(w.authority.who);
  w.world.settle();
  CHECK(w.alice.credentials.peers() == std::vector{id_of(2)});
  CHECK(w.alice.channels.size() == 1);
}

TEST_CASE("what is presented while a handshake is under way reaches its peer, too") {
  authority_world w;
  w.alice.credentials.trust(w.authority.who);
  std::optional<result<channels::channel_info>> made;
  const auto opening =
      channels::open_channel(w.alice.with, {w.alice.to("bob", {"api"}), w.alice.with.self, {}, 5s},
                             [&](auto info) { made = std::move(info); });
  for (int round = 0; round < 100 && !made; ++round) {
    w.alice.home->round(0);
    w.bob.home->round(0);
    w.world.net.pump();
    if (w.bob.workers.size() > 3) // the responder is there: m2 has left
      w.bob.credentials.present({w.authority.issue(w.authority.member(id_of(2)))});
  }
  w.world.settle();
  REQUIRE(made);
  CHECK(w.alice.credentials.find(id_of(2)) != nullptr);
}

TEST_CASE("whoever sends newer credentials all the time is heard once a while") {
  authority_world w;
  w.connect();
  for (int i = 0; i < 50; ++i) {
    w.alice.credentials.present(w.shown(w.alice_is(std::to_string(i), start + 2 + i)));
    w.world.settle();
  }
  CHECK(w.role() == "0");
  w.world.advance(config::refresh_pause + 1ms);
  CHECK(w.role() == "49");
}

TEST_CASE("another identity of the node does not show the node's credentials") {
  authority_world w;
  w.alice.credentials.present(w.shown(w.alice_is("client")));
  std::optional<result<channels::channel_info>> made;
  const auto opening =
      channels::open_channel(w.alice.with, {w.alice.to("bob", {"api"}), self_of(9), {}, 5s},
                             [&](auto info) { made = std::move(info); });
  w.world.settle();
  REQUIRE(made);
  REQUIRE(*made);
  CHECK(w.bob.credentials.peers().empty());
}

TEST_CASE("a standing is held while a channel is open in which it was shown") {
  authority_world w;
  const auto bare = w.connect();
  w.alice.credentials.present(w.shown(w.alice_is("client")));
  const auto first = w.connect(), second = w.connect();
  caf::anon_send_exit(bare.actor, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(first.actor, caf::exit_reason::user_shutdown);
  w.world.settle();
  CHECK(w.role() == "client");
  caf::anon_send_exit(second.actor, caf::exit_reason::user_shutdown);
  w.world.settle();
  CHECK(w.role() == "nobody");
  CHECK(w.bob.credentials.peers().empty());
}
