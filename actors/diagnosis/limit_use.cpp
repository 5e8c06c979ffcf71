#include "actors/diagnosis/limit_use.hpp"

#include "actors/diagnosis/prometheus_text.hpp"
#include "actors/relays/relay_service.hpp"
#include "actors/services/secure_channel_listeners.hpp"
#include "channels/workers/channel_table.hpp"
#include "transports/links/link_table.hpp"

#include <algorithm>

namespace ockam::actors {

namespace {

using config::limit;

const char* unit_name(config::limit_unit unit) {
  switch (unit) {
  case config::limit_unit::bytes: return "bytes";
  case config::limit_unit::milliseconds: return "ms";
  case config::limit_unit::per_second: return "a second";
  case config::limit_unit::number: break;
  }
  return "";
}

std::size_t streams_of_busiest_outlet(const resource_table& resources) {
  std::size_t out = 0;
  const auto at = resources.find("tcp-outlets");
  const auto all = at == resources.end() ? result<json>(json::array()) : at->second->list();
  if (!all) return 0;
  for (const auto& one : *all) out = std::max(out, one.value("streams", std::size_t{0}));
  return out;
}

template <class Number>
json or_null(const std::optional<Number>& value) {
  return value ? json(*value) : json();
}

} // namespace

limit_use::figures limit_use::counted(limit which, std::optional<std::size_t> used) const {
  return {used, node_.counted.refused[config::index_of(which)]};
}

std::size_t limit_use::streams() const {
  std::size_t out = 0;
  for (const auto* const noun : {"tcp-inlets", "tcp-outlets"})
    if (const auto at = resources_.find(noun); at != resources_.end())
      if (const auto all = at->second->list())
        for (const auto& one : *all) out += one.value("streams", std::size_t{0});
  return out;
}

limit_use::figures limit_use::of(limit which) const {
  const auto& links = node_.links;
  const auto& refused = links.refusals();
  const auto now = node_.home.now();
  switch (which) {
  case limit::links: return {links.size(), refused.total, links.max()};
  case limit::unknown_links:
    return {links.unknown(),
            refused.unknown + refused.early + refused.crowd + refused.silent - refused.among};
  case limit::links_per_source: return {links.unknown_of_busiest(), refused.source + refused.among};
  case limit::links_from_loopback: return {links.unknown_from_loopback(), refused.loopback};
  case limit::version_time: return {{}, refused.mute};
  case limit::first_message_time: return {{}, refused.late};
  case limit::frame_time: return {{}, refused.cut};
  case limit::silent_link_time: return {{}, refused.unused};
  case limit::partial_frame_bytes: return {links.load().partial, refused.partial};
  case limit::memory: return {node_.memory->held(), node_.memory->ended(), node_.memory->max()};
  case limit::handshakes_waiting:
  case limit::handshakes_waiting_per_link:
  case limit::handshakes_open:
  case limit::handshakes_open_per_link: return counted(which, listeners_.handshakes(which));
  case limit::handshake_burst:
    return {node_.paced.handshakes.most_used(now), node_.paced.handshakes.refused()};
  case limit::registration_burst:
    return {node_.paced.registrations.most_used(now), node_.paced.registrations.refused()};
  case limit::handshake_rate:
  case limit::registration_rate: return {};
  case limit::handshake_time: return {{}, node_.counted.handshakes_failed};
  case limit::channels: return counted(which, node_.channels.size());
  case limit::channels_per_source: return counted(which, node_.channels.of_busiest_source());
  case limit::channels_per_identity: return counted(which, node_.channels.of_busiest_identity());
  case limit::relays: return counted(which, relays_.relays().size());
  case limit::relays_per_link: return counted(which, relays_.relays_of_busiest_link());
  case limit::owners_asked: return counted(which, relays_.owners_asked());
  case limit::names_reserved: return {relays_.reserved().size(), relays_.reserved().refused()};
  case limit::streams:
    return {streams(),
            node_.counted.refused[config::index_of(which)] + node_.counted.streams_made_way};
  case limit::streams_per_outlet: return counted(which, streams_of_busiest_outlet(resources_));
  case limit::streams_per_source:
  case limit::streams_per_link:
  case limit::pings_waiting:
  case limit::member_requests:
  case limit::requests_per_member:
  case limit::stranger_requests:
  case limit::requests_per_source: return counted(which, {});
  case limit::mailbox_messages: return {{}, workers_.crowded()};
  case limit::mailbox_bytes:
  case limit::link_queue_bytes:
  case limit::reach:
  case limit::stream_queue_bytes:
  case limit::early_payload:
  case limit::waiting_clients:
  case limit::frame_bytes:
  case limit::hops:
  case limit::names_looked_up:
  case limit::targets_dialed:
  case limit::status_connections:
  case limit::status_connections_per_source:
  case limit::log_rate: return {};
  }
  return {};
}

result<json> limit_use::list() const {
  auto out = json::array();
  for (const auto& row : config::limit_rows()) {
    const auto [used, refused, value] = of(row.id);
    out.push_back({{"name", row.name},
                   {"unit", unit_name(row.unit)},
                   {"limit", value.value_or(node_.limits[row.id])},
                   {"used", or_null(used)},
                   {"refused", or_null(refused)},
                   {"settable", row.settable()},
                   {"set", node_.limits.is_set(row.id)},
                   {"what", row.what},
                   {"then", row.then}});
  }
  return out;
}

json limit_families(const json& limits) {
  auto most = metric_family("ockam_limit", "gauge",
                            "Limits that guard the node against others; times in milliseconds");
  auto used = metric_family("ockam_limit_used", "gauge", "How much of a limit is used");
  auto refused = metric_family("ockam_limit_refusals_total", "counter",
                               "What was refused, dropped or ended because of a limit");
  for (const auto& one : limits) {
    const json labels{{"limit", one["name"]}};
    add_sample(most, one["limit"], labels);
    if (!one["used"].is_null()) add_sample(used, one["used"], labels);
    if (!one["refused"].is_null()) add_sample(refused, one["refused"], labels);
  }
  return json::array({std::move(most), std::move(used), std::move(refused)});
}

} // namespace ockam::actors
