// Echoes and traces that a command has this node send: create() waits for the outcome.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/diagnosis/route_ping.hpp"
#include "actors/diagnosis/route_trace.hpp"
#include "actors/routing/identities.hpp"
#include "config/spec/questions.hpp"

namespace ockam::actors {

class route_pings final : public resource_of_kind<config::route_ping> {
public:
  explicit route_pings(const identities& who) : who_(who) {}
  void create(const config::route_ping& asked, const answer&) override;

private:
  const identities& who_;
};

class route_traces final : public resource_of_kind<config::route_trace> {
public:
  explicit route_traces(const identities& who) : who_(who) {}
  void create(const config::route_trace& asked, const answer&) override;

private:
  const identities& who_;
};

/// {"opened_us","identity","round_trips_us":[1200,null],"reason"}
json describe(const ping_report&);
/// {"hops":[{"kind","address","status","identity","opened_us","round_trip_us","reason","hint"}],
/// "stop":2} with the number, from 1, of the hop where the route stops; null if it does not.
json describe(const route_trace&);

} // namespace ockam::actors
