// Translates what people write where a host and a port, or a route, belong.
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

/// The route that somebody may have meant. Without a slash in front: `/node/n1/service/x` of
/// `n1/service/x`, or what route_of_endpoint() says. With a slash: `/ip4/h/tcp/1` of `/ip4/h:1`,
/// and `/dnsaddr/h/tcp/1` of `/ip4/h/tcp/1`. Empty if nothing is known.
std::string meant_route(std::string_view);

} // namespace ockam::config
