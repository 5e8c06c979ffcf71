// What people say of a resource, as the control interface of a node takes it: routes without names
// of this home, addresses in full, times in milliseconds. Also what commands and files have in
// common: options that follow from the keys of a resource.
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

/// What routes are completed with.
struct places {
  port_lookup port_of;
  /// Its route; empty: there is none, and /project/default stands in. Asked only if need be.
  std::function<result<std::string>()> hub{};
};

/// Those of this home, with its hub.
places places_of(const invocation&);

/// Says what a command waits for that makes such a thing, unless it is not to wait.
std::unique_ptr<waiting> wait_for(const invocation&, const std::string& what,
                                  std::chrono::milliseconds otherwise);

/// Options of a command that makes such a resource, but for those that it has as arguments.
std::vector<config::option> options_of(config::resource&,
                                       std::initializer_list<std::string_view> without = {});
void take_arguments(config::resource&, const arguments&);

/// Errors name the key's place, if the resource stands in a file: config; else what is wrong:
/// invalid.
result<nlohmann::json> body_of(config::on_node&, const places&);

/// What has to be there before a node can use the routes of that: the nodes of projects that this
/// home hosts, and if they were `said`, as arguments of a command, the default project.
status bring_about(const invocation&, config::on_node&, const nlohmann::json& body, bool said);

/// The route to the service behind a relay at the hub.
std::string behind_relay(const std::string& hub, const std::string& relay,
                         const std::string& service);
/// Where relays are if nobody says otherwise.
std::string usual_place(const std::string& hub);

} // namespace ockam::cli
