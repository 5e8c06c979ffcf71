// The far end of a portal: a worker that connects to a TCP server.
#pragma once
#include "config/base/printable.hpp"
#include "config/spec/resource.hpp"
#include "config/spec/words.hpp"
#include "wire/http/host_rewriter.hpp"

namespace ockam::config {

struct tcp_outlet final : on_node {
  std::string address, to, alias, allow;
  std::string tls_ca, tls_server_name, http_host;
  bool tls = false;
  time_span connect_timeout, keep_for;
  texts authorized;

  static fields_of_kind fields() {
    using enum value_kind;
    static constexpr field all[]{
        {&tcp_outlet::to, "to", "HOST:PORT", "The TCP server; a PORT alone is on 127.0.0.1", target,
         "to", option::required},
        {&tcp_outlet::address, "from", "ADDRESS",
         "Worker address of the outlet; default /service/outlet", worker, "address",
         needed | telling},
        {&tcp_outlet::alias, "alias", "ALIAS", "Name for show and delete; default the address",
         value_kind::alias, "alias", chosen},
        {&tcp_outlet::node, "at,node,n", "NODE", "Node to ask; without it the default node",
         value_kind::name},
        {&tcp_outlet::authorized, "authorized,a", "IDENTIFIER",
         "Who may connect, proven by a channel; without it everybody; may be repeated", identifier,
         "authorized", option::repeated},
        {&tcp_outlet::allow, "allow", "EXPRESSION",
         "Policy that whoever connects has to satisfy: role=client, or (= subject.role \"client\")",
         expression, "allow"},
        {&tcp_outlet::connect_timeout, "connect-timeout", "DURATION",
         "How long the server may take to accept a connection; default 5s, at most 20s", dial_time,
         "connect_timeout_ms"},
        {&tcp_outlet::keep_for, "keep-for", "DURATION",
         "How long a stream's connection to the server is kept when its way is lost, for the inlet "
         "to go on by another one; default 75s, 0 ends it at once",
         patience, "keep_for_ms"},
        {&tcp_outlet::tls, "tls", "",
         "Speak TLS to the server, whose certificate has to be for the host of --to", text, "tls"},
        {&tcp_outlet::tls_ca, "tls-ca", "FILE",
         "Certificates of those who may have signed the server's, in PEM; default the system's "
         "roots",
         file, "tls_ca"},
        {&tcp_outlet::tls_server_name, "tls-server-name", "NAME",
         "What the server's certificate is for, where that is not the host of --to", text,
         "tls_server_name"},
        {&tcp_outlet::http_host, "http-host", "HOST[:PORT]",
         "The server speaks HTTP/1.1, and the Host of each request is made this one", text,
         "http_host"},
        {{}, "tls-certificate-provider", "", no_tls_provider, refused},
        {{}, "psql-tls", "", no_psql_tls, refused, "", option::in_files},
        {{}, "sni", "NAME", no_sni, refused, "", option::in_files},
        {{}, "ebpf", "", no_ebpf, refused},
        {{}, "skip-handshake", "", always_so, ignored},
        {{}, "enable-nagle", "", always_so, ignored},
    };
    return all;
  }
  static constexpr resource_kind its_kind{.noun = "tcp-outlet",
                                          .plural = "tcp-outlets",
                                          .fields = fields,
                                          .name = "from",
                                          .otherwise = "outlet",
                                          .known_by = "alias",
                                          .guarded_by = {"address", "alias"},
                                          .one_of_a_name = true};
  const resource_kind& kind() const override { return its_kind; }
  status check() const override {
    if (!http_host.empty() && !wire::is_http_host(http_host))
      return fail(errc::invalid, "http-host is no host: " + printable(http_host),
                  "a name and a port or none: intranet.example, localhost:3000");
    if (tls || (tls_ca.empty() && tls_server_name.empty())) return done{};
    return fail(errc::invalid, "tls-ca and tls-server-name are of TLS, which is not asked for",
                "add --tls");
  }
};

} // namespace ockam::config
