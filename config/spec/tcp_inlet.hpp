// The near end of a portal: a TCP listener that leads to an outlet.
#pragma once
#include "config/spec/resource.hpp"
#include "config/spec/words.hpp"

namespace ockam::config {

struct tcp_inlet final : on_node {
  std::string alias, from, via, allow, identity;
  time_span resume_for;
  texts to; ///< routes, or names of services behind the relay `via`
  texts authorized;
  bool any_peer = false;
  std::string trusted_peer; ///< whom the inlet met first and keeps to; its node notes it
  std::string filter;       ///< name of a filter that the program around the node has made for it
  std::string tls_cert, tls_key;

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{
        {&tcp_inlet::to, "to", "ROUTE",
         "Route to the outlet, or the name of one behind the relay --via; default outlet; given "
         "several times, the first that works carries",
         outlet, "to", option::repeated | option::route},
        {&tcp_inlet::via, "via", "NAME",
         "Relay at the hub, or else in /project/default; with several hubs a route through each; "
         "default default",
         value_kind::via},
        {&tcp_inlet::from, "from", "IP:PORT",
         "Where clients connect; a PORT alone is on 127.0.0.1, default any", listen, "from",
         chosen},
        {&tcp_inlet::alias, "alias", "ALIAS", "The same as the argument", value_kind::alias,
         "alias", telling | chosen},
        {&tcp_inlet::node, "at,node,n", "NODE", "Node to ask; without it the default node",
         value_kind::name},
        {&tcp_inlet::authorized, "authorized,a", "IDENTIFIER",
         "Who the outlet's node may be, proven by a channel; default the identity that is met "
         "first, from then on; may be repeated",
         identifier, "authorized", option::repeated},
        {&tcp_inlet::any_peer, "any-peer", "",
         "Whoever is at the end of the route may be there, now and later", text, "any_peer"},
        {&tcp_inlet::allow, "allow", "EXPRESSION",
         "Policy that the outlet's node has to satisfy: role=client, or (= subject.role "
         "\"client\")",
         expression, "allow"},
        {&tcp_inlet::identity, "identity", "NAME",
         "Who to be in the route's channels; without it who the node is", text, "identity"},
        {&tcp_inlet::timeout, "timeout", "TIME", "How long to wait: 5, 5s or 500ms; default 15s",
         duration, "timeout_ms", of_making},
        {&tcp_inlet::no_connection_wait, "no-connection-wait", "",
         "Return at once; the node goes on trying for ever", text, "no_connection_wait", of_making},
        {&tcp_inlet::wait, "connection-wait,wait", "TIME",
         "How long to wait until the route is proven; it is tried again meanwhile", duration},
        {{}, "retry-wait", "TIME", own_pace, ignored, "", option::in_files},
        {{}, "udp,no-tcp-fallback", "", no_udp, refused, "", option::in_files},
        {&tcp_inlet::resume_for, "resume-for", "DURATION",
         "How long a client is kept when its way is lost, until another one or the same one "
         "carries again; default 60s, 0 resets it at once",
         patience, "resume_for_ms"},
        {&tcp_inlet::tls_cert, "tls-cert", "FILE",
         "Certificate for clients, which then speak TLS to the inlet: in PEM, with those of its "
         "issuers behind it; read anew when the file changes",
         file, "tls_cert"},
        {&tcp_inlet::tls_key, "tls-key", "FILE", "Its private key, in PEM, without a passphrase",
         file, "tls_key"},
        {{}, "tls", "", own_certificate, refused},
        {{}, "tls-certificate-provider", "", no_tls_provider, refused},
        {{}, "psql-tls", "", no_psql_tls, refused, "", option::in_files},
        {{}, "sni", "NAME", no_sni, refused, "", option::in_files},
        {{}, "ebpf", "", no_ebpf, refused},
        {{}, "skip-handshake", "", always_so, ignored},
        {{}, "enable-nagle", "", always_so, ignored},
        {&tcp_inlet::trusted_peer, "", "", "", identifier, "trusted_peer", chosen},
        {&tcp_inlet::filter, "", "", "", text, "filter"},
    };
    return all;
  }
  static constexpr resource_kind its_kind{.noun = "tcp-inlet",
                                          .plural = "tcp-inlets",
                                          .fields = fields,
                                          .name = "alias",
                                          .otherwise = "inlet",
                                          .numbered = true,
                                          .known_by = "alias",
                                          .comes_up = true,
                                          .guarded_by = {"alias", {}},
                                          .one_of_a_name = true};
  const resource_kind& kind() const override { return its_kind; }
  status check() const override {
    if (tls_cert.empty() == tls_key.empty()) return done{};
    return fail(errc::invalid, "a certificate and its key go together",
                "--tls-cert FILE --tls-key FILE");
  }
};

} // namespace ockam::config
