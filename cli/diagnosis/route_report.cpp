#include "cli/diagnosis/route_report.hpp"

#include "cli/home/home.hpp"
#include "cli/resources/resource.hpp"
#include "cli/text/table.hpp"
#include "config/base/json_text.hpp"

#include <algorithm>
#include <optional>

namespace ockam::cli {

namespace {

using nlohmann::json;

json hops_of(const json& trace) { return trace.value("hops", json::array()); }

/// The name of the node of this home that listens there.
std::optional<std::string> node_at(const std::string& address, home& nodes) {
  const auto names = nodes.node_names();
  if (!names || !(address.starts_with("127.0.0.1:") || address.starts_with("localhost:")))
    return {};
  for (const auto& name : *names)
    if (const auto port = nodes.port_of(name);
        port && address.ends_with(':' + std::to_string(*port)))
      return name;
  return {};
}

/// ", at 127.0.0.1:4000" becomes " --at n1": that command can be run as it stands.
std::string with_node(std::string hint, const std::string& address, const std::string& name) {
  const auto place = ", at " + address;
  if (const auto at = hint.find(place); at != hint.npos)
    hint.replace(at, place.size(), " --at " + name);
  return hint;
}

std::string time_of(const json& hop) {
  const auto time = hop.find("round_trip_us");
  if (time == hop.end() || !time->is_number()) return "-";
  return in_milliseconds(time->get<std::int64_t>());
}

std::string text_or_dash(const json& hop, const char* key) {
  auto text = config::text_in(hop, key);
  return text.empty() ? "-" : text;
}

} // namespace

std::string in_milliseconds(std::int64_t microseconds) {
  auto rest = std::to_string(microseconds % 1000);
  return std::to_string(microseconds / 1000) + '.' + std::string(3 - rest.size(), '0') + rest
         + " ms";
}

// -- traces ---------------------------------------------------------------------------

void name_nodes(json& trace, home& nodes) {
  std::string address, name;
  auto hops = hops_of(trace);
  for (auto& hop : hops) {
    if (text_or_dash(hop, "kind") == "link") {
      address = text_or_dash(hop, "address");
      name = node_at(address, nodes).value_or("");
      if (!name.empty()) hop["node"] = name;
    }
    auto hint = text_or_dash(hop, "hint");
    if (name.empty()) continue;
    if (text_or_dash(hop, "kind") == "link" && text_or_dash(hop, "status") == "unreachable")
      hop["hint"] = "ockam node start " + name;
    else if (hint != "-")
      hop["hint"] = with_node(std::move(hint), address, name);
  }
  trace["hops"] = std::move(hops);
}

std::string trace_table(const output& out, const json& trace) {
  std::vector<table_row> rows;
  for (const auto& hop : hops_of(trace)) {
    const auto node = text_or_dash(hop, "node");
    rows.push_back({std::to_string(rows.size() + 1), text_or_dash(hop, "kind"),
                    text_or_dash(hop, "address") + (node == "-" ? "" : " (" + node + ")"),
                    text_or_dash(hop, "status"), time_of(hop), text_or_dash(hop, "identity")});
  }
  return table(out, {"Hop", "Kind", "Address", "Echo", "Round trip", "Identity"}, rows);
}

status outcome_of_trace(const json& trace) {
  const auto stop = trace.find("stop");
  if (stop == trace.end() || !stop->is_number_integer()) return done{};
  const auto hops = hops_of(trace);
  const auto number = stop->get<std::size_t>();
  if (number == 0 || number > hops.size()) return done{};
  const auto& hop = hops[number - 1];
  const auto hint = text_or_dash(hop, "hint");
  return fail(errc::unavailable,
              "the route stops at hop " + std::to_string(number) + ", "
                  + text_or_dash(hop, "address") + ": " + text_or_dash(hop, "reason"),
              hint == "-" ? "" : hint);
}

// -- pings ----------------------------------------------------------------------------

void add_pings(json& all, const json& more) {
  auto& times = all["round_trips_us"];
  for (const auto& one : more.value("round_trips_us", json::array())) times.push_back(one);
  if (const auto why = more.value("reason", ""); !why.empty()) all["reason"] = why;
}

void summarize_pings(json& pings, const std::string& to) {
  std::vector<std::int64_t> times;
  std::size_t sent = 0;
  for (const auto& one : pings.value("round_trips_us", json::array())) {
    ++sent;
    if (one.is_number_integer()) times.push_back(one.get<std::int64_t>());
  }
  pings["to"] = to;
  pings["sent"] = sent;
  pings["received"] = times.size();
  pings["loss_percent"] = sent == 0 ? 0 : (sent - times.size()) * 100 / sent;
  if (times.empty()) return;
  std::int64_t sum = 0;
  for (const auto one : times) sum += one;
  pings["min_us"] = *std::min_element(times.begin(), times.end());
  pings["avg_us"] = sum / static_cast<std::int64_t>(times.size());
  pings["max_us"] = *std::max_element(times.begin(), times.end());
}

std::string ping_summary(const json& pings) {
  auto text = member("sent")(pings) + " sent, " + member("received")(pings) + " came back, "
              + member("loss_percent")(pings) + " % lost";
  for (const auto* const what : {"min", "avg", "max"})
    if (const auto key = std::string(what) + "_us"; pings.contains(key))
      text += (text.find(';') == text.npos ? "; " : ", ") + std::string(what) + ' '
              + in_milliseconds(pings[key].get<std::int64_t>());
  if (const auto who = text_or_dash(pings, "identity"); who != "-") text += "\nfrom " + who;
  return text;
}

status outcome_of_pings(const json& pings, const route_question& what) {
  if (pings.value("received", 0) > 0) return done{};
  const auto why = pings.value("reason", "");
  const auto to = to_string(what.to);
  return fail(errc::unavailable,
              why.empty() ? "no echo came back from the node at the end of " + to + " within "
                                + std::to_string(what.timeout.count()) + " ms"
                          : why,
              "ockam route trace " + to);
}

} // namespace ockam::cli
