#include "cli/projects/enrollment.hpp"

#include "cli/home/home_project.hpp"
#include "cli/projects/ask_authority.hpp"
#include "cli/shell/given_text.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"
#include "config/home/ownership.hpp"
#include "transports/io/clock.hpp"

#include <algorithm>
#include <cctype>

namespace ockam::cli {
namespace {

using self = std::shared_ptr<const channels::own_identity>;

/// What became of the ticket, as far as the authority says so: those of others only say that they
/// do not take it.
std::string fate_of(const std::string& project, const std::string& said) {
  const auto says = [&](const char* word) { return said.find(word) != said.npos; };
  if (says("used up")) return "the ticket is used up: as many as it was made for have enrolled";
  if (says("expired")) return "the ticket has expired";
  if (says("revoked")) return "the ticket was revoked by an enroller";
  if (says("unknown ticket"))
    return "the ticket is none of project " + project
           + ", or of another one of that name: its authority never made it";
  return "the authority of project " + project + " does not take the ticket";
}

/// The reference calls this an error, too: whoever holds the code is not what the text claims.
error refused(const std::string& project, error why) {
  if (why.code != errc::denied) return why;
  why.message = fate_of(project, why.message) + "; " + why.message;
  why.hint = "an enroller of the project prints another one: ockam project ticket";
  return why;
}

/// The credential, and whether a ticket was needed for it.
result<std::pair<wire::bytes, bool>> obtain(const channels::ticket& with, const self& who) {
  auto given = ask_authority(with.where, who, wire::issue_credential{});
  if (given) return std::pair{std::move(*given), false};
  if (given.error().code != errc::denied) return given.error();
  if (const auto taken = ask_authority(with.where, who, wire::accept_ticket{with.code.view()});
      !taken)
    return refused(with.where.name, taken.error());
  given = ask_authority(with.where, who, wire::issue_credential{});
  if (!given) return given.error();
  return std::pair{std::move(*given), true};
}

/// Whether a text may be a ticket or a part of one, which are secrets and shown in no error.
/// Everything else is the name of a file.
bool looks_like_ticket(const std::string& text) {
  const auto is_digit = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
  return text.empty() || text.front() == '{' || text.find(',') != text.npos
         || text.size() > 255 /* bytes of a name in a folder */
         || (text.size() > 16 && std::all_of(text.begin(), text.end(), is_digit));
}

} // namespace

result<enrollment> enroll(const std::filesystem::path& home, const config::identity_record& record,
                          const channels::ticket& with) {
  const auto& project = with.where;
  if (auto free = check_project_name(home, project); !free) return free.error();
  OCKAM_TRY(who, load(home, record));
  OCKAM_TRY(answer, obtain(with, who));
  const auto& [body, ticket_used] = answer;
  OCKAM_TRY(shown, read_credential(body));
  const auto now = transports::system_wall_clock{}.now();
  auto said = channels::verify(shown, project.authority, who->who().id(), now);
  if (!said) {
    auto why = channels::why_not_fresh(shown, said.error(), now);
    if (ticket_used) why.message += "; the ticket was taken: once the clocks agree, enroll again";
    return why;
  }
  channels::take_version(said->attributes); // people have no use for the version
  OCKAM_TRY(made_way, make_way_for(home, project));
  if (auto noted = note_project(home, project); !noted) return noted.error();
  if (auto kept = keep_credential(home, project.name, record.identifier, shown, said->valid.until);
      !kept)
    return kept.error();
  return enrollment{project.name,
                    record.identifier,
                    said->attributes,
                    said->valid.until,
                    !ticket_used,
                    channels::clocks_differ(now, said->valid.from)
                        ? channels::clock_gap(now, said->valid.from)
                        : "",
                    made_way};
}

result<channels::ticket> read_ticket(const invocation& call, const std::string& given) {
  if (given.find("://") != given.npos)
    return fail(errc::invalid, given + " is on another machine, and nothing is fetched from there",
                "curl URL | ockam project enroll -");
  std::error_code not_a_path;
  if (given != "-" && !std::filesystem::exists(given, not_a_path)) {
    if (!looks_like_ticket(given))
      return fail(given.find_first_of("./") == given.npos ? errc::invalid : errc::not_found,
                  "no file " + given + ", and the text itself is no ticket",
                  "the file that `ockam project ticket` was written to");
    return channels::parse_ticket(given);
  }
  if (given != "-")
    if (auto ours = config::check_given(given, "the ticket"); !ours) return ours.error();
  OCKAM_TRY(text, read_given(call, given, config::ticket_size_max, "a ticket"));
  auto ticket = channels::parse_ticket(text);
  if (ticket || ticket.error().code == errc::limit) return ticket;
  auto why = ticket.error().message;
  if (why.starts_with("ticket: ")) why.erase(0, 8);
  return fail(errc::invalid, (given == "-" ? "standard input" : given) + " holds no ticket: " + why,
              ticket.error().hint);
}

result<std::optional<std::string>> ticket_in_environment() {
  if (config::is_set_but_empty("ENROLLMENT_TICKET"))
    return fail(errc::invalid, "ENROLLMENT_TICKET is set and empty: the ticket is not there",
                "ENROLLMENT_TICKET=$(ockam project ticket) of an enroller, or unset it");
  auto text = config::variable_text("ENROLLMENT_TICKET");
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

} // namespace ockam::cli
