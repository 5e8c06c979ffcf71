#include "cli/home/home.hpp"
#include "cli/home/home_identity.hpp"
#include "cli/home/resolution.hpp"
#include "cli/projects/ask_authority.hpp"
#include "cli/projects/embedded_project.hpp"
#include "cli/resources/resource.hpp"
#include "cli/resources/selection.hpp"
#include "cli/sharing/qr_code.hpp"
#include "cli/sharing/shared_server.hpp"
#include "cli/sharing/shares.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/text/duration.hpp"
#include "config/base/environment.hpp"
#include "config/base/json_text.hpp"
#include "config/defaults.hpp"
#include "config/members/guests.hpp"
#include "config/members/member_records.hpp"
#include "config/spec/relay.hpp"
#include "config/spec/tcp_outlet.hpp"
#include "transports/io/clock.hpp"

#include <algorithm>

namespace ockam::cli {

namespace {

using nlohmann::json;
using self = std::shared_ptr<const channels::own_identity>;

/// What is to be shared, as the command line says.
struct wanted_share {
  shared_server server;
  std::string name, person;
  std::uint64_t end = 0;
};

result<wanted_share> share_asked_for(const invocation& call) {
  wanted_share out;
  OCKAM_TRY(server, server_to_share(*call.args.positional_at(0), call.args.flag("http")));
  out.server = std::move(server);
  if (const auto ca = call.args.text("tls-ca")) {
    if (!out.server.tls)
      return fail(errc::invalid, "--tls-ca is of TLS, which is not asked for", "https://HOST:PORT");
    std::error_code why;
    out.server.tls_ca = std::filesystem::absolute(*ca, why).lexically_normal().string();
    if (why) return fail(errc::io, *ca + ": " + why.message());
  }
  out.name = call.args.text("name").value_or("port-" + std::to_string(out.server.to.port));
  if (auto good = check_share_name(out.name); !good) return good.error();
  out.person = call.args.text("to").value_or("");
  if (auto good = check_person(out.person); !good) return good.error();
  OCKAM_TRY(lasts, parse_lifetime(call.args.text("for").value_or("4h")));
  if (lasts > config::ticket_lifetime_granted)
    return fail(errc::invalid, "--for is longer than 7d",
                "a member for longer: ockam ticket --relay NAME");
  out.end = transports::system_wall_clock{}.now() + static_cast<std::uint64_t>(lasts.count());
  return out;
}

/// Who shares, and what its project lets it.
struct sharer {
  channels::project project;
  self who;
  std::string relay; ///< what it may register: a name, or * for any; empty for none

  wire::identifier id() const { return who->who().id(); }
};

/// The identity of the node, since guests prove that it is who they reach; a node that is made for
/// this has the default one.
result<self> identity_of_sharer(const invocation& call, const std::filesystem::path& home) {
  const auto said = call.args.text("at");
  auto name = said ? node_name(*said) : call.host.nodes.default_node();
  if (!said && !name && name.error().code == errc::not_found) {
    OCKAM_TRY(first, default_identity(home));
    return load(home, first);
  }
  if (!name) return name.error();
  OCKAM_TRY(client, call.host.nodes.open(*name));
  const selected_node node{std::move(*name), std::move(client)};
  OCKAM_TRY(shown, object_from(node, node.client->get("/v1/node")));
  return load_sharer(home, config::text_in(shown, "identity"));
}

result<sharer> who_shares(const invocation& call) {
  OCKAM_TRY(home, config::home());
  OCKAM_TRY(project, ready_project(call, call.args.text("project"), bringing::project));
  OCKAM_TRY(who, identity_of_sharer(call, home));
  OCKAM_TRY(answer, ask_authority(project, who, wire::issue_credential{}));
  OCKAM_TRY(given, read_credential(answer));
  OCKAM_TRY(said, channels::verify(given, project.authority, who->who().id(),
                                   transports::system_wall_clock{}.now()));
  const auto relay = said.attributes.find("ockam-relay");
  sharer out{std::move(project), std::move(who),
             relay == said.attributes.end() ? "" : relay->second};
  if (config::makes_enroller(said.attributes) || config::makes_sharer(said.attributes)) return out;
  return fail(errc::denied,
              to_string(out.id()) + " may let nobody in to project " + out.project.name
                  + "; an enroller of it allows that",
              "ockam project-member update " + to_string(out.id()) + " --sharer --relay "
                  + (out.relay.empty() ? "NAME" : out.relay) + ", on a machine of an enroller");
}

/// The relay by which the node is reached in that project: one that it has, or a new one.
result<std::string> relay_of(const selected_node& node, const sharer& who) {
  const auto place = "/project/" + who.project.name;
  OCKAM_TRY(all, list_from(node, node.client->get("/v1/relays")));
  for (const auto& each : all) {
    const auto at = config::text_in(each, "at");
    if (config::text_in(each, "role") == "registered" && config::text_in(each, "status") == "up"
        && (at == place || at == "/project/default"))
      return config::text_in(each, "name");
  }
  if (who.relay.empty())
    return fail(errc::denied,
                "no relay leads to node " + node.name + ", and " + to_string(who.id())
                    + " may register none",
                "ockam project-member update " + to_string(who.id())
                    + " --sharer --relay NAME, on a machine of an enroller");
  config::relay wanted;
  wanted.name = who.relay != "*" ? who.relay : "share-" + to_string(who.id()).substr(1, 8);
  wanted.places = {place};
  OCKAM_TRY(made, object_from(node, node.client->post("/v1/relays", config::write_body(wanted))));
  if (config::text_in(made, "status") == "up") return wanted.name;
  return fail(errc::unavailable,
              "relay " + wanted.name
                  + " is not up, so nobody could open what is shared: " + session_status(made),
              "ockam relay show " + wanted.name + " --to " + node.name);
}

status make_outlet(const selected_node& node, const wanted_share& wanted,
                   const channels::share& what) {
  config::tcp_outlet outlet;
  outlet.address = what.outlet;
  outlet.alias = alias_of_share(wanted.name);
  outlet.to = to_string(wanted.server.to);
  outlet.http_host = wanted.server.http_host;
  outlet.tls = wanted.server.tls;
  outlet.tls_ca = wanted.server.tls_ca;
  outlet.allow = std::string(config::share_attribute) + "=\"" + to_text(what) + '"';
  const auto made =
      object_from(node, node.client->post("/v1/tcp-outlets", config::write_body(outlet)));
  return made ? status(done{}) : made.error();
}

result<channels::share_link> make_link(const sharer& who, const wanted_share& wanted,
                                       const channels::share& what, const std::string& relay) {
  const auto now = transports::system_wall_clock{}.now();
  const wire::attribute_map guest{{config::share_attribute, to_text(what)},
                                  {config::until_attribute, std::to_string(wanted.end)},
                                  {config::reach_attribute, relay}};
  const auto lasts = wanted.end > now ? wanted.end - now : 1;
  OCKAM_TRY(answer, ask_authority(who.project, who.who,
                                  wire::create_ticket{guest, lasts, std::uint64_t{1}}));
  OCKAM_TRY(code, wire::decode_one_time_code(answer));
  const channels::ticket made{who.project, channels::ticket_code{code}};
  config::wipe(answer);
  return channels::link_to(made, who.id());
}

std::string block_of(const output& out, const wanted_share& wanted, const std::string& link) {
  auto text = out.bold("Shared:") + "\n  Name: " + wanted.name
              + "\n  To TCP: " + to_string(wanted.server.to) + "\n  Until: " + utc_time(wanted.end);
  if (!wanted.person.empty()) text += "\n  For: " + wanted.person;
  text += "\n  Link, for one machine: " + link + "\n  There: ockam open '" + link
          + "'\n  To end it: ockam share stop " + wanted.name;
  if (const auto code = qr_code(link); !code.empty()) text += "\n\n" + code;
  return text;
}

status share_server(invocation& call) {
  OCKAM_TRY(wanted, share_asked_for(call));
  OCKAM_TRY(there, shares_of_home(call));
  const auto same = std::ranges::find(there, wanted.name, &shared_outlet::name);
  if (same != there.end())
    return fail(errc::already_exists,
                wanted.name + " is shared already, until " + utc_time(same->end),
                "another --name, or first: ockam share stop " + wanted.name);
  OCKAM_TRY(who, who_shares(call));
  OCKAM_TRY(node, select_or_make_node(call, "at"));
  OCKAM_TRY(relay, relay_of(node, who));
  const channels::share what{who.id(), outlet_of_share(wanted.name, wanted.end), wanted.person};
  if (auto made = make_outlet(node, wanted, what); !made) return made;
  const auto made = make_link(who, wanted, what, relay);
  if (!made) {
    static_cast<void>(node.client->remove(path_of("/v1/tcp-outlets", alias_of_share(wanted.name))));
    return made.error();
  }
  const auto link = to_text(*made);
  call.out.created({{"name", wanted.name},
                    {"link", link},
                    {"to", to_string(wanted.server.to)},
                    {"tls", wanted.server.tls},
                    {"http_host", wanted.server.http_host},
                    {"until", utc_time(wanted.end)},
                    {"expires_at", wanted.end},
                    {"person", wanted.person},
                    {"project", who.project.name},
                    {"relay", relay},
                    {"node", node.name}},
                   block_of(call.out, wanted, link), link);
  if (transports::is_loopback(made->host))
    call.out.note("the link is of use on this machine only: project " + who.project.name
                  + " is at 127.0.0.1; a project that others reach: ockam project create "
                    "--tcp-listener-address IP:PORT, or ockam enroll TICKET");
  return done{};
}

} // namespace

noun share() {
  return {
      "share",
      "Let somebody use a server of this machine for a while: prints a link for `ockam open`",
      {{"",
        "Share a TCP server with whoever gets the link that this prints; it works once",
        {{"PORT|HOST:PORT|URL", "The server; a PORT alone is on 127.0.0.1; a URL is as --http",
          true}},
        {{"name", "NAME", "What it is called here and there; default port-PORT"},
         {"for", "TIME", "How long: 90s, 10m, 4h or 7d; default 4h, at most 7d"},
         {"http", "", "It speaks HTTP/1.1, and the Host of each request is made the server's own"},
         {"tls-ca", "FILE",
          "Who may have signed the certificate of an https:// server, in PEM; default the "
          "system's roots"},
         {"to", "PERSON", "Whom it is for, as a reminder in `share list`"},
         node_option("at,node,n"),
         project_option()},
        {"ockam share 8080", "ockam share 192.168.1.20:443 --name nas --for 30m",
         "ockam share 3000 --name demo --to ann@example.net",
         "ockam share https://intranet.example --name intranet"},
        share_server},
       share_list(),
       share_stop()}};
}

} // namespace ockam::cli
