// Whose a relay's name is, as its host knows it, and who may have it instead. Pure.
//   a name belongs to the identity that a channel has proven, else to its registration; two
//   registrations in clear with the mark of one key are of one home
#pragma once
#include "wire/messages/identifier.hpp"
#include "wire/messages/relay.hpp"

#include <optional>
#include <string>

namespace ockam::actors {

struct name_owner {
  std::optional<wire::identifier> peer; ///< proven by a channel
  std::string worker; ///< where it waits for the confirmation: R in spec wire §4.1
  std::string source; ///< host:port of the link that it came by
  std::optional<wire::relay_request_tail> tail; ///< of one of ours

  /// Whether that is this registration: one of ours keeps its worker, whatever way it comes.
  bool is_same_registration(const name_owner& other) const;
  /// Whether they are of one identity, or, in clear, of one home.
  bool is_same_owner(const name_owner& other) const;
};

/// What becomes of a name that somebody has when somebody asks for it.
enum class name_ruling : unsigned char {
  takes, ///< it is the same one, who knows what it does
  asks,  ///< only if the one who has it is not there any more
};
name_ruling rule_on(const name_owner& standing, const name_owner& newcomer);

/// `I…`, or `a node that proved no identity`.
std::string in_words(const name_owner&);
/// With where it came from, for the host's own log and lists.
std::string in_words_with_source(const name_owner&);

} // namespace ockam::actors
