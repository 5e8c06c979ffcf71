#include "cli/diagnosis/route_report.hpp"
#include "cli/home/home.hpp"
#include "cli/projects/embedded_project.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/text/waiting.hpp"
#include "config/defaults.hpp"
#include "config/spec/questions.hpp"
#include "wire/text.hpp"

#include <nlohmann/json.hpp>

#include <ostream>

namespace ockam::cli {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

result<route_question> question_of(const invocation& call) {
  OCKAM_TRY(to, resolved(call, *call.args.positional_at(0)));
  if (auto ready = ready_projects(call, {to_string(to)}, bringing::nothing); !ready)
    return ready.error();
  OCKAM_TRY(timeout, timeout_of(call, config::echo_timeout));
  return route_question{std::move(to), timeout, call.args.text("identity")};
}

/// The question as a node takes it.
template <class Asked>
Asked asked_of(const route_question& what) {
  Asked asked;
  asked.to = to_string(what.to), asked.timeout = what.timeout;
  asked.identity = what.identity.value_or("");
  return asked;
}

/// From the node that --from names, or else from this process.
result<json> ask(const invocation& call, const route_question& what, const char* path,
                 const json& body, const decltype(host_environment::trace_once)& alone) {
  if (!call.args.text("from")) {
    if (auto leaves = check_start(what.to); !leaves) return leaves.error();
    return alone(what);
  }
  OCKAM_TRY(node, select_node(call, "from"));
  return object_from(node, node.client->post(path, body));
}

status trace(invocation& call) {
  OCKAM_TRY(what, question_of(call));
  const waiting note{call.out, "the hops of " + to_string(what.to) + " to answer",
                     what.timeout * static_cast<int>(what.to.parts().size())};
  const auto asked = asked_of<config::route_trace>(what);
  OCKAM_TRY(told,
            ask(call, what, "/v1/route-traces", config::write_body(asked), call.host.trace_once));
  name_nodes(told, call.host.nodes);
  call.out.answer(told, trace_table(call.out, told));
  return outcome_of_trace(told);
}

// -- ping ----------------------------------------------------------------------------

result<std::size_t> count_of(const invocation& call) {
  const auto text = call.args.text("count");
  if (!text) return config::ping_count;
  const auto number = wire::whole_number<std::size_t>(*text);
  if (!number || *number == 0 || *number > config::ping_count_max)
    return fail(errc::invalid, "--count " + *text + " is not a number of echoes",
                "1 to " + std::to_string(config::ping_count_max));
  return *number;
}

/// The node answers when all are back, and is asked for so many at once as are in a second or two.
result<json> ping_from_node(const invocation& call, const route_question& what) {
  const auto at_once = static_cast<std::size_t>(std::max<milliseconds::rep>(
      1, config::ping_batch / std::max(what.interval, milliseconds{1})));
  json all;
  for (std::size_t sent = 0; sent < what.count;) {
    auto asked = asked_of<config::route_ping>(what);
    asked.count = std::min(at_once, what.count - sent);
    asked.interval_ms = static_cast<std::uint64_t>(what.interval.count());
    OCKAM_TRY(told, ask(call, what, "/v1/route-pings", config::write_body(asked), {}));
    std::size_t number = sent;
    for (const auto& one : told.value("round_trips_us", json::array())) {
      if (one.is_number() && what.on_reply)
        what.on_reply(number, std::chrono::microseconds(one.get<std::int64_t>()));
      ++number;
    }
    sent += asked.count;
    if (all.is_null())
      all = std::move(told);
    else
      add_pings(all, told);
  }
  return all;
}

status ping(invocation& call) {
  OCKAM_TRY(what, question_of(call));
  OCKAM_TRY(count, count_of(call));
  what.count = count;
  OCKAM_TRY(interval, duration_of(call, "interval", config::ping_interval));
  what.interval = interval;
  if (call.out.as == format::plain)
    what.on_reply = [&call](std::size_t number, std::chrono::microseconds took) {
      call.out.out << "echo " << number + 1 << ": " << in_milliseconds(took.count()) << std::endl;
    };
  OCKAM_TRY(told, call.args.text("from") ? ping_from_node(call, what)
                                         : ask(call, what, "", {}, call.host.ping_once));
  summarize_pings(told, to_string(what.to));
  call.out.answer(told, ping_summary(told));
  return outcome_of_pings(told, what);
}

const option asker_option{"from,f,at,node,n", "NODE", "Node that asks; without it none that runs"};
const option identity_option{"identity", "NAME",
                             "Who to be in secure channels; without it the default identity"};
const positional where{"ROUTE", "Such as /node/n1/service/forward_to_n2/secure/api", true, true};

} // namespace

noun route() {
  return {"route",
          "Find out where a route leads and where it stops",
          {{"trace",
            "Show every hop of a route, whether it answers and how fast",
            {where},
            {asker_option, timeout_option("5s, for each hop"), identity_option},
            {"ockam route trace /node/n1/service/forward_to_n2/secure/api/service/outlet",
             "ockam route trace /project/default/service/forward_to_n2/secure/api",
             "ockam route trace /service/outlet --from n1"},
            trace},
           {"ping",
            "Take the time of echoes from the node at the end of a route",
            {where},
            {asker_option,
             {"count,c", "N", "How many; default " + std::to_string(config::ping_count)},
             {"interval,i", "TIME", "Between two of them; default 200ms"},
             timeout_option("5s, for each echo"),
             identity_option},
            {"ockam route ping /node/n1 --count 10",
             "ockam route ping /node/n1/secure/api/service/outlet --from n2"},
            ping}}};
}

} // namespace ockam::cli
