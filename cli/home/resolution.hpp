// Makes of a route as people type it one that a node understands. Source: spec cli §1.1.
#pragma once
#include "wire/result.hpp"
#include "wire/routing/multiaddr.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace ockam::cli {

/// The name in `n1`, `/node/n1` or `/node/n1/tcp/22`: the value of the first protocol, whichever it
/// is, but no host of another machine. Errors: invalid.
result<std::string> node_name(std::string_view text);

/// The port that a node of this home listens on at 127.0.0.1.
using port_lookup = std::function<result<std::uint16_t>(const std::string& node)>;

/// Parses a route and puts `/ip4/127.0.0.1/tcp/PORT` in the place of each `/node/NAME`. One TCP
/// connection is all that a route may open. Errors: invalid, pointing at the segment; those of the
/// look-up.
result<wire::multiaddr> resolve(std::string_view route, const port_lookup&);

} // namespace ockam::cli
