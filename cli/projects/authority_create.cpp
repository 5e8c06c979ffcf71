#include "cli/launch/launch.hpp"
#include "cli/projects/hosted_project.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/base/environment.hpp"
#include "config/base/json_text.hpp"

#include <nlohmann/json.hpp>

#include <ostream>

namespace ockam::cli {
namespace {

using nlohmann::json;
using members = decltype(hosting_request::members);
using std::string;

constexpr unsigned without_effect = option::hidden | makes_no_difference,
                   not_supported = option::hidden | is_not_supported;

error no_members(const std::string& why) {
  return fail(errc::invalid, "--trusted-identities: " + why,
              R"(such as '{"I...": {"ockam-role": "enroller"}}')");
}

/// `[{"identifier": …, "attributes": …}]`, as the reference's help has it, as an object.
json by_identifier(const json& list) {
  auto all = json::object();
  for (const auto& each : list) {
    if (!each.is_object() || !each.contains("attributes")) return {};
    all[config::text_in(each, "identifier")] = each.at("attributes");
  }
  return all;
}

result<members> members_of(const std::string& text) {
  auto all = json::parse(text, nullptr, false);
  if (all.is_array()) all = by_identifier(all);
  if (!all.is_object()) return no_members("is no JSON object");
  members out;
  for (const auto& [name, attributes] : all.items()) {
    const auto who = wire::identifier::parse(name);
    if (!who) return no_members(name + " is no identifier");
    if (!attributes.is_object()) return no_members(name + " has attributes that are no object");
    out.push_back({*who, {}});
    for (const auto& [key, value] : attributes.items()) {
      if (!value.is_string()) return no_members(name + " has an attribute that is no text");
      out.back().second.emplace(key, value.get<std::string>());
    }
  }
  return out;
}

error is_another(const hosted_project& known, const string& what) {
  return fail(errc::already_exists,
              "authority " + known.node + " is here already, with another " + what,
              "the same --" + what + ", or another NAME");
}

/// What cannot change of an authority that is here: who it is, and of whom it speaks.
status check_same(const hosted_project& known, const hosting_request& wanted) {
  if (!known.name.empty())
    return fail(errc::already_exists, "node " + known.node + " is that of project " + known.name,
                "another NAME");
  if (wanted.what.id != known.id) return is_another(known, "project-identifier");
  if (wanted.identity && *wanted.identity != known.identity) return is_another(known, "identity");
  if (!wanted.what.database.empty() && wanted.what.database != known.database)
    return is_another(known, "database");
  return done{};
}

/// What changes only while its node does not run.
status check_same_while_it_runs(const hosted_project& known, const invocation& call,
                                const hosting_request& wanted) {
  const auto& at = wanted.what.listener;
  const bool elsewhere =
      at.host != known.listener.host || (at.port != 0 && at.port != known.listener.port);
  if (call.args.text("tcp-listener-address") && elsewhere)
    return is_another(known, "tcp-listener-address");
  if (wanted.what.no_tickets != known.no_tickets) return is_another(known, "no-token-enrollment");
  if (wanted.what.no_adding != known.no_adding)
    return is_another(known, "no-direct-authentication");
  return done{};
}

/// Writes it down, or makes of the one that is here what was asked for now.
result<hosted_project> settle(const invocation& call, const std::filesystem::path& home,
                              hosting_request wanted) {
  OCKAM_TRY(known, hosted_by(home, wanted.what.node));
  if (!known) return write_down(call, std::move(wanted));
  if (auto same = check_same(*known, wanted); !same) return same.error();
  if (runs(home, *known)) {
    if (auto same = check_same_while_it_runs(*known, call, wanted); !same) return same.error();
    return std::move(*known);
  }
  if (auto put = put_members(*known, wanted); !put) return put.error();
  known->no_adding = wanted.what.no_adding;
  known->no_tickets = wanted.what.no_tickets;
  if (call.args.text("tcp-listener-address")) known->listener = wanted.what.listener;
  if (auto saved = save(home, *known); !saved) return saved.error();
  return std::move(*known);
}

status host(invocation& call, hosting_request wanted) {
  const auto stays = call.args.flag("foreground");
  const auto status_at = wanted.status_at;
  const auto node = wanted.what.node;
  OCKAM_TRY(home, config::home());
  OCKAM_TRY(alone, lock_hosting(home));
  OCKAM_TRY(known, hosted_by(home, node));
  if (!known && !stays) {
    if (auto started = start_hosting(call, std::move(wanted)); !started) return started;
    return print_started(call, node);
  }
  OCKAM_TRY(what, settle(call, home, std::move(wanted)));
  if (!stays) {
    what.run_by.clear(); // this command runs it now
    OCKAM_TRY(woken, wake(call, what, status_at));
    return print_started(call, node, woken);
  }
  if (runs(home, what))
    return fail(errc::already_exists, "node " + node + " already exists and runs",
                "ockam node show " + node);
  { const auto over = std::move(alone); }
  return host_here(call, what, status_at, [&] {
    call.out.created({{"name", node}}, node, node);
    call.host.out.flush();
  });
}

status create_authority(invocation& call) {
  hosting_request wanted;
  wanted.what.node = call.args.positional_at(0).value_or("authority");
  wanted.what.id = *call.args.text("project-identifier");
  wanted.what.database = call.args.text("database").value_or("");
  wanted.identity = call.args.text("identity");
  OCKAM_TRY(listener, transports::endpoint::parse(
                          call.args.text("tcp-listener-address").value_or("127.0.0.1:4000")));
  wanted.what.listener = listener;
  OCKAM_TRY(trusted, members_of(*call.args.text("trusted-identities")));
  wanted.members = std::move(trusted);
  wanted.what.no_adding = call.args.flag("no-direct-authentication");
  wanted.what.no_tickets = call.args.flag("no-token-enrollment");
  OCKAM_TRY(status_at, status_port_of(call.args));
  wanted.status_at = std::move(status_at);
  return host(call, std::move(wanted));
}

} // namespace

noun authority() {
  return {
      "authority",
      "Say who is a member of a project, apart from the project's node",
      {{"create",
        "Start an authority and return when it answers",
        {{"NAME", "Name of its node; without it `authority`"}},
        {{"project-identifier", "ID", "Whose members it knows", option::required},
         {"trusted-identities", "JSON", "Who is a member from the start, with attributes",
          option::required},
         {"tcp-listener-address,t", "IP:PORT", "Where members reach it; without it 127.0.0.1:4000"},
         {"identity", "NAME", "Who it is; without it an identity of its own"},
         {"foreground,f", "", "Stay, as the authority's node, until it is interrupted"},
         {"no-token-enrollment", "", "Nobody becomes a member with a ticket"},
         {"no-direct-authentication", "",
          "No enroller adds, shows or removes members; those of --trusted-identities are all, and "
          "whom tickets let in"},
         status_port_option(),
         {"skip-is-running-check,s", "", "a lock tells whether a node runs", without_effect},
         {"project-access-route", "ROUTE", "the project's own node says where it is",
          without_effect},
         {"project-identity-identifier-file", "FILE", "the project's own node says who it is",
          without_effect},
         {"disable-trust-context-id", "", "credentials have it, and old members need it",
          without_effect},
         {"enforce-admin-checks", "", "there are enrollers, and no administrators above them",
          not_supported},
         {"account-authority", "HISTORY", "there are enrollers, and no administrators above them",
          not_supported},
         {"tenant-base-url,certificate,attributes", "TEXT", "Okta is not asked here",
          not_supported},
         {"database", "URI", "PostgreSQL server for the members; without it a file in OCKAM_HOME"}},
        {"ockam authority create --project-identifier p1 --trusted-identities "
         "'{\"I...\":{\"ockam-role\":\"enroller\"}}'",
         "ockam authority create --foreground --project-identifier p1 --trusted-identities "
         "\"$ALL\""},
        create_authority}}};
}

} // namespace ockam::cli
