// Nodes with a channel listener each, on the virtual clock and network.
#pragma once
#include "channels/identity/people.hpp"
#include "channels/workers/access_rules.hpp"
#include "channels/workers/channel_listener.hpp"
#include "channels/workers/open_channel.hpp"
#include "channels/workers/secure_channel.hpp"
#include "fixtures/virtual_node.hpp"

namespace ockam::tests {

struct virtual_wall_clock : transports::wall_clock {
  std::uint64_t now() const override { return time; }
  std::uint64_t time = tests::now;
};

/// The identity and key with which a person proves itself.
inline std::shared_ptr<const channels::own_identity> self_of(std::uint8_t byte) {
  const person who(byte);
  return std::make_shared<const channels::own_identity>(std::move(
      *channels::own_identity::make(who.who, who.signer, key_of(std::uint8_t(byte + 0x40)), now)));
}

/// A node that has channels. Its worker `echo` sends back what it gets.
struct channel_node : virtual_node {
  channel_node(simulation& w, const std::string& host, std::uint8_t person)
      : virtual_node(w, host), with{{parts}, wall, channels, credentials, access, self_of(person)} {
    start<echo>("echo", std::ref(static_cast<transports::directory&>(workers)));
  }
  ~channel_node() { world.end(*home); }

  channels::channel_listener& listen_for_channels(channels::allow_list authorized = {},
                                                  const std::string& address = "api") {
    return start<channels::channel_listener>(address, std::ref(with), address, with.self,
                                             std::move(authorized));
  }
  /// Makes a link to another node's port 1; returns the route to a worker behind it.
  wire::route to(const std::string& host, std::initializer_list<std::string_view> behind) {
    const auto made = open({host, 1});
    wire::route out{wire::local(made->address)};
    for (const auto hop : behind) out.push_back(wire::local(hop));
    return out;
  }
  result<channels::channel_info> open_channel(wire::route listener,
                                              channels::allow_list authorized = {},
                                              transports::duration timeout = 5s) {
    std::optional<result<channels::channel_info>> outcome;
    const auto opening = channels::open_channel(
        with, {std::move(listener), with.self, std::move(authorized), timeout},
        [&](auto made) { outcome = std::move(made); });
    world.advance_until([&] { return outcome.has_value(); }, timeout + 1s);
    return outcome ? *outcome : fail(errc::internal, "no answer from open_channel()");
  }

  virtual_wall_clock wall;
  channels::channel_table channels;
  channels::credential_table credentials{*home, wall, channels};
  channels::access_rules access{credentials};
  channels::context with;
};

/// Three nodes: alice and bob with channels, and a relay between them, that knows nothing.
struct channel_world {
  simulation world;
  channel_node alice{world, "alice", 1}, bob{world, "bob", 2};
  channel_world() { bob.listen(1); }

  channels::channel_info open() {
    bob.listen_for_channels();
    const auto made = alice.open_channel(alice.to("bob", {"api"}));
    REQUIRE(made);
    world.settle();
    return *made;
  }
};

} // namespace ockam::tests
