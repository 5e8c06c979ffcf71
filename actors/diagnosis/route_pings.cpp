#include "actors/diagnosis/route_pings.hpp"

#include "actors/control/values.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::actors {

namespace {

json microseconds(const std::optional<transports::duration>& time) {
  if (!time) return nullptr;
  return std::chrono::duration_cast<std::chrono::microseconds>(*time).count();
}

json text_of(const std::optional<wire::identifier>& who) {
  return who ? json(to_string(*who)) : json();
}

json describe(const traced_hop& hop) {
  return {{"kind", hop.kind},
          {"address", hop.address},
          {"status", name_of(hop.found)},
          {"identity", text_of(hop.identity)},
          {"opened_us", microseconds(hop.opened)},
          {"round_trip_us", microseconds(hop.round_trip)},
          {"reason", hop.why.message},
          {"hint", hop.why.hint}};
}

/// Refuses pings that take longer than a command waits.
status check_length(const ping_order& order) {
  const auto longest =
      order.interval * static_cast<long>(order.count) + order.timeout + order.way.timeout;
  if (order.count > 0 && longest <= config::control_reply_timeout) return done{};
  return fail(errc::invalid, "count: 1 or more, and done within "
                                 + std::to_string(config::control_reply_timeout.count()) + " s");
}

} // namespace

json describe(const ping_report& report) {
  auto round_trips = json::array();
  for (const auto& one : report.round_trips) round_trips.push_back(microseconds(one));
  return {{"opened_us", microseconds(report.opened)},
          {"identity", text_of(report.peer)},
          {"round_trips_us", std::move(round_trips)},
          {"reason", report.lost_way}};
}

json describe(const route_trace& trace) {
  auto hops = json::array();
  for (const auto& hop : trace.hops) hops.push_back(describe(hop));
  const auto* const stop = trace.stop();
  const auto number = stop ? json(stop - trace.hops.data() + 1) : json();
  return {{"hops", std::move(hops)}, {"stop", number}};
}

void route_pings::create(const config::route_ping& asked, const answer& to) {
  auto route = route_of(asked.to, time_or(asked.timeout, config::echo_timeout), asked.authorized);
  if (!route) return to(route.error());
  ping_order order;
  order.way = std::move(*route);
  order.timeout = order.way.timeout;
  order.count = asked.count;
  order.interval = std::chrono::milliseconds(asked.interval_ms);
  if (const auto short_enough = check_length(order); !short_enough) return to(short_enough.error());
  order.way.to = echo_at_end_of(order.way.to);
  who_.find(asked.identity, [this, order, to](identities::found self) mutable {
    if (!self) return to(self.error());
    order.way.self = std::move(*self);
    route_ping::start(who_.node(), std::move(order), [to](const result<ping_report>& report) {
      to(report ? result<json>(describe(*report)) : report.error());
    });
  });
}

void route_traces::create(const config::route_trace& asked, const answer& to) {
  auto given = route_of(asked.to, time_or(asked.timeout, config::echo_timeout), asked.authorized);
  if (!given) return to(given.error());
  who_.find(asked.identity, [this, route = std::move(*given), to](identities::found self) mutable {
    if (!self) return to(self.error());
    route.self = std::move(*self);
    trace_route(who_.node(), std::move(route), [to](const result<route_trace>& trace) {
      to(trace ? result<json>(describe(*trace)) : trace.error());
    });
  });
}

} // namespace ockam::actors
