#include "cli/projects/enrollment.hpp"

#include "cli/home/home_project.hpp"
#include "cli/projects/ask_authority.hpp"
#include "cli/shell/given_text.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"
#include "transports/io/clock.hpp"

namespace ockam::cli {
namespace {

using self = std::shared_ptr<const channels::own_identity>;

/// The reference calls this an error, too: whoever holds the code is not what the text claims.
error refused(error why) {
  if (why.code == errc::denied) {
    why.message += "; the ticket may be used up, expired, or of another project";
    why.hint = "ask who gave it to you for another one";
  }
  return why;
}

/// The credential, and whether a ticket was needed for it.
result<std::pair<wire::bytes, bool>> obtain(const channels::ticket& with, const self& who) {
  auto given = ask_authority(with.where, who, wire::issue_credential{});
  if (given) return std::pair{std::move(*given), false};
  if (given.error().code != errc::denied) return given.error();
  if (const auto taken = ask_authority(with.where, who, wire::accept_ticket{with.code.view()});
      !taken)
    return refused(taken.error());
  given = ask_authority(with.where, who, wire::issue_credential{});
  if (!given) return given.error();
  return std::pair{std::move(*given), true};
}

} // namespace

result<enrollment> enroll(const std::filesystem::path& home, const config::identity_record& record,
                          const channels::ticket& with) {
  const auto& project = with.where;
  if (auto free = check_project_name(home, project); !free) return free.error();
  const auto who = load(home, record);
  if (!who) return who.error();
  const auto answer = obtain(with, *who);
  if (!answer) return answer.error();
  const auto& [body, ticket_used] = *answer;
  const auto shown = read_credential(body);
  if (!shown) return shown.error();
  const auto said = channels::verify(*shown, project.authority, (*who)->who().id(),
                                     transports::system_wall_clock{}.now());
  if (!said) return said.error();
  if (auto noted = note_project(home, project); !noted) return noted.error();
  if (auto kept = keep_credential(home, project.name, record.identifier, *shown, said->valid.until);
      !kept)
    return kept.error();
  return enrollment{project.name, record.identifier, said->attributes, said->valid.until,
                    !ticket_used};
}

result<channels::ticket> read_ticket(const invocation& call, const std::string& given) {
  std::error_code not_a_path;
  if (given != "-" && !std::filesystem::exists(given, not_a_path))
    return channels::parse_ticket(given);
  const auto text = read_given(call, given, config::ticket_size_max, "a ticket");
  if (!text) return text.error();
  return channels::parse_ticket(*text);
}

std::optional<std::string> ticket_in_environment() {
  auto text = config::variable_text("ENROLLMENT_TICKET");
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

} // namespace ockam::cli
