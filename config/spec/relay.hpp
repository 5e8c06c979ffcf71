// An address at other nodes that hands messages to this one.
#pragma once
#include "config/spec/resource.hpp"
#include "config/spec/words.hpp"

namespace ockam::config {

struct relay final : on_node {
  std::string name, allow, identity;
  texts places; ///< where it shall be: at each of them
  texts authorized;

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{
        {&relay::name, "name,relay-name,relay-address", "NAME", "Messages go to forward_to_NAME",
         value_kind::relay, "name", option::in_files | telling | chosen},
        {&relay::places, "at", "ROUTE",
         "Where the relay shall be: /node/n2 or a route; given several times, at each; without it "
         "at the hubs, or else in /project/default",
         place, "at", option::repeated | option::route},
        {&relay::node, "to,node,n", "NODE", "Node to be reached; without it the default node",
         value_kind::name},
        {&relay::authorized, "authorized,a", "IDENTIFIER",
         "Who the other node may be, proven by a channel; default anybody; may be repeated",
         identifier, "authorized", option::repeated},
        {&relay::allow, "allow", "EXPRESSION",
         "Policy that the other node has to satisfy: role=client, or (= subject.role \"client\")",
         expression, "allow"},
        {&relay::identity, "identity", "NAME",
         "Who to be in the route's channels; without it who the node is", text, "identity"},
        {&relay::timeout, "timeout", "TIME", "How long to wait: 5, 5s or 500ms; default 10s",
         duration, "timeout_ms", of_making},
        {&relay::no_connection_wait, "no-connection-wait", "",
         "Return at once; the node goes on trying for ever", text, "no_connection_wait", of_making},
        {&relay::wait, "connection-wait,wait", "TIME",
         "How long to wait until the relay is proven; it is tried again meanwhile", duration},
        {{}, "retry-wait", "TIME", own_pace, ignored, "", option::in_files},
    };
    return all;
  }
  static constexpr resource_kind its_kind{.noun = "relay",
                                          .plural = "relays",
                                          .fields = fields,
                                          .name = "name",
                                          .word_is_name = true,
                                          .otherwise = "default",
                                          .known_by = "name",
                                          .role = "registered",
                                          .comes_up = true,
                                          .guarded_by = {"name", "remote_address"},
                                          .one_of_a_name = true};
  const resource_kind& kind() const override { return its_kind; }
};

} // namespace ockam::config
