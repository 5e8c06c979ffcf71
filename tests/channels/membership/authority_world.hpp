// Alice and bob, and an authority that bob trusts.
#pragma once
#include "channels/handshake/channel_world.hpp"

namespace ockam::tests {

struct authority_world : channel_world {
  authority_world() {
    bob.credentials.trust(authority.who);
    bob.listen_for_channels();
  }
  channels::credential alice_is(const std::string& role, channels::timestamp from = start + 2,
                                channels::timestamp until = end - 2) const {
    return {id_of(1), {}, 1, {{"role", role}}, {from, until}};
  }
  std::vector<channels::presented_credential> shown(const channels::credential& c) const {
    return {authority.issue(c)};
  }
  channels::channel_info connect() {
    const auto made = alice.open_channel(alice.to("bob", {"api"}));
    REQUIRE(made);
    world.settle();
    return *made;
  }
  /// What bob takes alice for.
  std::string role() const {
    const auto* const held = bob.credentials.find(id_of(1));
    return held ? held->attributes.at("role") : "nobody";
  }
  tests::authority authority;
};

} // namespace ockam::tests
