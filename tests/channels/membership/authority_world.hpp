// Alice and bob, and an authority that bob trusts.
#pragma once
#include "channels/handshake/channel_world.hpp"

namespace ockam::tests {

/// An authority that a node can ask: `members` has its members and their versions.
struct confirming_authority {
  confirming_authority(channels::credential_table& of, channels::identifier who)
      : table(of), authority(who) {
    table.confirm_by(authority,
                     [this](std::uint64_t number, const std::vector<channels::identifier>& whom) {
                       questions.push_back(whom);
                       if (silent) return table.unanswered(authority, number);
                       if (slow) return slow_ones.push_back(number);
                       table.answered(authority, number, words());
                     });
  }
  ~confirming_authority() { table.confirm_by(authority, {}); }
  confirming_authority(const confirming_authority&) = delete;
  confirming_authority& operator=(const confirming_authority&) = delete;

  channels::credential_table::words words() const {
    channels::credential_table::words out;
    for (const auto& [who, version] : members)
      out.emplace(who, channels::credential_table::word{version, {}});
    return out;
  }
  void answer_slow_ones() {
    for (const auto number : std::exchange(slow_ones, {}))
      table.answered(authority, number, words());
  }
  void expel(const channels::identifier& who) {
    members.erase(who);
    table.told(authority, who, {});
  }

  channels::credential_table& table;
  const channels::identifier authority;
  std::map<channels::identifier, std::uint64_t> members;
  std::vector<std::vector<channels::identifier>> questions;
  bool silent = false, slow = false;
  std::vector<std::uint64_t> slow_ones;
};

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
  /// The standing of alice at bob.
  std::string role() const {
    const auto* const held = bob.credentials.find(id_of(1));
    return held ? held->attributes.at("role") : "nobody";
  }
  tests::authority authority;
};

} // namespace ockam::tests
