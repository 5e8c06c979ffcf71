// What /v1/route-traces and /v1/route-pings answer, for people.
#pragma once
#include "cli/shell/surroundings.hpp"
#include "cli/text/output.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>

namespace ockam::cli {

/// `1.234 ms`
std::string in_milliseconds(std::int64_t microseconds);

// -- traces ---------------------------------------------------------------------------

/// Hops that are nodes of this home get their name as "node", and hints become commands for them.
void name_nodes(nlohmann::json& trace, home&);
std::string trace_table(const output&, const nlohmann::json& trace);
/// errc::unavailable where it stops: the hop, what that means, and what to try.
status outcome_of_trace(const nlohmann::json& trace);

// -- pings ----------------------------------------------------------------------------

/// Those of `more` behind those of `all`.
void add_pings(nlohmann::json& all, const nlohmann::json& more);
/// Adds "to","sent","received","loss_percent" and, if one came back, "min_us","avg_us","max_us".
void summarize_pings(nlohmann::json& pings, const std::string& to);
/// "5 sent, 4 came back, 20 % lost; min 1.1 ms, avg 1.2 ms, max 1.4 ms"
std::string ping_summary(const nlohmann::json& pings);
/// errc::unavailable if none came back.
status outcome_of_pings(const nlohmann::json& pings, const route_question&);

} // namespace ockam::cli
