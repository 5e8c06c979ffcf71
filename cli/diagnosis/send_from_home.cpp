#include "cli/diagnosis/send_from_home.hpp"

#include "actors/diagnosis/route_pings.hpp"
#include "actors/routing/route_plan.hpp"
#include "actors/send_once.hpp"
#include "channels/crypto/aead.hpp"
#include "cli/home/home_identity.hpp"
#include "cli/home/home_project.hpp"
#include "config/base/environment.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::cli {

namespace {

result<actors::node_in_memory> sender_of(const std::optional<std::string>& identity) {
  OCKAM_TRY(home, config::home());
  OCKAM_TRY(who, asked_identity(home, identity));
  OCKAM_TRY(self, load(home, who));
  return actors::node_in_memory{std::move(self), files_of_projects(home)};
}

/// Nobody needs to be anybody for a route in clear.
result<actors::node_in_memory> asker_of(const route_question& what) {
  if (!actors::has_channel(what.to) && !what.identity) return actors::node_in_memory{};
  if (auto engine = channels::wanted_engine(); !engine) return engine.error();
  return sender_of(what.identity);
}

using take_answer = std::function<void(result<nlohmann::json>)>;

result<nlohmann::json>
ask(const route_question& what,
    const std::function<void(channels::context&, actors::route_request, take_answer)>& begin) {
  OCKAM_TRY(asker, asker_of(what));
  result<nlohmann::json> out = fail(errc::internal, "the route was not asked");
  asker.run([&](channels::context& node, const std::function<void()>& done) {
    begin(node, {what.to, what.timeout, {}, asker.self}, [&out, done](auto told) {
      out = std::move(told);
      done();
    });
  });
  return out;
}

template <class Report>
auto described(const take_answer& to) {
  return [to](const result<Report>& report) {
    to(report ? result<nlohmann::json>(actors::describe(*report)) : report.error());
  };
}

} // namespace

result<nlohmann::json> trace_from_home(const route_question& what) {
  return ask(what, [](auto& node, auto route, const auto& to) {
    actors::trace_route(node, std::move(route), described<actors::route_trace>(to));
  });
}

result<nlohmann::json> ping_from_home(const route_question& what) {
  return ask(what, [&what](auto& node, auto route, const auto& to) {
    route.to = actors::echo_at_end_of(route.to);
    actors::ping_order order{std::move(route), what.count, what.interval, what.timeout};
    order.on_reply = [&what](std::size_t number, transports::duration took) {
      if (what.on_reply)
        what.on_reply(number, std::chrono::duration_cast<std::chrono::microseconds>(took));
    };
    actors::route_ping::start(node, std::move(order), described<actors::ping_report>(to));
  });
}

result<wire::bytes> send_from_home(const wire::multiaddr& to, const wire::bytes& payload,
                                   std::chrono::milliseconds timeout,
                                   const std::optional<std::string>& identity) {
  if (!actors::has_channel(to) && !identity) return actors::send_once(to, payload, timeout);
  if (auto engine = channels::wanted_engine(); !engine) return engine.error();
  OCKAM_TRY(sender, sender_of(identity));
  return actors::send_once(to, payload, timeout, sender);
}

} // namespace ockam::cli
