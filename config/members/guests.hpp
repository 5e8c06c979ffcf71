// A guest is a member that somebody let in to use one thing that they share, and for a while. What it
// is stands in its attributes, so that every authority can keep it and every credential says it:
//   ockam-share   IDENTIFIER/OUTLET   who shares, and the outlet that is shared
//   ockam-until   1796112000          first second since 1970 in which it is no member any more
//   ockam-reach   NAME                the only relay that it reaches
// Where nobody wrote a policy a guest may use nothing. Pure.
#pragma once
#include "wire/messages/member.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace ockam::config {

inline constexpr auto share_attribute = "ockam-share", until_attribute = "ockam-until",
                      reach_attribute = "ockam-reach";

/// Whether who has these attributes is a guest: `ockam-share`.
bool is_guest(const wire::attribute_map&);
/// The end of a membership, as `ockam-until` says; none if it has none. What is no time ends at once.
std::optional<std::uint64_t> end_of(const wire::attribute_map&);
/// The last second of a credential with these attributes, whose own last one is `until`: an authority
/// may not know of ends.
std::uint64_t end_within(const wire::attribute_map&, std::uint64_t until);
/// Whether a membership with these attributes is over.
bool is_over(const wire::attribute_map&, std::uint64_t now);

/// Whether who has these attributes may let in guests, and nobody else: `ockam-role=sharer`.
bool makes_sharer(const wire::attribute_map&);
/// Why a sharer can not let in somebody with these attributes; empty if it can. A guest has the three
/// attributes above and no other, for at most ticket_lifetime_granted, and reaches a relay that the
/// sharer may have.
std::string_view why_no_guest(const wire::attribute_map& guest, const wire::attribute_map& sharer,
                              std::uint64_t now);

} // namespace ockam::config
