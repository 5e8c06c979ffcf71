// What help says of keys that several kinds have and that mean nothing here.
#pragma once

namespace ockam::config {

constexpr auto no_tls = "TLS at the ends of a portal is not supported: the portal itself is "
                        "encrypted, and an outlet carries an HTTPS server's bytes as they are";
constexpr auto no_udp = "UDP is not supported: nodes are connected by TCP";
constexpr auto no_ebpf = "eBPF portals are not supported: every portal is lossless and needs no "
                         "privileges";
constexpr auto always_so = "it makes no difference here";
constexpr auto own_pace = "a node tries again by itself, at first after 0.25 s and then every 4 s";

} // namespace ockam::config
