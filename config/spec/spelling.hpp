// What people write where a host and a port, or a route, belong, and how it is written here.
#pragma once
#include "wire/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ockam::config {

/// `HOST:PORT` of `tcp://HOST:PORT`, and every other text as it is. Errors (invalid): a URL, a
/// route, or `*` for a host; the hint is what to write.
result<std::string> endpoint_text(std::string_view);

/// `/dnsaddr/HOST/tcp/PORT/service/x` of `HOST:PORT/service/x`, with `tcp://` in front or not, and
/// `/ip4/...` or `/ip6/...` of an address; none of anything else.
std::optional<std::string> route_of_endpoint(std::string_view);

/// What somebody may have meant who wrote a route without a slash in front: `/node/n1/service/x` of
/// `n1/service/x`, or what route_of_endpoint says. Of one that has it, `/ip4/h/tcp/1` of
/// `/ip4/h:1` and `/dnsaddr/h/tcp/1` of `/ip4/h/tcp/1`. Empty: no idea.
std::string meant_route(std::string_view);

} // namespace ockam::config
