#include "actors/diagnosis/route_trace.hpp"

#include "actors/diagnosis/route_ping.hpp"
#include "actors/relays/relay_service.hpp"
#include "actors/routing/error_text.hpp"
#include "actors/routing/route_plan.hpp"
#include "actors/services/echo.hpp"

#include <algorithm>

namespace ockam::actors {

namespace {

using outcome = traced_hop::outcome;
using kind = leg::kind;

bool is_relay(const leg& l) {
  return l.what == kind::worker && l.address.starts_with(wire::relay_prefix);
}

/// One trace under way; whichever ping is waiting holds it.
class tracer : public std::enable_shared_from_this<tracer> {
public:
  using answer = std::function<void(result<route_trace>)>;
  tracer(channels::context& node, route_request wanted, std::vector<leg> legs, answer to)
      : node_(node), wanted_(std::move(wanted)), legs_(std::move(legs)), answer_(std::move(to)) {
    for (std::size_t i = 0; i < legs_.size(); ++i)
      trace_.hops.push_back({name_of_kind(i), in_words(legs_[i])});
  }
  void go_on();

private:
  std::string name_of_kind(std::size_t which) const;
  static std::string in_words(const leg&);
  wire::multiaddr echo_by(const leg&) const;
  std::string place_of(std::size_t which) const;
  bool is_asked(const leg&) const;
  void look_up_last(traced_hop&, const leg&) const;
  void take(const result<ping_report>&);
  error explain(const leg&, const ping_report&) const;

  channels::context& node_;
  const route_request wanted_;
  const std::vector<leg> legs_;
  const answer answer_;
  std::size_t next_ = 0;
  route_trace trace_;
};

std::string tracer::name_of_kind(std::size_t which) const {
  const auto& one = legs_[which];
  switch (one.what) {
  case kind::link: return "link";
  case kind::channel: return "channel";
  case kind::project: return "project";
  case kind::worker: break;
  }
  if (is_relay(one)) return "relay";
  const auto here = which == 0 ? node_.workers.find(wire::local(one.address)).kind() : "";
  return here.empty() ? "worker" : std::string(here);
}

std::string tracer::in_words(const leg& l) {
  switch (l.what) {
  case kind::link: return transports::to_string(l.to);
  case kind::channel: return "/secure/" + l.address;
  case kind::project: return "/project/" + l.address;
  case kind::worker: break;
  }
  return l.address;
}

/// The echo that all hops up to this one lead to; it may be that one itself.
wire::multiaddr tracer::echo_by(const leg& l) const {
  const auto& parts = wanted_.to.parts();
  const auto is_last = &l == &legs_.back();
  const auto end = is_last ? parts.size() : (&l + 1)->segment;
  auto first = std::vector(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(end));
  if (!is_last || l.what != kind::worker || is_relay(l))
    first.push_back({wire::protocol::service, std::string(echo::standard_address)});
  return wire::multiaddr(std::move(first));
}

/// The node where that hop is, or would be.
std::string tracer::place_of(std::size_t which) const {
  while (which > 0) {
    const auto& before = legs_[--which];
    const auto& hop = trace_.hops[which];
    if (before.what == kind::link) return hop.address;
    if (before.what == kind::project) return "the node of project " + before.address;
    if (before.what == kind::channel && hop.identity)
      return "the node of " + to_string(*hop.identity);
    if (is_relay(before)) return "the node behind " + before.address;
  }
  return "this node";
}

bool tracer::is_asked(const leg& l) const {
  return &l != &legs_.back() || l.what != kind::worker || is_relay(l)
         || l.address == echo::standard_address;
}

void tracer::look_up_last(traced_hop& hop, const leg& last) const {
  hop.found = outcome::not_asked;
  if (legs_.size() > 1) return;
  const auto here = node_.workers.find(wire::local(last.address)).open();
  hop.found = here ? outcome::here : outcome::unreachable;
  if (!here) hop.why = not_here(wire::local(last.address));
}

void tracer::go_on() {
  if (next_ == legs_.size() || trace_.stop()) return answer_(std::move(trace_));
  const auto& leg = legs_[next_];
  if (!is_asked(leg)) {
    look_up_last(trace_.hops[next_++], leg);
    return go_on();
  }
  ping_order order;
  order.way = {echo_by(leg), wanted_.timeout, {}, wanted_.self};
  order.timeout = wanted_.timeout;
  route_ping::start(node_, std::move(order), [self = shared_from_this()](const auto& report) {
    self->take(report);
    ++self->next_;
    self->go_on();
  });
}

void tracer::take(const result<ping_report>& report) {
  auto& hop = trace_.hops[next_];
  if (!report) {
    hop.found = outcome::unreachable;
    hop.why = report.error();
    return;
  }
  hop.opened = report->opened;
  hop.identity = report->peer;
  hop.round_trip = report->round_trips.front();
  hop.found = hop.round_trip ? outcome::answers : outcome::silent;
  if (!hop.round_trip) hop.why = explain(legs_[next_], *report);
}

/// What silence means depends on what is silent.
error tracer::explain(const leg& l, const ping_report& report) const {
  const auto place = place_of(next_), within = " within " + actors::to_text(wanted_.timeout);
  const auto code = report.lost_way.empty() ? errc::timed_out : errc::unavailable;
  if (l.what == kind::link)
    return fail(code,
                (report.lost_way.empty() ? "a connection to " + transports::to_string(l.to)
                                               + " opens, but no echo came back" + within
                                         : report.lost_way)
                    + ": what listens there is no Ockam node, or one that does not answer",
                "ockam doctor, on that machine");
  if (!report.lost_way.empty()) return fail(code, report.lost_way, "ockam route trace, again");
  if (l.what != kind::worker)
    return fail(code,
                "the channel opened" + (report.peer ? ", with " + to_string(*report.peer) : "")
                    + ", but no echo came back through it" + within
                    + ": that node offers none, or does not answer any more",
                "ockam doctor, on that machine");
  if (is_relay(l))
    return fail(code,
                "nothing came back through " + l.address + within + ": at " + place
                    + " nobody has registered that relay, or who has does not answer",
                "ockam relay list, at " + place);
  return fail(
      code,
      "nothing came back through " + l.address + within + ": at " + place
          + " there is no such worker, it passes nothing on, or it is not for what comes from here "
            "(tcp-connection create --allow-transit there opens a connection)",
      "ockam worker list, at " + place);
}

} // namespace

std::string_view name_of(traced_hop::outcome what) {
  switch (what) {
  case outcome::answers: return "answers";
  case outcome::here: return "here";
  case outcome::not_asked: return "not asked";
  case outcome::silent: return "silent";
  case outcome::unreachable: return "unreachable";
  case outcome::not_reached: break;
  }
  return "not reached";
}

const traced_hop* route_trace::stop() const {
  const auto at = std::find_if(hops.begin(), hops.end(), [](const traced_hop& hop) {
    return hop.found == outcome::silent || hop.found == outcome::unreachable;
  });
  return at == hops.end() ? nullptr : &*at;
}

void trace_route(channels::context& node, route_request wanted,
                 std::function<void(result<route_trace>)> answer) {
  auto legs = read_route_plan(wanted.to);
  if (!legs) return answer(legs.error());
  const auto trace =
      std::make_shared<tracer>(node, std::move(wanted), std::move(*legs), std::move(answer));
  trace->go_on();
}

} // namespace ockam::actors
