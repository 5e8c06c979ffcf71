// Where other nodes connect to a node over TCP.
#pragma once
#include "config/spec/resource.hpp"

namespace ockam::config {

struct tcp_listener final : on_node {
  std::string address, worker_address;

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{
        {&tcp_listener::address, "address", "IP:PORT",
         "IP:PORT or PORT on 127.0.0.1; port 0 takes a free one", endpoint, "address",
         needed | telling | chosen},
        {&tcp_listener::worker_address, "worker-address", "ADDRESS",
         "Its address as a worker; default a random one", worker, "worker_address", chosen},
        {&tcp_listener::node, "at,node,n", "NODE", "Node to ask; without it the default node",
         value_kind::name},
    };
    return all;
  }
  static constexpr resource_kind its_kind{.noun = "tcp-listener",
                                          .plural = "tcp-listeners",
                                          .fields = fields,
                                          .name = "address",
                                          .word_is_name = true,
                                          .known_by = "worker_address",
                                          .one_of_a_name = true};
  const resource_kind& kind() const override { return its_kind; }
};

} // namespace ockam::config
