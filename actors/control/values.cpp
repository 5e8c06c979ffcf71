#include "actors/control/values.hpp"

#include <nlohmann/json.hpp>

namespace ockam::actors {

result<channels::allow_list> allow_list_of(const config::texts& authorized) {
  if (authorized.empty()) return channels::allow_list{};
  std::vector<wire::identifier> who;
  for (const auto& each : authorized) {
    const auto parsed = wire::identifier::parse(each);
    if (!parsed)
      return fail(errc::invalid, "authorized: " + parsed.error().message, parsed.error().hint);
    who.push_back(*parsed);
  }
  return channels::allow_list{std::move(who)};
}

result<std::optional<channels::policy>> policy_of(const std::string& expression) {
  if (expression.empty()) return std::optional<channels::policy>{};
  OCKAM_TRY(parsed, channels::policy::parse(expression));
  return std::optional(std::move(parsed));
}

result<route_request> route_of(const std::string& to, transports::duration timeout,
                               const config::texts& authorized) {
  OCKAM_TRY(parsed, wire::multiaddr::parse(to));
  OCKAM_TRY(who, allow_list_of(authorized));
  return route_request{std::move(parsed), timeout, std::move(who), {}};
}

result<std::vector<route_request>> routes_of(const config::texts& to, transports::duration timeout,
                                             const config::texts& authorized) {
  std::vector<route_request> all;
  for (const auto& each : to) {
    OCKAM_TRY(route, route_of(each, timeout, authorized));
    all.push_back(std::move(route));
  }
  return all;
}

json describe_allowed(const channels::allow_list& who) {
  auto out = json::array();
  if (who.everybody()) return out;
  for (const auto& one : who.authorized()) out.push_back(to_string(one));
  return out;
}

} // namespace ockam::actors
