// Makes the settings of a node's process of what people say.
#pragma once
#include "cli/process/node_run.hpp"
#include "cli/shell/command.hpp"
#include "config/spec/node.hpp"

namespace ockam::cli {

/// The settings of a node; one without a name gets a random one. Errors: invalid.
result<node_settings> settings_of(const invocation&, const config::node&);

/// The limits that are asked for, those with a key of their own, too. Errors: invalid.
result<config::limits> limits_asked(const config::node&);

/// Makes the node's identity a member, if there is a ticket, and notes the node's project. Errors:
/// those of read_ticket, enroll and ready_project.
status join_project(const invocation&, const config::node&, node_settings&);

} // namespace ockam::cli
