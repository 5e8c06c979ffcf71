// Completes what people say of a resource to what a node takes: routes without names of this home,
// addresses in full. Also has what commands and files have in common: options that follow from the
// rows of a kind.
#pragma once
#include "cli/home/resolution.hpp"
#include "cli/shell/command.hpp"
#include "cli/text/waiting.hpp"
#include "config/spec/resource.hpp"

#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string_view>

namespace ockam::cli {

/// Functions that complete routes.
struct route_resolver {
  port_lookup port_of;
  /// The routes of the hubs; if there are none, /project/default stands in. Called only if need be.
  std::function<result<std::vector<std::string>>()> hubs{};
};

/// By the nodes and hubs of this home.
route_resolver resolver_of(const invocation&);

/// Says what a command waits for, while the result lives. Null if the command is not to wait.
std::unique_ptr<waiting> wait_for(const invocation&, const std::string& what,
                                  std::chrono::milliseconds otherwise);

/// The options of a command that makes a resource of these rows, except `without`, which are
/// arguments.
std::vector<config::option> options_of(config::fields_of_kind,
                                       std::initializer_list<std::string_view> without = {});
/// Takes what the options say. Errors: invalid, for what is no time.
status take_arguments(config::resource&, const arguments&);

/// Says of a resource what nobody said and a node has to know: the usual places, names of outlets
/// as routes. To be called once. Errors: config, naming the key's place, if the resource stands in
/// a file; else invalid.
status supplement(config::on_node&, const route_resolver&);
/// Changes its values to those that a node takes. Errors: as supplement().
status convert(config::on_node&, const route_resolver&);
/// Supplements and converts it, and returns the body that a node's control interface takes.
result<nlohmann::json> completed_body(config::on_node&, const route_resolver&);

/// All routes of a resource, as far as they are said.
config::texts routes_of(const config::on_node&);

/// Brings about what has to be there before a node can make a resource: the identity that it names,
/// and the nodes of projects that this home hosts; if the routes were `said`, as arguments of a
/// command, also the default project. REQUIRES: it was converted.
status bring_about(const invocation&, const config::on_node&, bool said);

/// The route to the service behind a relay at that place.
std::string behind_relay(const std::string& place, const std::string& relay,
                         const std::string& service);
/// The routes of the nodes where relays are made if nobody says otherwise.
result<std::vector<std::string>> usual_places(const route_resolver&);

} // namespace ockam::cli
