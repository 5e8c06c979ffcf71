#include "cli/topology/topology_wait.hpp"

#include "cli/resources/resource.hpp"
#include "config/base/printable.hpp"
#include "config/defaults.hpp"
#include "config/spec/kinds.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <thread>

namespace ockam::cli {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using steady = std::chrono::steady_clock;

/// What a node says of all that it has of one kind; an empty list if it says nothing.
json list_of(const node_opener& open, const std::string& node, const std::string& kind) {
  auto client = open(node);
  if (!client) return json::array();
  auto all = (*client)->get("/v1/" + kind);
  return all && all->is_array() ? *all : json::array();
}

/// Why a resource does not work; empty if it does.
std::string trouble(const wanted_resource& wanted, const json& all) {
  const std::string kind{wanted.kind->plural};
  const auto title = title_of(kind, wanted.body);
  for (const auto& each : all) {
    if (!each.is_object() || title_of(kind, each) != title) continue;
    if (const auto role = wanted.kind->role;
        !role.empty() && each.value("role", std::string(role)) != role)
      continue;
    const auto status = each.value("status", "up");
    const auto is_refused = !each.value("refusal", "").empty();
    if (status == "up" || (status == "degraded" && !is_refused)) return {};
    return title + " at " + wanted.node + ": " + session_status(each);
  }
  return title + " at " + wanted.node + " is gone";
}

} // namespace

milliseconds wait_of(const config::on_node& what) {
  if (!what.kind().comes_up || what.no_connection_wait) return milliseconds{0};
  return what.wait.value_or(what.timeout.value_or(config::route_timeout));
}

std::vector<std::string> wait_until_up(const node_opener& open,
                                       const std::vector<wanted_resource>& all,
                                       const std::vector<milliseconds>& waits) {
  const auto began = steady::now();
  for (;;) {
    std::map<std::pair<std::string, std::string>, json> lists;
    std::vector<std::string> not_up;
    bool again = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!all[i].kind->comes_up) continue;
      const std::pair which{all[i].node, std::string(all[i].kind->plural)};
      if (!lists.contains(which)) lists[which] = list_of(open, which.first, which.second);
      auto why = trouble(all[i], lists[which]);
      if (why.empty()) continue;
      not_up.push_back(std::move(why));
      again = again || steady::now() - began < waits[i];
    }
    if (!again) return not_up;
    std::this_thread::sleep_for(config::status_look_period);
  }
}

std::string why_no_member(const node_opener& open, const std::string& node, milliseconds wait) {
  const auto until = steady::now() + wait;
  for (;;) {
    std::string why;
    bool is_known = false;
    for (const auto& each : list_of(open, node, "projects")) {
      const auto status = each.value("status", "member");
      if (status == "member") continue;
      const auto reason = config::printable(each.value("reason", ""));
      why = "node " + node + " is not in project " + config::printable(each.value("name", ""))
            + (reason.empty() ? " yet" : ": " + reason);
      is_known = status == "gone" || reason.find("is no member of") != reason.npos;
    }
    if (why.empty() || is_known || steady::now() >= until) return why;
    std::this_thread::sleep_for(config::status_look_period);
  }
}

} // namespace ockam::cli
