#include "config/spec/resources.hpp"

namespace ockam::config {

namespace {

using kind = value_kind;

constexpr auto no_tls = "TLS at the ends of a portal is not supported: the portal itself is "
                        "encrypted, and an outlet carries an HTTPS server's bytes as they are";
constexpr auto no_udp = "UDP is not supported: nodes are connected by TCP";
constexpr auto no_ebpf = "eBPF portals are not supported: every portal is lossless and needs no "
                         "privileges";
constexpr auto always_so = "it makes no difference here";
constexpr auto own_pace = "a node tries again by itself, at first after 0.25 s and then every 4 s";

/// What upstream's portals have at either end and ours do not.
void add_foreign_portal_keys(std::vector<key>& keys) {
  for (const auto& [name, why] :
       {std::pair{"tls", no_tls}, {"tls-certificate-provider", no_tls}, {"ebpf", no_ebpf}})
    keys.push_back({{name, "", why}, {}, kind::refused});
  for (const auto* name : {"skip-handshake", "enable-nagle"})
    keys.push_back({{name, "", always_so}, {}, kind::ignored});
}

// -- keys that several kinds have

key node_key(std::string& place, const char* names = "at,node,n") {
  return {{names, "NODE", "Node to ask; without it the default node"}, &place, kind::name};
}

key identity_key(std::string& place, const char* help) {
  return {{"identity", "NAME", help}, &place, kind::text, "identity"};
}
constexpr auto in_channels = "Who to be in the route's channels; without it who the node is";

key authorized_key(std::vector<std::string>& place, const char* help) {
  return {{"authorized,a", "IDENTIFIER", help, option::repeated}, &place, kind::text, "authorized"};
}

key allow_key(std::string& place, const std::string& whom) {
  return {{"allow", "EXPRESSION",
           "Policy that " + whom + R"( has to satisfy: role=client, or (= subject.role "client"))"},
          &place,
          kind::expression,
          "allow"};
}

key timeout_key(std::string& place, const std::string& otherwise) {
  return {{"timeout", "TIME", "How long to wait: 5, 5s or 500ms; default " + otherwise},
          &place,
          kind::duration,
          "timeout_ms"};
}

key wait_key(std::string& place, const char* what) {
  return {
      {"connection-wait,wait", "TIME",
       std::string("How long to wait until ") + what + " is proven; it is tried again meanwhile"},
      &place,
      kind::duration};
}

key no_wait_key(bool& place) {
  return {{"no-connection-wait", "", "Return at once; the node goes on trying for ever"},
          &place,
          kind::text,
          "no_connection_wait"};
}

} // namespace

std::vector<key> vault::keys() {
  return {{{"name", "NAME", "Of the vault"}, &name},
          {{"path", "FILE", "Where its keys are; without it in the home"}, &path}};
}

std::vector<key> identity::keys() {
  return {{{"name", "NAME", "Of the identity"}, &name},
          {{"vault", "NAME", "Vault of its key; without it the default vault"}, &vault}};
}

std::vector<key> ticket::keys() {
  return {
      {{"ticket,path,enrollment-ticket", "TICKET|FILE", "Ticket of a project", option::required},
       &text},
      {{"identity", "NAME", "Who becomes a member; without it the node's identity"}, &identity}};
}

std::vector<key> node::keys() {
  return {
      {{"name", "NAME", "Of the node", option::in_files}, &name},
      {{"tcp-listener-address,t", "IP:PORT",
        "Where other nodes reach it; port 0 takes a free one, which is the default"},
       &tcp_listener_address,
       kind::endpoint},
      {{"identity", "NAME", "Who the node is; without it the default identity"}, &identity},
      {{"vault", "NAME", "Vault of the identity; alone: its oldest identity, made if need be"},
       &vault},
      {{"project", "FILE|NAME",
        "Project to be a member of: by name, or project.json, which makes it known here"},
       &project},
      {{"authority-identity", "HISTORY",
        "Authority whose credentials count, and are wanted from now on; may be repeated",
        option::repeated},
       &authorities},
      {{"when-authority-silent", "keep-10m|refuse|keep-until-expiry",
        "Who counts while the project's authority does not answer: whoever it confirmed in the "
        "last 10 minutes (the default), nobody, or everybody whose credential holds"},
       &when_authority_silent},
      {{"threads", "N",
        "Threads for links to other nodes; without it one per two cores, at most 4"},
       &threads,
       kind::number},
      {{"links-per-source", "N",
        "Connections that one address may open before anything is known of them, 256 without it; "
        "for many users behind one NAT, or a proxy in front"},
       &links_per_source,
       kind::number},
      {{"memory", "SIZE",
        "Memory that the node may use, as 512M or 2G; without it what its control group or the "
        "machine has. Half of it is for what waits"},
       &memory},
      {{"limit", "NAME=N",
        "Another limit on what others may use of it; `ockam node show --limits` lists them; may be "
        "repeated",
        option::repeated},
       &limits},
      {{"status-port,http-server-port,status-endpoint", "[IP:]PORT",
        "Serve /healthz, /readyz, /metrics and /show there; on 127.0.0.1 unless it says where, "
        "port 0 takes a free one"},
       &status_port,
       kind::endpoint},
      {{"http-server,enable-http-server", "", "As status-port: 0", option::in_files}, &http_server},
      {{"allow-relays", "",
        "Let everybody register relays here; without it whoever is on this machine, and who is "
        "authorized at a listener"},
       &allow_relays},
      {{"open", "",
        "Let everybody register relays here, and use outlets that name nobody; without it whoever "
        "is on this machine"},
       &open},
      {{"loopback-is-public", "",
        "A proxy on this machine brings others' connections: treat them as such"},
       &loopback_is_public},
      {{"foreground,f", "", "Stay in this process until it is interrupted"}, &foreground},
      {{"exit-on-eof,e", "", "With --foreground: stop when standard input ends"}, &exit_on_eof},
      {{"child-process", "", "Tell the process that started this one", option::hidden},
       &child_process},
      {{"skip-is-running-check", "", "a lock tells whether a node runs"}, {}, kind::ignored},
      {{"opentelemetry-context", "TEXT", "nothing is traced"}, {}, kind::ignored},
      {{"no-status-endpoint", "", "there is none unless status-port says so"}, {}, kind::ignored},
      {{"launch-config", "JSON",
        "launch-config is not supported: services go under services:, as { ADDRESS: { type: hop } "
        "}"},
       {},
       kind::refused},
      {{"udp,udp-listener-address", "", no_udp}, {}, kind::refused},
  };
}

std::vector<key> policy::keys() {
  return {{{"resource", "NAME", "Alias of an inlet, address of an outlet, name of a relay"},
           &target,
           kind::text,
           "resource"},
          {{"resource-type", "TYPE", "tcp-inlet, tcp-outlet or relay"},
           &target_type,
           kind::text,
           "resource_type"},
          {{"allow,expression", "EXPRESSION", "Of whom it has to be true", option::required},
           &expression,
           kind::expression,
           "expression"},
          node_key(node)};
}

std::vector<key> tcp_listener::keys() {
  return {{{"address", "IP:PORT", "IP:PORT or PORT on 127.0.0.1; port 0 takes a free one"},
           &address,
           kind::endpoint,
           "address"},
          {{"worker-address", "ADDRESS", "Its address as a worker; default a random one"},
           &worker_address,
           kind::worker,
           "worker_address"},
          node_key(node)};
}

std::vector<key> secure_channel_listener::keys() {
  return {
      {{"address", "ADDRESS", "Of the listener"}, &address, kind::worker, "address"},
      authorized_key(authorized, "Who may open channels; without it everybody; may be repeated"),
      identity_key(identity, "Who the listener proves to be; without it who the node is"),
      node_key(node)};
}

std::vector<key> service::keys() {
  return {{{"address", "ADDRESS", "Default: the type"}, &address, kind::worker, "address"},
          {{"type", "TYPE", "hop, echo or uppercase", option::required}, &type, kind::text, "type"},
          node_key(node)};
}

std::vector<key> tcp_connection::keys() {
  return {
      {{"to,t", "HOST:PORT", "Listener to connect to", option::required}, &to, kind::target, "to"},
      {{"worker-address", "ADDRESS", "Its address as a worker; default a random one"},
       &worker_address,
       kind::worker,
       "worker_address"},
      {{"allow-transit", "",
        "Pass on messages of everybody; without it those that come in on loopback"},
       &allow_transit,
       kind::text,
       "allow_transit"},
      {{"transit-policy", "EXPRESSION", "Pass on messages of those it is true of, too"},
       &transit_policy,
       kind::expression,
       "transit_policy"},
      timeout_key(timeout, "5s"),
      node_key(node, "from,f,at,node,n")};
}

std::vector<key> secure_channel::keys() {
  return {{{"to,t", "ROUTE", "Route to the listener, such as /node/n2/service/api",
            option::required | option::route},
           &to,
           kind::route,
           "to"},
          {{"address", "ADDRESS", "Of its near end; default a random one"},
           &address,
           kind::worker,
           "address"},
          authorized_key(authorized, "Who the peer may be; without it anybody; may be repeated"),
          identity_key(identity, "Who to be in the channel; without it who the node is"),
          timeout_key(timeout, "15s"),
          node_key(node, "from,f,at,node,n")};
}

std::vector<key> relay::keys() {
  return {
      {{"name,relay-name,relay-address", "NAME", "Messages go to forward_to_NAME",
        option::in_files},
       &name,
       kind::relay,
       "name"},
      {{"at", "ROUTE",
        "Where the relay shall be: /node/n2 or a route; given several times, at each; without it "
        "at the hubs, or else in /project/default",
        option::repeated | option::route},
       &at_routes,
       kind::route,
       "at"},
      {{"to,node,n", "NODE", "Node to be reached; without it the default node"}, &node, kind::name},
      authorized_key(
          authorized,
          "Who the other node may be, proven by a channel; default anybody; may be repeated"),
      allow_key(allow, "the other node"),
      identity_key(identity, in_channels),
      timeout_key(timeout, "10s"),
      no_wait_key(no_connection_wait),
      wait_key(wait, "the relay"),
      {{"retry-wait", "TIME", own_pace, option::in_files}, {}, kind::ignored},
  };
}

std::vector<key> tcp_outlet::keys() {
  std::vector<key> keys{
      {{"to", "HOST:PORT", "The TCP server; a PORT alone is on 127.0.0.1", option::required},
       &to,
       kind::target,
       "to"},
      {{"from", "ADDRESS", "Worker address of the outlet; default /service/outlet"},
       &from,
       kind::worker,
       "address"},
      {{"alias", "ALIAS", "Name for show and delete; default the address"},
       &alias,
       kind::alias,
       "alias"},
      node_key(node),
      authorized_key(authorized,
                     "Who may connect, proven by a channel; without it everybody; may be repeated"),
      allow_key(allow, "whoever connects"),
      {{"connect-timeout", "DURATION",
        "How long the server may take to accept a connection; default 5s, at most 20s"},
       &connect_timeout,
       kind::duration,
       "connect_timeout_ms"},
      {{"keep-for", "DURATION",
        "How long a stream's connection to the server is kept when its way is lost, for the inlet "
        "to go on by another one; default 75s, 0 ends it at once"},
       &keep_for,
       kind::patience,
       "keep_for_ms"},
  };
  add_foreign_portal_keys(keys);
  return keys;
}

std::vector<key> tcp_inlet::keys() {
  std::vector<key> keys{
      {{"to", "ROUTE",
        "Route to the outlet, or the name of one behind the relay --via; default outlet; given "
        "several times, the first that works carries",
        option::repeated | option::route},
       &to,
       kind::route,
       "to"},
      {{"via", "NAME",
        "Relay at the hub, or else in /project/default; with several hubs a route through each; "
        "default default"},
       &via},
      {{"from", "IP:PORT", "Where clients connect; a PORT alone is on 127.0.0.1, default any"},
       &from,
       kind::endpoint,
       "from"},
      {{"alias", "ALIAS", "The same as the argument"}, &alias, kind::alias, "alias"},
      node_key(node),
      authorized_key(
          authorized,
          "Who the outlet's node may be, proven by a channel; default the identity that is met "
          "first, from then on; may be repeated"),
      {{"any-peer", "", "Whoever is at the end of the route may be there, now and later"},
       &any_peer,
       kind::text,
       "any_peer"},
      allow_key(allow, "the outlet's node"),
      identity_key(identity, in_channels),
      timeout_key(timeout, "15s"),
      no_wait_key(no_connection_wait),
      wait_key(wait, "the route"),
      {{"retry-wait", "TIME", own_pace, option::in_files}, {}, kind::ignored},
      {{"udp,no-tcp-fallback", "", no_udp, option::in_files}, {}, kind::refused},
      {{"resume-for", "DURATION",
        "How long a client is kept when its way is lost, until another one or the same one carries "
        "again; default 60s, 0 resets it at once"},
       &resume_for,
       kind::patience,
       "resume_for_ms"},
  };
  add_foreign_portal_keys(keys);
  return keys;
}

} // namespace ockam::config
