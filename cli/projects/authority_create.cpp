#include "cli/launch/launch.hpp"
#include "cli/projects/hosted_project.hpp"
#include "cli/shell/commands.hpp"
#include "config/base/environment.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

using nlohmann::json;
using members = decltype(hosting_request::members);

error no_members(const std::string& why) {
  return fail(errc::invalid, "--trusted-identities: " + why,
              R"(such as '{"I...": {"ockam-role": "enroller"}}')");
}

result<members> members_of(const std::string& text) {
  const auto all = json::parse(text, nullptr, false);
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
  const auto node = wanted.what.node;
  OCKAM_TRY(home, config::home());
  {
    const auto alone = lock_hosting(home);
    if (!alone) return alone.error();
    if (auto started = start_hosting(call, std::move(wanted)); !started) return started;
  }
  return print_started(call, node);
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
         {"database", "URI", "PostgreSQL server for the members; without it a file in OCKAM_HOME"}},
        {"ockam authority create --project-identifier p1 --trusted-identities "
         "'{\"I...\":{\"ockam-role\":\"enroller\"}}'"},
        create_authority}}};
}

} // namespace ockam::cli
