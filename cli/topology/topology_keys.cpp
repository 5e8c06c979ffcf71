#include "cli/topology/topology_keys.hpp"

#include "cli/home/home_identity.hpp"
#include "cli/home/locked_home.hpp"
#include "cli/launch/named_identity.hpp"
#include "cli/projects/enrollment.hpp"
#include "config/base/environment.hpp"

namespace ockam::cli {

result<undo> make(const config::vault& wanted) {
  OCKAM_TRY(home, locked_home::open());
  const auto path =
      wanted.path.empty() ? std::nullopt : std::optional(std::filesystem::absolute(wanted.path));
  if (const auto made = home.add_vault(wanted.name, path); !made) return made.error();
  return undo([name = wanted.name]() -> status {
    OCKAM_TRY(again, locked_home::open());
    const auto gone = again.delete_vault(name);
    return gone ? status(done{}) : gone.error();
  });
}

result<undo> make(const config::identity& wanted) {
  OCKAM_TRY(home, locked_home::open());
  OCKAM_TRY(vault, home.vault(if_given(wanted.vault)));
  if (const auto made = home.create_identity(wanted.name, vault); !made) return made.error();
  return undo([name = wanted.name]() -> status {
    auto again = locked_home::open();
    return again ? again->delete_identity(name) : again.error();
  });
}

status enroll_identity(const invocation& call, config::topology& what) {
  if (what.tickets.empty()) return done{};
  const auto& asked = what.tickets.front();
  const auto placed = [&](const error& why) {
    return config::wrong_at(asked.at, why.message, why.hint);
  };
  const auto ticket = read_ticket(call, asked.text);
  if (!ticket) return placed(ticket.error());
  const auto name = if_given(asked.identity);
  if (auto made = make_named_identity(call, {name, {}}); !made) return placed(made.error());
  OCKAM_TRY(home, config::home());
  const auto who = asked_identity(home, name);
  if (!who) return placed(who.error());
  const auto member = enroll(home, *who, *ticket);
  if (!member) return placed(member.error());
  for (auto& node : what.nodes)
    if (node.project.empty() && node.enrollment_ticket.empty()
        && (node.identity.empty() || node.identity == asked.identity))
      node.project = member->project;
  return done{};
}

} // namespace ockam::cli
