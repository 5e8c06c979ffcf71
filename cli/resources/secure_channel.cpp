#include "config/spec/secure_channel.hpp"

#include "cli/home/home_directory.hpp"
#include "cli/home/home_identity.hpp"
#include "cli/projects/embedded_project.hpp"
#include "cli/resources/body.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/commands.hpp"
#include "config/base/environment.hpp"
#include "config/base/json_text.hpp"
#include "config/defaults.hpp"
#include "config/store/scoped_credentials.hpp"
#include "config/text/spelling.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

using nlohmann::json;
using wire::protocol;

const resource channel{
    .noun = "secure-channel",
    .summary = "Prove who is there and talk to them where nobody in between can listen",
    .path = "/v1/secure-channels",
    .name = "secure channel",
    .heading = "Secure Channel",
    .key = "ADDRESS",
    .selector = "at,node,n,from,f",
    .fields = {{"At", member("address", "/service/")},
               {"Role", member("role")},
               {"To", member("to")},
               {"Route", member("route")},
               {"Identifier", member("identifier")},
               {"Peer Identifier", member("peer_identifier")},
               {"Peer Heard", last_heard}},
    .in_pipe = member("address", "/service/"),
    .gone_is_fine = true,
};

/// A handshake is with a listener: the last segment of the route names it.
status check_listener(const std::string& typed, const wire::multiaddr& to) {
  switch (to.parts().back().proto) {
  case protocol::service:
  case protocol::worker: return done{};
  case protocol::secure:
    return fail(errc::invalid, "--to " + typed + " ends with a channel and not with a listener",
                "write /service/" + to.parts().back().value + " at its end");
  default:
    return fail(errc::invalid, "--to " + typed + " ends with a node and names no listener there",
                "--to " + typed + "/service/api");
  }
}

/// `--credential NAME`: the node trusts who gave it, and shows it from now on.
status show_credential(const invocation& call, const selected_node& node,
                       const std::string& identity) {
  const auto name = call.args.text("credential");
  if (!name) return done{};
  OCKAM_TRY(home, config::home());
  OCKAM_TRY(state, open_state());
  std::string subject;
  if (!identity.empty()) {
    OCKAM_TRY(who, known_identity(home, identity));
    subject = who.identifier;
  } else {
    OCKAM_TRY(told, object_from(node, node.client->get("/v1/node")));
    subject = config::text_in(told, "identity");
  }
  OCKAM_TRY(kept, config::kept_in_scope(state, *name, subject));
  for (const auto& each : kept) {
    const json body{{"authority", each.history}, {"credential", each.credential}};
    if (const auto taken = object_from(node, node.client->post("/v1/credentials", body)); !taken)
      return taken.error();
    if (auto noted = state.trusted().put(node.name, each); !noted) return noted;
  }
  return done{};
}

std::vector<config::option> channel_options() {
  auto all = options_of(config::secure_channel::fields());
  all.push_back({"credential", "NAME", "Show what `credential store NAME` keeps, from now on"});
  return all;
}

status create_secure_channel(invocation& call) {
  config::secure_channel wanted;
  if (auto taken = take_arguments(wanted, call.args); !taken) return taken;
  const auto typed = wanted.to;
  if (!typed.starts_with('/')) {
    auto meant = config::meant_route(typed);
    if (meant.empty()) meant = "/node/NAME";
    if (meant.find("/service/") == meant.npos) meant += "/service/api";
    return fail(errc::invalid, "--to " + typed + " is not a route", "--to " + meant);
  }
  OCKAM_TRY(to, route_of(call, "to"));
  if (auto ok = check_listener(typed, to); !ok) return ok;
  if (auto run = check_nodes_run(call, typed); !run) return run;
  if (auto ready = ready_projects(call, {to_string(to)}, bringing::project); !ready) return ready;
  OCKAM_TRY(node, select_or_make_node(call, "from"));
  if (auto shown = show_credential(call, node, wanted.identity); !shown) return shown;
  OCKAM_TRY(body, completed_body(wanted, resolver_of(call)));
  const auto note = wait_for(call, typed + " to prove who it is", config::route_timeout);
  OCKAM_TRY(made, object_from(node, node.client->post(channel.path, body)));
  const auto at = channel.in_pipe(made);
  if (call.out.terminal && call.out.as == format::plain)
    call.out.note("\n  Created Secure Channel:\n  • From: /node/" + node.name
                  + "\n  •   To: " + typed + " (" + to_string(to) + ")\n  •   At: " + at);
  else
    call.out.answer(json::array({{{"address", at}}}), at);
  return done{};
}

} // namespace

noun secure_channel() {
  return noun_of(channel,
                 {"create",
                  "Open a channel to a listener and print the hop that leads through it",
                  {},
                  channel_options(),
                  {"ockam secure-channel create --from n1 --to /node/n2/service/api",
                   "ockam secure-channel create --from /node/yellow --to "
                   "/node/green/service/forward_to_blue/service/api "
                   "| ockam message send hello --from /node/yellow --to -/service/uppercase"},
                  create_secure_channel});
}

} // namespace ockam::cli
