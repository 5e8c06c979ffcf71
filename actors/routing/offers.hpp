// What a node lets others use of itself. On loopback links, and in channels over them, all of it;
// on other links echo, uppercase, channel listeners, hosted relays, and of the rest:
//   relay services   with --allow-relays or --open, or in a channel that a peer began at a listener
//                    for some only; those of a project's node, which admits its members
//   outlets          if --authorized, a policy or an authority decides, or with --open; else in a
//                    channel that a peer began and that has proven to be this node's own identity,
//                    or was begun at a listener for some only
//   hop              once a command has started it
// What is refused for lack of an option is said in the log once, and listed. Confined to the node's
// reactor.
#pragma once
#include "transports/work/flow.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ockam::actors {

struct offer_options {
  bool relays = false;             ///< whether everybody may register relays
  bool everything = false;         ///< whether relays and outlets are for everybody
  bool project_node = false;       ///< whether the node asks for credentials itself
  bool loopback_is_public = false; ///< whether a proxy here brings the connections of others
  /// Who the node is in channels; none if it has no channels.
  std::optional<wire::identifier> self{};
};

class offers {
public:
  explicit offers(offer_options);

  transports::reach relay_service() const;
  transports::reach hop() const;
  /// `decides` says whether the outlet itself asks who comes; it outlives the worker's entry.
  transports::reach outlet(std::function<bool()> decides) const;
  /// Makes hop be for everybody, or no longer. Returns what it was before.
  bool open_hop(bool) const;

  struct refusal {
    std::string what, option;
    std::uint64_t count = 0; ///< messages refused
  };
  /// What was refused since the node started.
  std::vector<refusal> refused() const;

private:
  struct state;
  class rule;
  std::shared_ptr<state> state_; ///< shared with rules, which may outlive this object
};

} // namespace ockam::actors
