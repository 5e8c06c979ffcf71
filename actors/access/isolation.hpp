// Whom members reach in a project that keeps them apart (`project create --isolate`). The project's
// node passes a member's message on to what another one registered only if
//   both have a team in common                    ockam-team=red of one, ockam-team=red,blue of the other
//   or the member's credential names the relay    ockam-reach=office, ockam-reach=office,lab, ockam-reach=*
// Everybody reaches what is their own. Attributes come with tickets (`project ticket --team red`),
// so nobody has to write a rule at an outlet; rules there hold beside this one. What comes back
// needs no permission: an answer takes the way that the question opened.
#pragma once
#include "config/members/guests.hpp"

#include <string_view>

namespace ockam::actors {

inline constexpr auto team_attribute = "ockam-team", reach_attribute = config::reach_attribute;

/// Whether a member may reach a relay of somebody else. `owner` are the attributes of the relay's
/// owner; null if the owner has no credential any more.
bool may_reach(const wire::attribute_map& member, const wire::attribute_map* owner,
               std::string_view relay) noexcept;

} // namespace ockam::actors
