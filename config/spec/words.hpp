// What help says of keys that several kinds have and that mean nothing here.
#pragma once

namespace ockam::config {

constexpr auto own_certificate =
    "an inlet speaks TLS with a certificate that you give it: --tls-cert FILE --tls-key FILE";
constexpr auto no_tls_provider =
    "no service makes certificates for portals: an inlet takes --tls-cert FILE --tls-key FILE, an "
    "outlet needs none";
constexpr auto no_udp = "UDP is not supported: nodes are connected by TCP";
constexpr auto no_ebpf = "eBPF portals are not supported: every portal is lossless and needs no "
                         "privileges";
constexpr auto no_psql_tls =
    "psql-tls is not supported: the portal carries PostgreSQL's own TLS as it is, so let the "
    "client "
    "say sslmode=require, or sslmode=disable where the portal's encryption is enough";
constexpr auto no_sni =
    "sni is not supported: an outlet carries the name that a TLS client says as "
    "it is, so give the client that name, as curl --connect-to does";
constexpr auto no_http_control =
    "authentication-token is not supported: a node is controlled by its "
    "socket in OCKAM_HOME, which its owner alone may use";
constexpr auto always_so = "it makes no difference here";
constexpr auto own_pace = "a node tries again by itself, at first after 0.25 s and then every 4 s";

} // namespace ockam::config
