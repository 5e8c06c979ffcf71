#include "config/spec/tcp_inlet.hpp"

#include "cli/resources/body.hpp"
#include "cli/resources/policy_expression.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/given_text.hpp"
#include "config/base/printable.hpp"
#include "config/defaults.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

using nlohmann::json;

std::string encrypted_inlet(const json& object) {
  if (!object.contains("encrypted")) return "-"; // its route was never open yet
  if (!object.value("encrypted", false)) return "no";
  return object.value("ends_at_project", false) ? "to the project's node" : "yes";
}

std::string peer_of_inlet(const json& object) {
  if (!object.contains("peer")) return "-";
  const auto text = config::printable(object.value("peer", ""));
  if (text.empty()) return "not proven";
  return object.value("peer_expected", false) ? text : text + " (nobody said who is expected)";
}

const resource inlet{
    .noun = "tcp-inlet",
    .summary = "The near end of a portal: a TCP listener that leads to an outlet",
    .path = "/v1/tcp-inlets",
    .name = "inlet",
    .heading = "Inlet",
    .key = "ALIAS",
    .selector = "at,node,n",
    .fields = {{"Alias", member("alias")},
               {"TCP Address", member("from")},
               {"To Outlet Address", member("to")},
               {"Status", session_status},
               ways_if_any("routes", "to", "Routes"),
               {"Encrypted", encrypted_inlet},
               {"Peer", peer_of_inlet},
               text_if_any("trusted_peer", "Trusted Peer"),
               text_if_any("tls_cert", "TLS Certificate"),
               {"Allow", allowed},
               streams_if_any()},
};

/// What comes from, or goes to, a worker behind the project's node takes two channels that meet
/// there, unless there is one to the end.
bool ends_at_project(const wire::multiaddr& to) {
  auto last = wire::protocol::service;
  std::size_t behind = 0; ///< parts behind the last project or secure channel
  for (const auto& part : to.parts()) {
    ++behind;
    if (part.proto != wire::protocol::project && part.proto != wire::protocol::secure) continue;
    last = part.proto;
    behind = 0;
  }
  return last == wire::protocol::project && behind > 1;
}

wire::multiaddr end_to_end(const wire::multiaddr& to) {
  auto parts = to.parts();
  parts.insert(parts.end() - 1, {wire::protocol::secure, "api"});
  return wire::multiaddr(std::move(parts));
}

/// The first of an inlet's routes that is encrypted only up to a project's node; none if all are
/// encrypted from end to end.
std::optional<wire::multiaddr> not_end_to_end(const std::vector<std::string>& to,
                                              bool is_at_project) {
  for (const auto& each : to) {
    const auto route = wire::multiaddr::parse(each);
    if (route && (ends_at_project(*route) || (route->parts().size() > 1 && is_at_project)))
      return *route;
  }
  return {};
}

/// Whether the nodes of this home on all these routes run. Errors: those of one route.
status check_all_run(const invocation& call, const std::vector<std::string>& routes) {
  for (const auto& each : routes)
    if (auto run = check_nodes_run(call, each); !run) return run;
  return done{};
}

/// An inlet listens and goes on trying, whatever becomes of its route; but done it is not.
status check_proof(const invocation& call, const selected_node& node, const json& made, bool waits,
                   const std::vector<std::string>& routes) {
  if (made.value("status", "up") == "up") return done{};
  const auto alias = made.value("alias", "");
  auto left = "inlet " + alias + " listens on " + made.value("from", "") + ", and its route is "
              + session_status(made) + "; node " + node.name + " goes on trying";
  auto next = "ockam tcp-inlet show " + alias + " --at " + node.name;
  if (const auto run = check_all_run(call, routes); !run)
    left += "; " + run.error().message, next = run.error().hint;
  if (waits && !is_proven(made)) return fail(errc::unavailable, left, next);
  call.out.note(left);
  return done{};
}

/// What somebody who makes an inlet should know, once. Empty: nothing.
std::string inlet_warning(const config::tcp_inlet& wanted, const json& made) {
  const auto at_project = made.value("ends_at_project", false);
  if (const auto to = not_end_to_end(wanted.to, at_project))
    return "this portal is not encrypted end to end: the project's node sees what it carries; "
           "end to end is --to "
           + wire::to_string(end_to_end(*to));
  if (!made.value("encrypted", true))
    return "this portal is not encrypted: whoever carries it can read and change what it carries; "
           "/secure/api in the route, before the outlet, opens a channel";
  if (made.value("peer_expected", true)) return {};
  const auto met = made.value("peer", "");
  return "nobody said who is expected at the end of this inlet's route, so it keeps to whoever "
         "answers first"
         + (met.empty() ? std::string() : ", now " + met) + "; --authorized IDENTIFIER says who";
}

status create_tcp_inlet(invocation& call) {
  OCKAM_TRY(alias, word_or_option(call, 0, "alias"));
  config::tcp_inlet wanted;
  if (auto taken = take_arguments(wanted, call.args); !taken) return taken;
  wanted.alias = alias.value_or("");
  if (const auto allow = expression_of(call, "allow"); !allow) return allow.error();
  const auto said = !wanted.to.empty() && wanted.to.front().starts_with('/');
  OCKAM_TRY(wait, wait_of(call));
  const auto where = resolver_of(call);
  if (auto ok = supplement(wanted, where); !ok) return ok;
  const auto as_said = wanted.to; // with the names of nodes
  if (auto ok = convert(wanted, where); !ok) return ok;
  if (auto ready = bring_about(call, wanted, said); !ready) return ready;
  OCKAM_TRY(node, select_or_make_node(call, "at"));
  const auto patience = wanted.timeout.value_or(config::route_timeout);
  const auto note = wait_for(call, "the route to the outlet to open", wait.value_or(patience));
  OCKAM_TRY(made, post_and_wait(node, inlet, config::write_body(wanted), "alias", wait, patience));
  if (auto proven = check_proof(call, node, made, !wanted.no_connection_wait, as_said); !proven)
    return proven;
  if (const auto text = inlet_warning(wanted, made); !text.empty()) call.out.note(text);
  call.out.created(made, block_of(call.out, inlet, made), member("from")(made));
  return done{};
}

status trust_tcp_inlet(invocation& call) {
  json body{{"trust", nullptr}};
  if (const auto who = call.args.positional_at(1)) body["trust"] = *who;
  OCKAM_TRY(node, select_node(call, "at"));
  const auto path = path_of(inlet.path, *call.args.positional_at(0));
  OCKAM_TRY(now, object_from(node, node.client->post(path, body)));
  const auto who = member("trusted_peer")(now);
  call.out.created(now, "inlet `" + member("alias")(now) + "` keeps to " + who, who);
  return done{};
}

command trust_command() {
  return {"trust",
          "Accept another identity at the end of an inlet's route",
          {{"ALIAS", "Of the inlet", true},
           {"IDENTIFIER", "Who is to be there; default whoever was there the last time"}},
          {node_option(inlet.selector)},
          {"ockam tcp-inlet trust web --at n1",
           "ockam tcp-inlet trust web "
           "I8b1f5a3c9d2e4f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8"},
          trust_tcp_inlet};
}

} // namespace

noun tcp_inlet() {
  auto out = noun_of(
      inlet, {"create",
              "Listen for TCP clients and carry them to an outlet; prints the address",
              {{"ALIAS", "Name for show and delete; default a random one"}},
              options_of(config::tcp_inlet::fields()),
              {"ockam tcp-inlet create --at n1 --from 127.0.0.1:6000 --to /node/n3/service/outlet",
               "ockam tcp-inlet create web --from 6000 "
               "--to /dnsaddr/hub.example.net/tcp/7000/service/forward_to_n3/service/outlet",
               "ockam tcp-inlet create --from 7000 --to /node/n2/secure/api/service/outlet",
               "ockam tcp-inlet create --from 7000 --via office --to web",
               "ockam tcp-inlet create web --from 7000 "
               "--to /node/hub1/service/forward_to_office/secure/api/service/web "
               "--to /node/hub2/service/forward_to_office/secure/api/service/web"},
              create_tcp_inlet});
  out.verbs.push_back(trust_command());
  return out;
}

} // namespace ockam::cli
