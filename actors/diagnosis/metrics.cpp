#include "actors/diagnosis/metrics.hpp"

#include "actors/diagnosis/limit_use.hpp"
#include "actors/diagnosis/prometheus_text.hpp"
#include "actors/ways/stream_end.hpp"
#include "channels/workers/channel_table.hpp"
#include "config/base/json_text.hpp"
#include "transports/links/link_table.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ockam::actors {

namespace {

using config::text_in;

constexpr auto gauge = "gauge", counter = "counter";

/// Where a node describes what it keeps alive, and what its metrics call it.
constexpr std::array<std::pair<const char*, const char*>, 3> kept{
    {{"tcp_connections", "connection"}, {"tcp_inlets", "inlet"}, {"relays", "relay"}}};
constexpr std::array states{"up", "degraded", "connecting", "down"};

std::uint64_t sum_of(const json& portals, const char* field) {
  std::uint64_t out = 0;
  for (const auto& one : portals) out += one.value(field, std::uint64_t{0});
  return out;
}

std::size_t streams_of(const json& portals) { return sum_of(portals, "streams"); }

/// Whether the node keeps it alive; a relay that it hosts is its owner's to keep.
bool is_kept(const json& one) { return one.contains("status") && text_in(one, "role") != "hosted"; }

/// The name that samples have; no two of a kind have the same.
std::string name_in(const json& one) {
  for (const auto* const key : {"alias", "name"})
    if (auto name = text_in(one, key); !name.empty()) return name;
  return text_in(one, "worker_address");
}

struct side {
  const char* name;
  std::size_t open;
  const transports::portal_counters& counted;
};

} // namespace

json metrics::of(std::string_view noun) const {
  const auto at = resources_.find(noun);
  auto all = at == resources_.end() ? result<json>(json::array()) : at->second->list();
  return all ? std::move(*all) : json::array();
}

void metrics::add_portals(json& families, const json& inlets, const json& outlets) const {
  auto open = metric_family("ockam_portal_streams", gauge, "Portal streams that are open");
  auto total = metric_family("ockam_portal_streams_total", counter, "Portal streams that began");
  auto refused = metric_family("ockam_portal_streams_refused_total", counter,
                               "Portal streams that were refused");
  auto in = metric_family("ockam_portal_received_bytes_total", counter,
                          "Bytes read from the clients of inlets and from the targets of outlets");
  auto out = metric_family("ockam_portal_sent_bytes_total", counter,
                           "Bytes written to the clients of inlets and to the targets of outlets");
  const auto& counted = node_.counted;
  for (const auto& [name, now, side] : {side{"inlet", streams_of(inlets), counted.inlets},
                                        side{"outlet", streams_of(outlets), counted.outlets}}) {
    const json labels{{"side", name}};
    add_sample(open, now, labels);
    add_sample(total, side.streams, labels);
    add_sample(refused, side.refused, labels);
    add_sample(in, side.bytes_in, labels);
    add_sample(out, side.bytes_out, labels);
  }
  auto failed = metric_family("ockam_portal_targets_failed_total", counter,
                              "Targets that an outlet could not connect to");
  add_sample(failed, counted.targets_failed);
  auto ended = metric_family("ockam_portal_streams_ended_total", counter,
                             "Portal streams that this node ended for the sake of others");
  add_sample(ended, counted.streams_too_slow, {{"reason", "slow_reader"}});
  add_sample(ended, counted.streams_made_way, {{"reason", "too_many"}});
  add_sample(ended, counted.streams_held_most, {{"reason", "memory"}});
  for (auto* const one : {&open, &total, &refused, &in, &out, &failed, &ended})
    families.push_back(std::move(*one));
}

/// Adds how many streams each inlet and outlet has, and what they keep.
void metrics::add_each_portal(json& families, const json& inlets, const json& outlets) {
  auto open = metric_family("ockam_portal_end_streams", gauge,
                            "Portal streams that are open, of each inlet and outlet");
  auto kept = metric_family("ockam_portal_end_kept_bytes", gauge,
                            "Memory that they keep to send it again, of each inlet and outlet");
  for (const auto& [name, of_side] : {std::pair{"inlet", &inlets}, std::pair{"outlet", &outlets}})
    for (const auto& one : *of_side) {
      const json labels{{"side", name}, {"name", name_in(one)}};
      add_sample(open, one.value("streams", 0), labels);
      add_sample(kept, one.value("kept_bytes", 0), labels);
    }
  families.push_back(std::move(open));
  families.push_back(std::move(kept));
}

/// Adds what became of streams that lost their path.
void metrics::add_paths(json& families, const json& inlets, const json& outlets) const {
  auto detached = metric_family("ockam_streams_detached", gauge,
                                "Portal streams that wait for another path to their far end");
  auto lost = metric_family("ockam_streams_lost_total", counter,
                            "Portal streams that waited for another path, and ended");
  auto resent = metric_family("ockam_resent_bytes_total", counter,
                              "Bytes that were sent again over another path");
  auto kept = metric_family("ockam_resend_kept_bytes", gauge,
                            "Memory that portal streams keep to send it again");
  for (const auto& [name, of_side] : {std::pair{"inlet", &inlets}, std::pair{"outlet", &outlets}}) {
    const auto& all = *of_side;
    const json labels{{"side", name}};
    add_sample(detached, sum_of(all, "streams_detached"), labels);
    add_sample(resent, sum_of(all, "resent_bytes"), labels);
    add_sample(kept, sum_of(all, "kept_bytes"), labels);
    for (const auto reason : stream_end_names) {
      std::uint64_t ended = 0;
      for (const auto& one : all)
        ended += one.value("streams_lost_by", json::object()).value(reason, std::uint64_t{0});
      add_sample(lost, ended, {{"side", name}, {"reason", reason}});
    }
  }
  auto resumed = metric_family("ockam_stream_resumes_total", counter,
                               "Portal streams that went on over another path");
  add_sample(resumed, node_.counted.stream_resumes - node_.counted.streams_moved,
             {{"cause", "lost"}});
  add_sample(resumed, node_.counted.streams_moved, {{"cause", "moved"}});
  auto probes = metric_family("ockam_stream_probes_total", counter,
                              "Questions of portal streams whether their far end is there");
  add_sample(probes, node_.counted.stream_probes);
  for (auto* const one : {&detached, &lost, &resent, &kept, &resumed, &probes})
    families.push_back(std::move(*one));
}

void metrics::add_links(json& families) const {
  const auto all = node_.links.list();
  const auto dialed = std::count_if(all.begin(), all.end(), [](const auto& link) {
    return link.mode == transports::link_mode::dialed;
  });
  auto open = metric_family("ockam_links", gauge, "Connections to other nodes");
  add_sample(open, dialed, {{"mode", "dialed"}});
  add_sample(open, static_cast<std::ptrdiff_t>(all.size()) - dialed, {{"mode", "accepted"}});
  const auto totals = node_.links.totals();
  const auto load = node_.links.load();
  auto frames = metric_family("ockam_link_frames_total", counter, "Messages that passed links");
  add_sample(frames, totals.frames_in, {{"direction", "in"}});
  add_sample(frames, totals.frames_out, {{"direction", "out"}});
  auto bytes = metric_family("ockam_link_bytes_total", counter, "Bytes that passed links");
  add_sample(bytes, totals.bytes_in, {{"direction", "in"}});
  add_sample(bytes, totals.bytes_out, {{"direction", "out"}});
  auto pauses = metric_family("ockam_link_pauses_total", counter,
                              "Times that a link was read no further until others had room");
  add_sample(pauses, totals.pauses);
  auto queued = metric_family("ockam_link_queued_bytes", gauge, "Bytes that wait in links");
  add_sample(queued, load.queued);
  for (auto* const one : {&open, &frames, &bytes, &pauses, &queued})
    families.push_back(std::move(*one));
}

void metrics::add_channels(json& families) const {
  auto open = metric_family("ockam_secure_channels", gauge, "Secure channels that are open");
  add_sample(open, node_.channels.size());
  auto handshakes = metric_family("ockam_handshakes_total", counter,
                                  "Handshakes of secure channels, by either side");
  add_sample(handshakes, node_.counted.handshakes_done, {{"outcome", "done"}});
  add_sample(handshakes, node_.counted.handshakes_failed, {{"outcome", "failed"}});
  auto ended = metric_family("ockam_secure_channels_ended_total", counter,
                             "Secure channels that this node ended for the sake of others");
  add_sample(ended, node_.counted.channels_gave_way, {{"reason", "too_many"}});
  families.push_back(std::move(open));
  families.push_back(std::move(ended));
  families.push_back(std::move(handshakes));
}

void metrics::add_relays(json& families) const {
  const auto all = of("relays");
  const auto hosted = std::count_if(
      all.begin(), all.end(), [](const json& one) { return text_in(one, "role") == "hosted"; });
  auto relays = metric_family("ockam_relays", gauge,
                              "Relays that others have here, and that this node has elsewhere");
  add_sample(relays, hosted, {{"role", "hosted"}});
  add_sample(relays, static_cast<std::ptrdiff_t>(all.size()) - hosted, {{"role", "registered"}});
  families.push_back(std::move(relays));
}

void metrics::add_drops(json& families) const {
  auto messages =
      metric_family("ockam_messages_dropped_total", counter, "Messages that were dropped");
  add_sample(messages, workers_.dropped(), {{"reason", "no_way"}});
  add_sample(messages, workers_.refused_reach(), {{"reason", "refused_reach"}});
  add_sample(messages, node_.links.totals().dropped, {{"reason", "not_sendable"}});
  const auto& refused = node_.links.refusals();
  auto links = metric_family("ockam_links_refused_total", counter,
                             "Connections that were turned away, and links that were ended");
  for (const auto& [reason, count] : {std::pair{"too_many", refused.total},
                                      {"too_many_unknown", refused.unknown},
                                      {"too_many_of_source", refused.source + refused.loopback},
                                      {"early_drop", refused.early},
                                      {"silent", refused.silent},
                                      {"busiest_source", refused.crowd},
                                      {"late", refused.mute + refused.late + refused.cut},
                                      {"unused", refused.unused},
                                      {"incomplete_frames", refused.partial},
                                      {"unread", refused.queued}})
    add_sample(links, count, {{"reason", reason}});
  families.push_back(std::move(messages));
  families.push_back(std::move(links));
}

result<json> metrics::list() const {
  auto families = json::array();
  const auto inlets = of("tcp-inlets"), outlets = of("tcp-outlets");
  add_portals(families, inlets, outlets);
  add_each_portal(families, inlets, outlets);
  add_paths(families, inlets, outlets);
  add_links(families);
  add_channels(families);
  add_relays(families);
  add_drops(families);
  for (auto& one : limit_families(of("limits"))) families.push_back(std::move(one));
  return families;
}

json session_families(const json& node) {
  auto sessions = metric_family("ockam_sessions", gauge, "What the node keeps alive, by its state");
  auto up = metric_family("ockam_session_up", gauge, "Whether it was proven a moment ago");
  auto proven = metric_family("ockam_session_proven_age_seconds", gauge,
                              "Since its way was proven from end to end");
  auto times =
      metric_family("ockam_session_round_trip_seconds", gauge, "Of the last ping to the far end");
  constexpr double ms_per_s = 1e3, us_per_s = 1e6;
  for (const auto& [list, kind] : kept) {
    std::map<std::string, std::size_t> count;
    for (const auto& one : node.value(list, json::array())) {
      if (!is_kept(one)) continue;
      const auto state = text_in(one, "status");
      const json labels{{"kind", kind}, {"name", name_in(one)}};
      ++count[state];
      add_sample(up, state == "up" ? 1 : 0, labels);
      if (const auto at = one.find("proven_ms_ago"); at != one.end() && at->is_number())
        add_sample(proven, at->get<double>() / ms_per_s, labels);
      if (const auto at = one.find("round_trip_us"); at != one.end() && at->is_number())
        add_sample(times, at->get<double>() / us_per_s, labels);
    }
    for (const auto* const state : states)
      add_sample(sessions, count[state], {{"kind", kind}, {"state", state}});
  }
  return json::array({std::move(sessions), std::move(up), std::move(proven), std::move(times)});
}

} // namespace ockam::actors
