// What the actors of secure channels work with, beside what every actor of the node can reach.
// The node owns it, and it outlives the node's actors. Used on the reactor only.
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
  /// The node's own identity; null in a node that was given none: it has no channels.
  std::shared_ptr<const own_identity> self;
  project_directory* projects = nullptr; ///< null if the node is in no project
};

} // namespace ockam::channels
