// A node. Nobody asks a node for another one, so that nothing of this is in a body.
#pragma once
#include "config/spec/resource.hpp"
#include "config/spec/words.hpp"

namespace ockam::config {

struct node final : resource {
  std::string name, tcp_listener_address, identity, vault, project, threads, links_per_source,
      memory, status_port;
  std::string when_authority_silent; ///< for example `keep-10m`
  std::string sandbox;               ///< for example `required`
  std::string log_format;            ///< for example `json`
  std::string access_log;            ///< for example `off`
  std::string enrollment_ticket;     ///< or a file that holds it
  std::string credential_scope;      ///< what `credential store --scope` said
  texts authorities;                 ///< change histories in hexadecimal text
  texts limits;                      ///< `relays=500`, as config::limits::read() takes them
  bool foreground = false, exit_on_eof = false, child_process = false;
  bool http_server = false; ///< whether the node has a status port, at any port that is free
  bool in_memory = false;   ///< whether its state goes when its process does
  bool allow_relays = false, open = false, loopback_is_public = false;

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{
        {&node::name, "name", "NAME", "Of the node", text, "", option::in_files},
        {&node::tcp_listener_address, "tcp-listener-address,t", "IP:PORT",
         "Where other nodes reach it; port 0 takes a free one, which is the default", endpoint},
        {&node::identity, "identity", "NAME", "Who the node is; without it the default identity"},
        {&node::vault, "vault", "NAME",
         "Vault of the identity; alone: its oldest identity, made if need be"},
        {&node::project, "project", "FILE|NAME",
         "Project to be a member of: by name, or project.json, which makes it known here"},
        {&node::authorities, "authority-identity", "HISTORY",
         "Authority whose credentials count, and are wanted from now on; may be repeated", text, "",
         option::repeated},
        {&node::enrollment_ticket, "enrollment-ticket", "TICKET|FILE",
         "Become a member first; others on this machine can read the arguments of a command, so "
         "rather a file, -, or $ENROLLMENT_TICKET"},
        {&node::credential_scope, "credential-scope", "NAME",
         "Trust the authorities, and show the credentials, that `credential store --scope NAME` "
         "kept for the node's identity"},
        {&node::when_authority_silent, "when-authority-silent", "keep-10m|refuse|keep-until-expiry",
         "Who counts while the project's authority does not answer: whoever it confirmed in the "
         "last 10 minutes (the default), nobody, or everybody whose credential holds"},
        {&node::threads, "threads", "N",
         "Threads for links to other nodes; without it one per two cores, at most 4", number},
        {&node::links_per_source, "links-per-source", "N",
         "Connections that one address may open before anything is known of them, 256 without it; "
         "for many users behind one NAT, or a proxy in front",
         number},
        {&node::memory, "memory", "SIZE",
         "Memory that the node may use, as 512M or 2G; without it what its control group or the "
         "machine has. Half of it is for what waits"},
        {&node::limits, "limit", "NAME=N",
         "Another limit on what others may use of it; `ockam node show --limits` lists them; may "
         "be repeated",
         text, "", option::repeated},
        {&node::status_port, "status-port,http-server-port,status-endpoint,status-endpoint-port",
         "[IP:]PORT",
         "Serve /healthz, /readyz, /metrics and /show there; on 127.0.0.1 unless it says where, "
         "port 0 takes a free one",
         endpoint},
        {&node::http_server, "http-server,enable-http-server", "", "As status-port: 0", text, "",
         option::in_files},
        {&node::allow_relays, "allow-relays", "",
         "Let everybody register relays here; without it whoever is on this machine, and who is "
         "authorized at a listener"},
        {&node::open, "open", "",
         "Let everybody register relays here, and use outlets that name nobody; without it whoever "
         "is on this machine"},
        {&node::loopback_is_public, "loopback-is-public", "",
         "A proxy on this machine brings others' connections: treat them as such"},
        {&node::sandbox, "sandbox", "auto|required|off",
         "Have it give up what it does not need once it has started, files, programs and system "
         "calls: as far as the kernel can (the default), or run only if it can, or not at all"},
        {&node::log_format, "log-format", "text|json",
         "How lines of its log look, until it is started again; default OCKAM_LOG_FORMAT, or text"},
        {&node::access_log, "access-log", "on|off",
         "Write a line for each portal stream to access.log, until it is started again; default "
         "OCKAM_ACCESS_LOG, or on"},
        {&node::foreground, "foreground,f", "", "Stay in this process until it is interrupted"},
        {&node::exit_on_eof, "exit-on-eof,e", "",
         "With --foreground: stop when standard input ends"},
        {&node::in_memory, "in-memory", "",
         "With --foreground: keep all state in memory, and nothing of it when the process ends"},
        {&node::child_process, "child-process", "", "Tell the process that started this one", text,
         "", option::hidden},
        {{}, "skip-is-running-check", "", "a lock tells whether a node runs", ignored},
        {{}, "opentelemetry-context", "TEXT", "nothing is traced", ignored},
        {{}, "authority-route", "ROUTE", "credentials of a trusted authority are stored", ignored},
        {{}, "no-status-endpoint", "", "there is none unless status-port says so", ignored},
        {{},
         "launch-config",
         "JSON",
         "launch-config is not supported: services go under services:, as { ADDRESS: { type: hop } "
         "}",
         refused},
        {{}, "udp,udp-listener-address", "", no_udp, refused},
    };
    return all;
  }
  static constexpr resource_kind its_kind{
      .noun = "node", .plural = "nodes", .fields = fields, .name = "name", .word_is_name = true};
  const resource_kind& kind() const override { return its_kind; }
};

} // namespace ockam::config
