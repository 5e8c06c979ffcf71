// Makes of what people say of a resource the body that a node's control interface takes: routes
// without names of this home, addresses in full, times in milliseconds. Also has what commands and
// files have in common: options that follow from the keys of a resource.
#pragma once
#include "cli/home/resolution.hpp"
#include "cli/shell/command.hpp"
#include "cli/text/waiting.hpp"
#include "config/spec/resources.hpp"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string_view>

namespace ockam::cli {

/// Functions that complete routes.
struct places {
  port_lookup port_of;
  /// The routes of the hubs; if there are none, /project/default stands in. Called only if need be.
  std::function<result<std::vector<std::string>>()> hubs{};
};

/// The places of this home, with its hubs.
places places_of(const invocation&);

/// Says what a command waits for, while the result lives. Null if the command is not to wait.
std::unique_ptr<waiting> wait_for(const invocation&, const std::string& what,
                                  std::chrono::milliseconds otherwise);

/// The options of a command that makes such a resource, except `without`, which are arguments.
std::vector<config::option> options_of(config::resource&,
                                       std::initializer_list<std::string_view> without = {});
void take_arguments(config::resource&, const arguments&);

/// The body that makes the resource. Errors: config, naming the key's place, if the resource stands
/// in a file; else invalid.
result<nlohmann::json> body_of(config::on_node&, const places&);

/// Brings about what has to be there before a node can use the routes of a resource: the nodes of
/// projects that this home hosts; if the routes were `said`, as arguments of a command, also the
/// default project.
status bring_about(const invocation&, config::on_node&, const nlohmann::json& body, bool said);

/// The route to the service behind a relay at that place.
std::string behind_relay(const std::string& place, const std::string& relay,
                         const std::string& service);
/// The routes of the nodes where relays are made if nobody says otherwise.
result<std::vector<std::string>> usual_places(const places&);

} // namespace ockam::cli
