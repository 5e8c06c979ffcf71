// A TCP connection to another node, which is a hop for routes.
#pragma once
#include "config/spec/resource.hpp"

namespace ockam::config {

struct tcp_connection final : on_node {
  std::string to, worker_address, transit_policy;
  bool allow_transit = false;

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{
        {&tcp_connection::to, "to,t", "HOST:PORT", "Listener to connect to", target, "to",
         option::required | telling},
        {&tcp_connection::worker_address, "worker-address", "ADDRESS",
         "Its address as a worker; default a random one", link, "worker_address", chosen},
        {&tcp_connection::allow_transit, "allow-transit", "",
         "Pass on messages of everybody; without it those that come in on loopback", text,
         "allow_transit"},
        {&tcp_connection::transit_policy, "transit-policy", "EXPRESSION",
         "Pass on messages of those it is true of, too", expression, "transit_policy"},
        {&tcp_connection::timeout, "timeout", "TIME",
         "How long to wait: 5, 5s or 500ms; default 5s", duration, "timeout_ms", of_making},
        {&tcp_connection::no_connection_wait, "", "", "", text, "no_connection_wait", of_making},
        {&tcp_connection::node, "from,f,at,node,n", "NODE",
         "Node to ask; without it the default node", value_kind::name},
    };
    return all;
  }
  static constexpr resource_kind its_kind{.noun = "tcp-connection",
                                          .plural = "tcp-connections",
                                          .fields = fields,
                                          .name = "to",
                                          .word_is_name = true,
                                          .known_by = "worker_address"};
  const resource_kind& kind() const override { return its_kind; }
};

} // namespace ockam::config
