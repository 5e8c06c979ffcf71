#include "channels/handshake/channel_world.hpp"
#include "transports/links/link.hpp"

#include <cstring>

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace {

/// A first hop that can be told where to lead, and counts what is asked of it.
class detour : public transports::worker {
public:
  detour(caf::actor_config& cfg, transports::directory& d) : worker(cfg), directory_(d) {}
  void deliver(transports::message&& m) override {
    m.onward.pop_front();
    m.onward.push_front(local(to));
    directory_.route(std::move(m));
  }
  void pause_reading() override { ++pauses; }
  void resume_reading() override { --pauses; }
  void apply_backpressure(const wire::route& r) override { held_back.push_back(to_string(r)); }
  std::string to;
  int pauses = 0;
  std::vector<std::string> held_back;

private:
  transports::directory& directory_;
};

transports::worker& at(virtual_node& node, std::string_view address) {
  return *node.workers.find(local(address)).here();
}

} // namespace

TEST_CASE("as a first hop an encryptor has the gate of the link below") {
  channel_world w;
  const auto channel = w.open();
  auto& near = at(w.alice, channel.encryptor);
  CHECK(near.egress() != nullptr);
  CHECK(near.egress() == at(w.alice, wire::address{channel.way.front()}.value).egress());
  CHECK(near.leads_away());
  CHECK(near.proven_peer() == person(2).who.id());
}

TEST_CASE("an encryptor pauses its link, and holds sources back through it") {
  channel_world w;
  w.bob.listen_for_channels();
  auto& hop = w.alice.start<detour>("detour",
                                    std::ref(static_cast<transports::directory&>(w.alice.workers)));
  const auto real = w.alice.to("bob", {"api"});
  hop.to = wire::address{real.front()}.value;
  // Both ends write [detour, api], so the encryptor's first hop stays the link of m2's way back.
  const auto channel = w.alice.open_channel({local("detour"), local("api")});
  REQUIRE(channel);
  CHECK(channel->way.front() == local(hop.to));
  auto& near = at(w.alice, channel->encryptor);
  auto& link = dynamic_cast<transports::link&>(at(w.alice, hop.to));
  near.pause_reading();
  near.pause_reading();
  CHECK(link.counters().pauses == 2);
  near.resume_reading();
  near.resume_reading();
  w.alice.send({local(channel->encryptor), local("echo")}, "x", {local("nobody")});
  w.world.settle();
  CHECK(w.alice.workers.dropped == 1); // the echo came back: input goes on
}

TEST_CASE("a channel that ends lets go of the link that it stopped") {
  channel_world w;
  const auto channel = w.open();
  auto& near = at(w.alice, channel.encryptor);
  near.pause_reading();
  near.pause_reading();
  caf::anon_send_exit(channel.actor, caf::exit_reason::user_shutdown);
  w.world.settle();
  REQUIRE(w.alice.channels.size() == 0);
  REQUIRE(w.alice.workers.dropped == 0);
  w.alice.send({channel.way.front(), local("echo")}, "x", {local("nobody")});
  w.world.settle();
  CHECK(w.alice.workers.dropped == 1); // the echo came back: the link is read
}

TEST_CASE("a responder follows an initiator that moves to another link") {
  channel_world w;
  w.bob.listen_for_channels();
  auto& back = w.alice.start<probe>("back");
  const auto channel = w.alice.open_channel(w.alice.to("bob", {"api"}));
  REQUIRE(channel);
  w.world.settle();
  const auto before = w.bob.channels.list()[0].way;
  auto& hop = w.alice.start<detour>("detour",
                                    std::ref(static_cast<transports::directory&>(w.alice.workers)));
  hop.to = wire::address{w.alice.to("bob", {}).front()}.value;
  auto& near = dynamic_cast<channels::encryptor&>(at(w.alice, channel->encryptor));
  near.pause_reading();
  near.redirect({local("detour"), channel->way.back()});
  CHECK(hop.pauses == 1); // what was paused below moves along
  near.resume_reading();
  CHECK(hop.pauses == 0);
  for (int i = 0; i < 3; ++i)
    w.alice.send({local(channel->encryptor), local("echo")}, "over", {local("back")});
  w.world.settle();
  CHECK(back.all.size() == 3);
  CHECK(hop.held_back.size() == 3); // the hop decides whether too much waits
  const auto after = w.bob.channels.list()[0].way;
  CHECK(after.front() != before.front());
  CHECK(after.back() == before.back());
  // From now on the channel lives as long as the new link.
  w.bob.links.close(wire::address{before.front()}.value);
  w.world.settle();
  CHECK(w.bob.channels.size() == 1);
}

TEST_CASE("bytes that somebody keeps go through a channel and stay as they are") {
  channel_world w;
  const auto channel = w.open();
  auto& back = w.alice.start<probe>("back");
  const auto sends = [&](transports::slice&& payload) {
    w.alice.workers.route(
        {{local(channel.encryptor), local("echo")}, {local("back")}, std::move(payload), 0, {}});
    w.world.settle();
    return back.all.empty() ? std::string{} : back.all.back().payload;
  };
  for (const std::size_t size : {std::size_t{1}, std::size_t{40'000}, 2 * config::slab_size}) {
    CAPTURE(size);
    const std::string text(size, 'k');
    auto payload = transports::slice::copy_of(wire::view_of(text));
    const auto kept = payload.share(); // with the room around it, for heads
    std::memcpy(payload.grow_front(1), "<", 1);
    std::memcpy(payload.grow_back(1), ">", 1);
    CHECK(sends(std::move(payload)) == "<" + text + ">");
    CHECK(wire::text_of(kept) == text);
    CHECK(sends(transports::slice{kept}) == text); // without any room
    CHECK(wire::text_of(kept) == text);
  }
}
