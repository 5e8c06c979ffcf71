// Whose a relay's name is, as its host knows it, and who may have it instead. A name belongs to the
// identity that a channel has proven, else to its registration; two registrations in clear with the
// mark of one key are of one home. Pure.
#pragma once
#include "wire/messages/identifier.hpp"
#include "wire/messages/relay.hpp"

#include <optional>
#include <string>

namespace ockam::actors {

struct name_owner {
  std::optional<wire::identifier> peer; ///< identity that a channel has proven
  std::string worker; ///< address where it waits for the confirmation: R in spec wire §4.1
  std::string source; ///< host:port of the link that the registration came by
  std::optional<wire::relay_request_tail> tail; ///< only registrations of ours have one

  /// Whether both are the same registration: one of ours keeps its worker, whatever way it comes.
  bool is_same_registration(const name_owner& other) const;
  /// Whether both are of one identity, or, in clear, of one home.
  bool is_same_owner(const name_owner& other) const;
};

/// What becomes of a name that somebody has when a newcomer asks for it.
enum class name_ruling : unsigned char {
  takes, ///< the newcomer gets it: it is the same owner
  asks,  ///< the newcomer gets it if its owner, who is asked, is not there any more
};
name_ruling rule_on(const name_owner& standing, const name_owner& newcomer);

/// `I…`, or `a node that proved no identity`.
std::string to_text(const name_owner&);
/// The same, and where it came from, for the host's own log and lists.
std::string in_words_with_source(const name_owner&);

} // namespace ockam::actors
