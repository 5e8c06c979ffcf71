// Makes of the texts in a struct of config/spec the values that actors work with. Errors: invalid,
// with the field in front unless the value says what is wrong with it.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/routing/open_route.hpp"
#include "channels/policy/policy.hpp"
#include "config/spec/resource.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ockam::actors {

/// The allow list of these identifiers; everybody if none is named.
result<channels::allow_list> allow_list_of(const config::texts& authorized);
/// The policy of an expression; none if there is no expression.
result<std::optional<channels::policy>> policy_of(const std::string& expression);

/// The time that a route may take to open, and whom it may lead to. The caller has to find out as
/// whom the node opens it.
result<route_request> route_of(const std::string& to, transports::duration timeout,
                               const config::texts& authorized);
result<std::vector<route_request>> routes_of(const config::texts& to, transports::duration timeout,
                                             const config::texts& authorized);

inline transports::duration time_or(const config::time_span& given,
                                    transports::duration otherwise) {
  return given ? transports::duration(*given) : otherwise;
}

/// Those who are allowed as replies have them: an array of identifiers, empty for everybody.
json describe_allowed(const channels::allow_list&);

} // namespace ockam::actors
