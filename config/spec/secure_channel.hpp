// A secure channel to a listener.
#pragma once
#include "config/spec/resource.hpp"

namespace ockam::config {

struct secure_channel final : on_node {
  std::string to, address, identity;
  texts authorized;

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{
        {&secure_channel::to, "to,t", "ROUTE",
         "Route to the listener, such as /node/n2/service/api", route, "to",
         option::required | option::route | telling},
        {&secure_channel::address, "address", "ADDRESS", "Of its near end; default a random one",
         link, "address", chosen},
        {&secure_channel::authorized, "authorized,a", "IDENTIFIER",
         "Who the peer may be; without it anybody; may be repeated", identifier, "authorized",
         option::repeated},
        {&secure_channel::identity, "identity", "NAME",
         "Who to be in the channel; without it who the node is", text, "identity"},
        {&secure_channel::timeout, "timeout", "TIME",
         "How long to wait: 5, 5s or 500ms; default 15s", duration, "timeout_ms", of_making},
        {&secure_channel::no_connection_wait, "", "", "", text, "no_connection_wait", of_making},
        {&secure_channel::node, "from,f,at,node,n", "NODE",
         "Node to ask; without it the default node", value_kind::name},
    };
    return all;
  }
  static constexpr resource_kind its_kind{.noun = "secure-channel",
                                          .plural = "secure-channels",
                                          .fields = fields,
                                          .name = "address",
                                          .known_by = "address",
                                          .role = "initiator"};
  const resource_kind& kind() const override { return its_kind; }
};

} // namespace ockam::config
