// Everything that can be declared, on command lines and in files: one struct each. To add a key,
// add a member here and a row to keys() in resources.cpp. Texts are empty, and lists have nothing
// in them, while nothing was said. Source: spec cli §3.
#pragma once
#include "config/spec/resource.hpp"

namespace ockam::config {

struct vault final : resource {
  std::string name, path;

  static constexpr resource_kind its_kind{"vault", "vaults", "name", true};
  const resource_kind& kind() const override { return its_kind; }
  std::vector<key> keys() override;
};

struct identity final : resource {
  std::string name, vault;

  static constexpr resource_kind its_kind{"identity", "identities", "name", true};
  const resource_kind& kind() const override { return its_kind; }
  std::vector<key> keys() override;
};

/// A ticket by which an identity becomes a member of a project before nodes are made.
struct ticket final : resource {
  std::string text; ///< the ticket itself, or a file that holds it
  std::string identity;

  static constexpr resource_kind its_kind{"ticket", "tickets", "ticket", true};
  const resource_kind& kind() const override { return its_kind; }
  std::vector<key> keys() override;
};

struct node final : resource {
  std::string name, tcp_listener_address, identity, vault, project, threads, links_per_source,
      memory, status_port;
  std::string when_authority_silent;    ///< for example `keep-10m`
  std::vector<std::string> authorities; ///< change histories in hexadecimal text
  std::vector<std::string> limits;      ///< `relays=500`, as config::limits::read() takes them
  bool foreground = false, exit_on_eof = false, child_process = false;
  bool http_server = false; ///< whether the node has a status port, at any port that is free
  bool allow_relays = false, open = false, loopback_is_public = false;

  static constexpr resource_kind its_kind{"node", "nodes", "name", true};
  const resource_kind& kind() const override { return its_kind; }
  std::vector<key> keys() override;
};

struct policy final : on_node {
  std::string target, target_type, expression;

  static constexpr resource_kind its_kind{"policy", "policies", "resource"};
  const resource_kind& kind() const override { return its_kind; }
  std::vector<key> keys() override;
};

struct tcp_listener final : on_node {
  std::string address, worker_address;

  static constexpr resource_kind its_kind{"tcp-listener", "tcp-listeners", "address", true};
  const resource_kind& kind() const override { return its_kind; }
  std::vector<key> keys() override;
};

struct secure_channel_listener final : on_node {
  std::string address, identity;
  std::vector<std::string> authorized;

  static constexpr resource_kind its_kind{"secure-channel-listener", "secure-channel-listeners",
                                          "address", true};
  const resource_kind& kind() const override { return its_kind; }
  std::vector<key> keys() override;
};

struct service final : on_node {
  std::string address, type;

  static constexpr resource_kind its_kind{"service", "services", "address"};
  const resource_kind& kind() const override { return its_kind; }
  std::vector<key> keys() override;
};

struct tcp_connection final : on_node {
  std::string to, worker_address, timeout, transit_policy;
  bool allow_transit = false;

  static constexpr resource_kind its_kind{"tcp-connection", "tcp-connections", "to", true};
  const resource_kind& kind() const override { return its_kind; }
  std::vector<key> keys() override;
};

struct secure_channel final : on_node {
  std::string to, address, identity, timeout;
  std::vector<std::string> authorized;

  static constexpr resource_kind its_kind{"secure-channel", "secure-channels", "address"};
  const resource_kind& kind() const override { return its_kind; }
  std::vector<key> keys() override;
};

struct relay final : on_node {
  std::string name, allow, identity, timeout, wait;
  std::vector<std::string> at_routes; ///< where it shall be: at each of them
  std::vector<std::string> authorized;
  bool no_connection_wait = false;

  static constexpr resource_kind its_kind{"relay", "relays", "name", true};
  const resource_kind& kind() const override { return its_kind; }
  std::vector<key> keys() override;
};

struct tcp_outlet final : on_node {
  std::string from, to, alias, allow, connect_timeout, keep_for;
  std::vector<std::string> authorized;

  static constexpr resource_kind its_kind{"tcp-outlet", "tcp-outlets", "from"};
  const resource_kind& kind() const override { return its_kind; }
  std::vector<key> keys() override;
};

struct tcp_inlet final : on_node {
  std::string alias, from, via, allow, identity, timeout, wait, resume_for;
  std::vector<std::string> to; ///< routes, or names of services behind the relay `via`
  std::vector<std::string> authorized;
  bool no_connection_wait = false, any_peer = false;

  static constexpr resource_kind its_kind{"tcp-inlet", "tcp-inlets", "alias"};
  const resource_kind& kind() const override { return its_kind; }
  std::vector<key> keys() override;
};

} // namespace ockam::config
