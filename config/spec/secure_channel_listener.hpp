// Where a node takes secure channels.
#pragma once
#include "config/spec/resource.hpp"

namespace ockam::config {

struct secure_channel_listener final : on_node {
  std::string address, identity;
  texts authorized;

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{
        {&secure_channel_listener::address, "address", "ADDRESS", "Of the listener", worker,
         "address", needed | telling},
        {&secure_channel_listener::authorized, "authorized,a", "IDENTIFIER",
         "Who may open channels; without it everybody; may be repeated", identifier, "authorized",
         option::repeated},
        {&secure_channel_listener::identity, "identity", "NAME",
         "Who the listener proves to be; without it who the node is", text, "identity"},
        {&secure_channel_listener::node, "at,node,n", "NODE",
         "Node to ask; without it the default node", value_kind::name},
    };
    return all;
  }
  static constexpr resource_kind its_kind{.noun = "secure-channel-listener",
                                          .plural = "secure-channel-listeners",
                                          .fields = fields,
                                          .name = "address",
                                          .word_is_name = true,
                                          .known_by = "address",
                                          .one_of_a_name = true};
  const resource_kind& kind() const override { return its_kind; }
};

} // namespace ockam::config
