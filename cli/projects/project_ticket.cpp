#include "channels/membership/ticket.hpp"
#include "cli/projects/ask_authority.hpp"
#include "cli/projects/attributes.hpp"
#include "cli/projects/embedded_project.hpp"
#include "cli/projects/project_commands.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/text/duration.hpp"
#include "cli/text/table.hpp"
#include "config/base/environment.hpp"
#include "wire/text.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

result<std::optional<std::uint64_t>> usage_count(const invocation& call) {
  const auto text = call.args.text("usage-count");
  if (!text) return std::optional<std::uint64_t>{};
  const auto number = wire::whole_number<std::uint64_t>(*text);
  if (!number || *number == 0)
    return fail(errc::invalid, "--usage-count " + *text + " is not a number of uses",
                "1 to 1000, or more by who was an enroller from the start");
  return number;
}

result<std::optional<std::uint64_t>> lifetime_s(const invocation& call) {
  const auto text = call.args.text("expires-in");
  if (!text) return std::optional<std::uint64_t>{};
  OCKAM_TRY(lifetime, parse_lifetime(*text));
  return std::optional{static_cast<std::uint64_t>(lifetime.count())};
}

/// A project that a command made by itself is reached from this machine alone: whoever enrolls there
/// tries things out, and may have every relay unless the ticket names one.
status allow_relays_of_machine(const invocation& call, const channels::project& project,
                               wire::attribute_map& attributes) {
  constexpr auto relay = "ockam-relay";
  if (!call.host.hosts_projects || attributes.contains(relay)) return done{};
  OCKAM_TRY(home, config::home());
  OCKAM_TRY(hosted, hosted_by(home, node_of_project(project.name)));
  if (!hosted || hosted->id != project.id || !hosted->made_by_itself || !hosted->access.empty()
      || hosted->listener.host != "127.0.0.1")
    return done{};
  attributes.emplace(relay, "*");
  call.out.note("Project " + project.name
                + " is of this machine alone, so this ticket allows every "
                  "relay; --relay NAME allows one");
  return done{};
}

status make_ticket(invocation& call) {
  OCKAM_TRY(attributes, attributes_of(call));
  OCKAM_TRY(uses, usage_count(call));
  OCKAM_TRY(lifetime, lifetime_s(call));
  OCKAM_TRY(project, ready_project(call, call.args.text("project"), bringing::node));
  if (auto ok = allow_relays_of_machine(call, project, attributes); !ok) return ok;
  OCKAM_TRY(answer, ask_authority(call, wire::create_ticket{attributes, lifetime, uses}));
  OCKAM_TRY(code, wire::decode_one_time_code(answer));
  const channels::ticket made{std::move(project), channels::ticket_code{code}};
  config::wipe(answer);
  call.out.answer(to_json(made), to_text(made));
  return done{};
}

command ticket_command(const std::string& verb, const std::string& line) {
  auto options = attribute_options();
  options.insert(options.end(),
                 {{"usage-count", "N",
                   "How many may enroll with it; default 1, at most 1000 unless who asks was an "
                   "enroller from the start"},
                  {"expires-in", "TIME",
                   "Until when: 90s, 10m, 2h or 7d; default 10m, at most 7d unless who asks was an "
                   "enroller from the start"},
                  project_option(),
                  asking_identity_option()});
  return {verb,
          "Print a ticket: whoever has it can become a member of a project",
          {},
          std::move(options),
          {line, line + " --relay b --attribute role=server --usage-count 3 --expires-in 1h"},
          make_ticket};
}

// -- tickets that were made --------------------------------------------------------------

result<std::vector<wire::listed_ticket>> known_tickets(const invocation& call) {
  const auto answer = ask_authority(call, wire::list_tickets{});
  if (answer) return wire::decode_tickets(*answer);
  auto why = answer.error();
  if (why.message.find("unknown path") != std::string::npos)
    return fail(errc::unavailable, "this project's authority does not list its tickets");
  return why;
}

nlohmann::json object_of(const wire::listed_ticket& t) {
  return {{"id", wire::to_hex(t.id)},
          {"attributes", t.attributes},
          {"issued_by", to_string(t.issued_by)},
          {"expires_at", utc_time(t.expires_at)},
          {"uses_left", t.uses_left}};
}

constexpr std::size_t short_id = 12, short_id_min = 8; ///< digits

status list_tickets(invocation& call) {
  OCKAM_TRY(all, known_tickets(call));
  auto objects = nlohmann::json::array();
  std::vector<table_row> rows;
  for (const auto& each : all) {
    objects.push_back(object_of(each));
    rows.push_back({wire::to_hex(each.id).substr(0, short_id), std::to_string(each.uses_left),
                    utc_time(each.expires_at), attributes_text(each.attributes),
                    to_string(each.issued_by).substr(0, short_id)});
  }
  if (rows.empty()) call.out.note("no tickets");
  call.out.answer(objects, table(call.out, {"Id", "Uses", "Expires", "Attributes", "By"}, rows));
  return done{};
}

/// The only ticket whose id begins with these digits. Errors: not_found; invalid for other texts.
result<wire::ticket_id> ticket_called(const invocation& call, const std::string& digits) {
  const auto unknown = [&](const std::string& why) {
    return fail(errc::not_found, why, "ockam ticket list");
  };
  if (digits.size() < short_id_min
      || digits.find_first_not_of("0123456789abcdef") != std::string::npos)
    return fail(errc::invalid, digits + " is no id of a ticket", "ockam ticket list");
  OCKAM_TRY(all, known_tickets(call));
  std::optional<wire::ticket_id> found;
  for (const auto& each : all) {
    if (!wire::to_hex(each.id).starts_with(digits)) continue;
    if (found) return unknown("more than one ticket begins with " + digits);
    found = each.id;
  }
  if (!found) return unknown("no ticket " + digits + " that somebody could use");
  return *found;
}

status delete_ticket(invocation& call) {
  const auto digits = *call.args.positional_at(0);
  OCKAM_TRY(id, ticket_called(call, digits));
  if (const auto answer = ask_authority(call, wire::delete_ticket{id}); !answer)
    return answer.error();
  const auto name = wire::to_hex(id);
  call.out.created({{"id", name}}, "Deleted ticket " + name.substr(0, short_id), name);
  return done{};
}

} // namespace

command project_ticket() { return ticket_command("ticket", "ockam project ticket"); }

noun ticket() {
  auto alone = ticket_command("", "ockam ticket");
  const std::string example(64, 'a');
  return {
      "ticket",
      "Tickets: whoever has one can become a member of a project",
      {std::move(alone),
       {"list",
        "List the tickets that somebody can still use; none tells its code",
        {},
        {project_option(), asking_identity_option()},
        {"ockam ticket list", "ockam ticket list --output json"},
        list_tickets},
       {"delete",
        "Take a ticket back: nobody becomes a member with it any more",
        {{"ID", "Of the ticket, as `ticket list` shows it, or its first digits, at least 8", true}},
        {project_option(), asking_identity_option()},
        {"ockam ticket delete " + example.substr(0, 12), "ockam ticket delete " + example},
        delete_ticket}}};
}

} // namespace ockam::cli
