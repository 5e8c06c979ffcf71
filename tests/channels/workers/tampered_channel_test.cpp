// What somebody on the way can do to a channel: drop its messages, and nothing else.
#include "channels/handshake/channel_world.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace {

/// A hop that shows what passes to the test, which may change or keep it.
class watched_hop : public transports::worker {
public:
  using decision = std::function<bool(transports::message&)>; ///< whether it goes on
  watched_hop(caf::actor_config& cfg, transports::directory& d) : worker(cfg), directory_(d) {}
  void deliver(transports::message&& m) override {
    m.onward.pop_front();
    m.return_route.push_front(local("middle"));
    ++passed;
    if (!decide || decide(m)) directory_.route(std::move(m));
  }
  decision decide;
  int passed = 0;

private:
  transports::directory& directory_;
};

/// alice -- mallory -- bob: all messages pass mallory's hop, both ways.
struct tampered_world {
  simulation world;
  channel_node alice{world, "alice", 1}, bob{world, "bob", 2};
  virtual_node mallory{world, "mallory"};
  watched_hop& middle;
  tampered_world()
      : middle(mallory.start<watched_hop>(
          "middle", std::ref(static_cast<transports::directory&>(mallory.workers)))) {
    bob.listen(1);
    mallory.listen(1);
    bob.listen_for_channels();
  }

  wire::route to_bob() {
    const auto link = mallory.open({"bob", 1});
    return alice.to("mallory", {"middle", link->address, "api"});
  }
  result<channels::channel_info> open() { return alice.open_channel(to_bob(), {}, 2s); }
  /// Sends numbered messages through a channel and returns what came out at bob's.
  std::vector<std::string> send(const channels::channel_info& channel, int from, int count) {
    auto& seen = bob.start<probe>("seen" + std::to_string(from));
    for (int i = from; i < from + count; ++i)
      alice.send({local(channel.encryptor), local("seen" + std::to_string(from))},
                 std::to_string(i));
    world.settle();
    std::vector<std::string> out;
    for (const auto& each : seen.all) out.push_back(each.payload);
    return out;
  }
};

wire::bytes payload_of(const transports::message& m) {
  return {m.payload.data(), m.payload.data() + m.payload.size()};
}

} // namespace

TEST_CASE("a handshake with any flipped bit or cut end opens no channel, and nothing crashes") {
  // Every 37th bit, each byte's cut: all of them are tested without actors (handshake_test).
  for (int message = 0; message < 3; ++message) {
    std::size_t size = 0, tried = 0;
    for (std::size_t bit = 0; bit == 0 || bit < 8 * size; bit += 37) {
      tampered_world w;
      w.middle.decide = [&, number = 0](transports::message& m) mutable {
        if (number++ == message) {
          size = m.payload.size();
          m.payload.data()[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        }
        return true;
      };
      const auto opened = w.open();
      w.world.advance(config::handshake_timeout + 1s);
      // m3 is the initiator's last word: it can not know what became of it.
      CHECK(bool(opened) == (message == 2));
      CHECK(w.bob.channels.size() == 0);
      ++tried;
    }
    CHECK(tried > 5);
  }
}

TEST_CASE("a record that was changed is dropped, and the channel goes on") {
  tampered_world w;
  const auto channel = w.open();
  REQUIRE(channel);
  w.middle.decide = [number = 0](transports::message& m) mutable {
    if (number % 2 == 1) m.payload.data()[m.payload.size() - 1 - number] ^= 1;
    ++number;
    return true;
  };
  CHECK(w.send(*channel, 0, 10) == std::vector<std::string>{"0", "2", "4", "6", "8"});
  w.middle.decide = nullptr;
  CHECK(w.send(*channel, 10, 2) == std::vector<std::string>{"10", "11"});
}

TEST_CASE("records that were dropped or turned around are no reason to end a channel") {
  tampered_world w;
  const auto channel = w.open();
  REQUIRE(channel);
  std::vector<transports::message> kept;
  w.middle.decide = [&](transports::message& m) {
    kept.push_back(std::move(m));
    return false;
  };
  CHECK(w.send(*channel, 0, 6).empty());
  w.middle.decide = nullptr;
  for (const std::size_t i : {5, 3, 0, 1}) w.mallory.workers.route(std::move(kept[i]));
  CHECK(w.send(*channel, 6, 1) == std::vector<std::string>{"6"});
}

TEST_CASE("a record counts once, however often it comes") {
  tampered_world w;
  const auto channel = w.open();
  REQUIRE(channel);
  w.middle.decide = [&](transports::message& m) {
    for (int i = 0; i < 3; ++i)
      w.mallory.workers.route({m.onward, m.return_route, transports::slice::copy_of(m.payload)});
    return true;
  };
  CHECK(w.send(*channel, 0, 4) == std::vector<std::string>{"0", "1", "2", "3"});
}

TEST_CASE("messages of a handshake that are said again change nothing") {
  tampered_world w;
  std::vector<transports::message> said;
  w.middle.decide = [&](transports::message& m) {
    said.push_back({m.onward, m.return_route, transports::slice::copy_of(m.payload)});
    return true;
  };
  const auto channel = w.open();
  REQUIRE(channel);
  w.world.settle();
  REQUIRE(said.size() == 3);
  w.middle.decide = nullptr;
  for (auto& m : said) w.mallory.workers.route(std::move(m));
  w.world.settle();
  CHECK(w.send(*channel, 0, 2) == std::vector<std::string>{"0", "1"});
  w.world.advance(config::handshake_timeout + 1s);
  CHECK(w.bob.channels.size() == 1);
}

TEST_CASE("what passes the middle shows neither payload nor worker") {
  tampered_world w;
  wire::bytes all;
  w.middle.decide = [&](transports::message& m) {
    const auto payload = payload_of(m);
    all.insert(all.end(), payload.begin(), payload.end());
    return true;
  };
  const auto channel = w.open();
  REQUIRE(channel);
  w.bob.start<probe>("secret worker");
  w.alice.send({local(channel->encryptor), local("secret worker")}, "attack at dawn");
  w.world.settle();
  CHECK(w.middle.passed == 4);
  const auto text = wire::text_of(all);
  CHECK(text.find("attack") == std::string_view::npos);
  CHECK(text.find("secret") == std::string_view::npos);
}
