// Finds the node that a verb talks to, and has the options that all such verbs share.
#pragma once
#include "cli/home/node_answer.hpp"
#include "cli/home/node_client.hpp"
#include "cli/shell/command.hpp"
#include "wire/routing/multiaddr.hpp"

#include <chrono>
#include <memory>

namespace ockam::cli {

/// The option that names the node. `names` are its synonyms; select_node() takes the first of them.
option node_option(std::string names);
option timeout_option(std::string_view default_text);

/// The node that `option` names, or the default node. Errors: those of home.
result<selected_node> select_node(const invocation&, std::string_view option);
/// The default node. A home without one gets one with a name of eight random digits, and the
/// command says so, if the command may start nodes. However many commands ask at once, there is one.
result<std::string> default_node_made_if_need_be(const invocation&);

/// As select_node(), for commands that make something: if this home has no node to choose, one is made.
result<selected_node> select_or_make_node(const invocation&, std::string_view option);

/// The route in `option`, resolved. REQUIRES: the option was given.
result<wire::multiaddr> route_of(const invocation&, std::string_view option);
/// A route as somebody wrote it, resolved.
result<wire::multiaddr> resolved(const invocation&, std::string_view route);

/// Whether this process, which is no node, can begin a route: it must lead to a node first. Errors:
/// invalid.
status check_start(const wire::multiaddr& route);

/// Whether the nodes of this home that a route leads to run, as far as it names them; what is no
/// route names none. Errors: unavailable, with the command that starts one.
status check_nodes_run(const invocation&, std::string_view route);

/// The time in `--timeout`, or `otherwise`.
result<std::chrono::milliseconds> timeout_of(const invocation&,
                                             std::chrono::milliseconds otherwise);

/// The time in that option, or `otherwise`.
result<std::chrono::milliseconds> duration_of(const invocation&, std::string_view option,
                                              std::chrono::milliseconds otherwise);

} // namespace ockam::cli
