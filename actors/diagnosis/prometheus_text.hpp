// Metrics as JSON, and as the text that Prometheus reads (exposition format 0.0.4). Pure.
//   [{"name":"ockam_links","type":"gauge","help":"…",
//     "samples":[{"labels":{"mode":"dialed"},"value":3}]}]
#pragma once
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace ockam::actors {

/// Makes a family without samples; a counter's name ends with _total.
nlohmann::json metric_family(std::string_view name, std::string_view type, std::string_view help);
void add_sample(nlohmann::json& family, nlohmann::json value,
                nlohmann::json labels = nlohmann::json::object());

/// The text of all families that have samples.
std::string prometheus_text(const nlohmann::json& families);

} // namespace ockam::actors
