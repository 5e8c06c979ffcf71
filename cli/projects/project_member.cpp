#include "cli/home/home_identity.hpp"
#include "cli/projects/ask_authority.hpp"
#include "cli/projects/attributes.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/given_text.hpp"
#include "cli/text/duration.hpp"
#include "cli/text/table.hpp"
#include "config/base/environment.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

using nlohmann::json;

const positional identifier_positional{"IDENTIFIER", "Of the member, I...", true};

result<wire::identifier> identifier_of(const invocation& call) {
  return wire::identifier::parse(*call.args.positional_at(0));
}

json object_of(const wire::identifier& who, const wire::member& what) {
  return {{"identifier", to_string(who)},
          {"attributes", what.attributes},
          {"added_at", utc_time(what.added_at)},
          {"expires_at", what.expires_at ? json(utc_time(*what.expires_at)) : json()},
          {"attested_by", what.attested_by ? json(to_string(*what.attested_by)) : json()}};
}

std::string block_of(const output& out, const wire::identifier& who, const wire::member& what) {
  auto text = out.bold("Member:") + "\n  Identifier: " + to_string(who) + "\n  Attributes: "
              + attributes_text(what.attributes) + "\n  Added: " + utc_time(what.added_at);
  if (what.expires_at) text += "\n  Expires: " + utc_time(*what.expires_at);
  if (what.attested_by) text += "\n  Attested by: " + to_string(*what.attested_by);
  return text;
}

status add(invocation& call) {
  OCKAM_TRY(who, identifier_of(call));
  OCKAM_TRY(attributes, attributes_of(call));
  if (const auto answer = ask_authority(call, wire::add_member{who, attributes}); !answer)
    return answer.error();
  const auto name = to_string(who);
  call.out.created(
      {{"identifier", name}, {"attributes", attributes}},
      "Member:\n  Identifier: " + name + "\n  Attributes: " + attributes_text(attributes), name);
  return done{};
}

/// Who is no member is not made one: a wrong identifier would have rights that nobody meant.
status update(invocation& call) {
  OCKAM_TRY(who, identifier_of(call));
  if (const auto known = ask_authority(call, wire::show_member{who}); !known) {
    auto why = known.error();
    if (why.message.find(" not found") != std::string::npos)
      return fail(errc::not_found, to_string(who) + " is not a member",
                  "ockam project-member add " + to_string(who));
    return why;
  }
  return add(call);
}

status list_members(invocation& call) {
  OCKAM_TRY(answer, ask_authority(call, wire::list_members{}));
  OCKAM_TRY(members, wire::decode_members(answer));
  auto objects = json::array();
  std::vector<table_row> rows;
  for (const auto& [who, what] : members) {
    const auto role = what.attributes.find("ockam-role");
    const bool is_enroller = role != what.attributes.end() && role->second == "enroller";
    if (call.args.flag("enroller") && !is_enroller) continue;
    objects.push_back(object_of(who, what));
    rows.push_back({to_string(who), attributes_text(what.attributes), utc_time(what.added_at)});
  }
  if (rows.empty()) call.out.note("no members");
  call.out.answer(objects, table(call.out, {"Identifier", "Attributes", "Added"}, rows));
  return done{};
}

status list_ids(invocation& call) {
  OCKAM_TRY(answer, ask_authority(call, wire::list_member_ids{}));
  OCKAM_TRY(all, wire::decode_member_ids(answer));
  auto objects = json::array();
  std::string text;
  for (const auto& each : all) {
    objects.push_back(to_string(each));
    text += (text.empty() ? "" : "\n") + to_string(each);
  }
  if (text.empty()) call.out.note("no members");
  if (!text.empty() || call.out.as == format::json) call.out.answer(objects, text);
  return done{};
}

status show_member(invocation& call) {
  OCKAM_TRY(who, identifier_of(call));
  OCKAM_TRY(answer, ask_authority(call, wire::show_member{who}));
  OCKAM_TRY(what, wire::decode_member(answer));
  call.out.answer(object_of(who, what), block_of(call.out, who, what));
  return done{};
}

/// Who leaves a project needs an enroller to come back.
status confirm_leaving(const invocation& call, const wire::identifier& who) {
  OCKAM_TRY(home, config::home());
  const auto self = asked_identity(home, call.args.text("identity"));
  if (!self || self->identifier != to_string(who)) return done{};
  return confirm(call, "Leave the project? " + self->name + ", " + self->identifier
                           + ", is who asks, and needs a ticket to come back.");
}

status remove_member(invocation& call) {
  const auto all = call.args.flag("all");
  if (all == call.args.positional_at(0).has_value())
    return fail(errc::invalid, "either IDENTIFIER or --all");
  wire::authority_request request = wire::delete_members{};
  if (!all) {
    OCKAM_TRY(who, identifier_of(call));
    request = wire::delete_member{who};
    if (auto ok = confirm_leaving(call, who); !ok) return ok;
  } else if (auto ok = confirm(call, "Remove all members but the enrollers?"); !ok) {
    return ok;
  }
  if (const auto answer = ask_authority(call, request); !answer) return answer.error();
  const auto gone = all ? "all but enrollers" : *call.args.positional_at(0);
  call.out.created({{"deleted", gone}}, "Member " + gone + " deleted", gone);
  return done{};
}

/// A verb's own options, and those that all verbs here have.
std::vector<option> with_shared(std::vector<option> own) {
  own.push_back(project_option());
  own.push_back(asking_identity_option());
  return own;
}

} // namespace

noun project_member() {
  const std::string line = "ockam project-member ";
  const std::string example(64, 'a');
  return {"project-member",
          "Who is a member of a project, as its authority says",
          {{"add",
            "Make somebody a member",
            {identifier_positional},
            with_shared(attribute_options()),
            {line + "add I" + example + " --relay b --attribute role=server"},
            add},
           {"update",
            "Give a member other attributes, in the place of all it has; they count within seconds",
            {identifier_positional},
            with_shared(attribute_options()),
            {line + "update I" + example + " --relay b --attribute role=dba"},
            update},
           {"list",
            "List the members and what they are",
            {},
            with_shared({{"enroller", "", "Only those who may make tickets and members"}}),
            {line + "list"},
            list_members},
           {"list-ids", "List the members", {}, with_shared({}), {line + "list-ids"}, list_ids},
           {"show",
            "Show a member",
            {identifier_positional},
            with_shared({}),
            {line + "show I" + example},
            show_member},
           {"delete",
            "End a membership; channels of the member end within seconds",
            {{"IDENTIFIER", "Of the member, I..."}},
            with_shared({{"all", "", "All members but the enrollers"}, yes_option()}),
            {line + "delete I" + example, line + "delete --all"},
            remove_member}}};
}

} // namespace ockam::cli
