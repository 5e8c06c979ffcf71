#include "channels/handshake/channel_world.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace {

/// First messages that nobody is going to finish, each from another address behind a link.
void flood(virtual_node& from, const wire::route& listener, int count, int size = 32) {
  for (int i = 0; i < count; ++i) {
    auto m1 = std::string(size, 'x');
    m1[0] = static_cast<char>(i), m1[1] = static_cast<char>(i >> 8);
    from.send(listener, m1, {local("nobody" + std::to_string(i))});
  }
}

} // namespace

TEST_CASE("ten thousand handshakes that nobody finishes cost bounded memory, and keep nobody out") {
  channel_world w;
  auto& listener = w.bob.listen_for_channels();
  virtual_node mallory{w.world, "mallory"};
  const auto link = mallory.open({"bob", 1});
  for (int i = 0; i < 10; ++i) flood(mallory, {local(link->address), local("api")}, 1000);
  // The flood is under way, nothing of it has been looked at; now somebody honest comes.
  const auto rounds_before = w.world.clock.now();
  CHECK(w.alice.open_channel(w.alice.to("bob", {"api"})));
  CHECK(w.world.clock.now() == rounds_before); // without waiting for a timer
  CHECK(listener.unfinished() <= config::handshakes_open_per_link_max);
  CHECK(w.bob.workers.size() < config::handshakes_open_per_link_max + 10);
  w.world.advance(config::handshake_timeout + 1s);
  CHECK(listener.unfinished() == 0);
  CHECK(w.bob.channels.size() == 1);
}

TEST_CASE("what begins no handshake is dropped") {
  channel_world w;
  auto& listener = w.bob.listen_for_channels();
  virtual_node mallory{w.world, "mallory"};
  const auto link = mallory.open({"bob", 1});
  const wire::route api{local(link->address), local("api")};
  flood(mallory, api, 5, 31);
  flood(mallory, api, 5, 1025);
  flood(mallory, {local(link->address), local("api"), local("beyond")}, 5);
  w.world.settle();
  CHECK(listener.unfinished() == 0);
  flood(mallory, api, 1, 1024); // a payload in clear is allowed, if no use
  w.world.settle();
  CHECK(listener.unfinished() == 1);
}

TEST_CASE("a listener that ends takes unfinished handshakes along, and leaves open channels") {
  channel_world w;
  w.open();
  virtual_node mallory{w.world, "mallory"};
  const auto link = mallory.open({"bob", 1});
  flood(mallory, {local(link->address), local("api")}, 3);
  w.world.settle();
  const auto before = w.bob.workers.size();
  caf::anon_send_exit(w.bob.workers.find(local("api")).actor(), caf::exit_reason::user_shutdown);
  w.world.settle();
  CHECK(w.bob.workers.size() == before - 3);
  CHECK(w.bob.channels.size() == 1);
}
