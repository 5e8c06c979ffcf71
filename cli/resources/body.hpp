// What people say of a resource, as the control interface of a node takes it: routes without names
// of this home, addresses in full, times in milliseconds. Also what commands and files have in
// common: options that follow from the keys of a resource.
#pragma once
#include "cli/home/resolution.hpp"
#include "cli/shell/command.hpp"
#include "config/spec/resources.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <initializer_list>
#include <string_view>

namespace ockam::cli {

/// What routes are completed with.
struct places {
  port_lookup port_of;
  /// Its route; empty: there is none, and /project/default stands in. Asked only if need be.
  std::function<result<std::string>()> hub{};
  /// Whether a project can be used; it may be made for that. None: it is not asked.
  std::function<status(const std::string& project)> project{};
};

/// Those of this home, with its hub.
places places_of(const invocation&);

/// Options of a command that makes such a resource, but for those that it has as arguments.
std::vector<config::option> options_of(config::resource&,
                                       std::initializer_list<std::string_view> without = {});
void take_arguments(config::resource&, const arguments&);

/// Errors name the key's place, if the resource stands in a file: config; else what is wrong:
/// invalid.
result<nlohmann::json> body_of(config::on_node&, const places&);

/// The route to the service behind a relay at the hub.
std::string behind_relay(const std::string& hub, const std::string& relay,
                         const std::string& service);
/// Where relays are if nobody says otherwise.
std::string usual_place(const std::string& hub);

} // namespace ockam::cli
