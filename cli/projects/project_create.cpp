#include "cli/home/home_identity.hpp"
#include "cli/home/home_project.hpp"
#include "cli/launch/launch.hpp"
#include "cli/projects/embedded_project.hpp"
#include "cli/projects/hosted_project.hpp"
#include "cli/projects/project_commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/base/environment.hpp"
#include "config/home/node_files.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>

namespace ockam::cli {
namespace {

/// The node that is made for it is called so, with `project-` in front.
status check_name(const hosted_project& what) {
  if (config::check_node_name(what.node)) return done{};
  return fail(errc::invalid, "invalid project name: " + what.name,
              "use 1 to 56 letters, digits, '-' or '_'");
}

/// A name or an address, and nothing else that a route could not have there.
status check_host(const std::string& host) {
  const auto with_port = [](const std::string& text) {
    return transports::endpoint::parse(text + ":1").operator bool();
  };
  const auto colons = std::count(host.begin(), host.end(), ':'); // an IPv6 address has two or more
  const auto is_good = colons == 0 ? with_port(host) : colons > 1 && with_port("[" + host + "]");
  if (host.empty() || is_good) return done{};
  return fail(errc::invalid, "--access-host " + host + " is no name or address of a host",
              "such as hub.example.net; the port is that of --tcp-listener-address");
}

/// A host that says only that all are meant leads nobody there.
status check_access(const hosted_project& what) {
  const auto& host = what.listener.host;
  if (!what.access.empty() || (host != "0.0.0.0" && host != "::")) return done{};
  return fail(errc::invalid, host + " does not say how members reach the node",
              "add --access-host with its name or address");
}

status create_project(invocation& call) {
  const auto name = call.args.positional_at(0).value_or(default_project_name);
  hosting_request wanted;
  wanted.what.name = name;
  wanted.what.node = node_of_project(name);
  wanted.what.id = new_project_id();
  wanted.what.database = call.args.text("database").value_or("");
  wanted.what.access = call.args.text("access-host").value_or("");
  const auto listener =
      transports::endpoint::parse(call.args.text("tcp-listener-address").value_or("127.0.0.1:0"));
  if (!listener) return listener.error();
  wanted.what.listener = *listener;
  wanted.what.isolated = call.args.flag("isolate");
  wanted.identity = call.args.text("identity");
  if (auto good = check_name(wanted.what); !good) return good;
  if (auto good = check_host(wanted.what.access); !good) return good;
  if (auto reachable = check_access(wanted.what); !reachable) return reachable;
  OCKAM_TRY(status_at, status_port_of(call.args));
  wanted.status_at = std::move(status_at);
  if (call.args.flag("foreground"))
    return run_project(call, std::move(wanted), [&call](const channels::project& made) {
      call.out.created(to_json(made), project_block(call.out, made), made.name);
      call.host.out.flush();
    });
  OCKAM_TRY(made, make_project(call, std::move(wanted)));
  call.out.created(to_json(made), project_block(call.out, made), made.name);
  return done{};
}

} // namespace

command project_create() {
  return {
      "create",
      "Make a project: start its node, which is its authority, too, and be its enroller",
      {{"NAME", "Of the project; without it `default`"}},
      {{"tcp-listener-address,t", "IP:PORT",
        "Where members reach it; port 0 takes a free one, which is the default"},
       {"access-host", "HOST", "How members call that address, if they have another name for it"},
       {"database", "URI", "PostgreSQL server for the members; without it a file in OCKAM_HOME"},
       {"identity", "NAME", "Who the node is; without it an identity of its own"},
       {"foreground,f", "", "Stay, as the project's node, until it is interrupted"},
       status_port_option(),
       {"isolate", "",
        "Members reach only relays of their team (ockam-team), or that their ticket names "
        "(ockam-reach)"}},
      {"ockam project create",
       "ockam project create office --tcp-listener-address 0.0.0.0:4000 --access-host "
       "hub.example.net",
       "ockam project create office --foreground --status-port 9100",
       "ockam project create office --database postgresql://ockam@db.example.net/ockam"},
      create_project};
}

} // namespace ockam::cli
