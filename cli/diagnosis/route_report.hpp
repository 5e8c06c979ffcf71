// Puts answers of /v1/route-traces and /v1/route-pings in words.
#pragma once
#include "cli/shell/host_environment.hpp"
#include "cli/text/output.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>

namespace ockam::cli {

/// `1.234 ms`
std::string in_milliseconds(std::int64_t microseconds);

// -- traces ---------------------------------------------------------------------------

/// Names the hops that are nodes of this home, as "node", and makes hints commands for them.
void name_nodes(nlohmann::json& trace, home&);
std::string trace_table(const output&, const nlohmann::json& trace);
/// Errors: unavailable if the route stops somewhere: the hop, what that means, and what to try.
status outcome_of_trace(const nlohmann::json& trace);

// -- pings ----------------------------------------------------------------------------

/// Appends the pings of `more` to those of `all`.
void add_pings(nlohmann::json& all, const nlohmann::json& more);
/// Adds "to","sent","received","loss_percent" and, if one came back, "min_us","avg_us","max_us".
void summarize_pings(nlohmann::json& pings, const std::string& to);
/// "5 sent, 4 came back, 20 % lost; min 1.1 ms, avg 1.2 ms, max 1.4 ms"
std::string ping_summary(const nlohmann::json& pings);
/// Errors: unavailable if no ping came back.
status outcome_of_pings(const nlohmann::json& pings, const route_question&);

} // namespace ockam::cli
