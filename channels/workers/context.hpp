// What the actors of secure channels work with, beside what every actor of the node can reach.
// Owned by the node, outlives its actors; used on the reactor only.
#pragma once
#include "channels/identity/own_identity.hpp"
#include "transports/work/context.hpp"

namespace ockam::channels {

class access_rules;
class channel_table;
class credential_table;
class project_directory;

struct context : transports::context {
  const transports::wall_clock& time;
  channel_table& channels;
  credential_table& credentials;
  access_rules& access;
  /// The node's own; null in a node that was given none: then it has no channels.
  std::shared_ptr<const own_identity> self;
  project_directory* projects = nullptr; ///< none: it is in none
};

} // namespace ockam::channels
