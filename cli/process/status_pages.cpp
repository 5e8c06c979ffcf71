#include "cli/process/status_pages.hpp"

#include "actors/diagnosis/metrics.hpp"
#include "actors/diagnosis/prometheus_text.hpp"
#include "cli/text/node_lists.hpp"
#include "cli/text/reference_keys.hpp"
#include "config/base/json_text.hpp"
#include "config/defaults.hpp"
#include "transports/http/control_error.hpp"
#include "transports/io/process_figures.hpp"
#include "wire/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <variant>

namespace ockam::cli {

namespace {

using config::text_in;
using nlohmann::json;
using transports::status_page;

constexpr auto json_type = "application/json";
constexpr auto metrics_type = "text/plain; version=0.0.4; charset=utf-8";

status_page page(int status, const json& body) {
  constexpr auto with_anything = json::error_handler_t::replace;
  return {status, json_type, body.dump(2, ' ', false, with_anything) + '\n'};
}

/// What the node answered, or the page that says that it did not.
std::variant<json, status_page> answer_of(const ask_node& ask, const char* path) {
  const auto reply = ask({"GET", path, {}});
  auto body = json::parse(reply.body, nullptr, false);
  if (reply.status == 200 && !body.is_discarded()) return body;
  const auto why = transports::read_error(reply.status, reply.body);
  return page(503, {{"status", "DOWN"}, {"reason", why.message}});
}

status_page healthz(const json& node) {
  return page(200, {{"status", "UP"}, {"name", text_in(node, "name")}});
}

status_page readyz(const json& node) {
  const auto missing = not_ready(node);
  return page(missing.empty() ? 200 : 503, {{"ready", missing.empty()}, {"not_ready", missing}});
}

/// Leaves the entries of a list that a page has, from 1 on. Returns whether the next page has some,
/// too.
bool keep_page(json& list, std::size_t number) {
  const auto from = std::min(list.size(), (number - 1) * config::status_page_entries);
  const auto to = std::min(list.size(), from + config::status_page_entries);
  const auto more = to < list.size();
  list = json(list.begin() + static_cast<json::difference_type>(from),
              list.begin() + static_cast<json::difference_type>(to));
  return more;
}

/// As the command `node show` has it, in pages.
status_page show(json node, const json& known, std::size_t number) {
  std::string route;
  if (const auto listeners = node.value(lists::listeners, json::array()); !listeners.empty())
    if (const auto at = transports::endpoint::parse(text_in(listeners.front(), "address")))
      route = "/dnsaddr/localhost/tcp/" + std::to_string(at->port);
  const auto name = text_in(node, "name");
  node["status"] = "UP";
  node["route"] = {{"short", "/node/" + name}, {"verbose", route}};
  node.update(known);
  auto more = false;
  for (auto& part : node)
    if (part.is_array() && keep_page(part, number)) more = true;
  if (more) node["next"] = "/show?page=" + std::to_string(number + 1);
  return page(200, with_reference_keys(std::move(node), {"node", "show", name}));
}

void add_process(json& families) {
  const auto now = transports::read_process_figures();
  const auto add = [&](const char* name, const char* type, const char* help, json value,
                       json labels = json::object()) {
    auto family = actors::metric_family(name, type, help);
    actors::add_sample(family, std::move(value), std::move(labels));
    families.push_back(std::move(family));
  };
  add("process_resident_memory_bytes", "gauge", "Memory that the process has in use",
      now.resident_bytes);
  add("process_open_fds", "gauge", "File descriptors that are open", now.descriptors);
  add("process_max_fds", "gauge", "File descriptors that may be open", now.descriptors_max);
  add("process_threads", "gauge", "Threads of the process", now.threads);
  add("process_cpu_seconds_total", "counter", "Time on processors, user and system",
      now.cpu_seconds);
  add("ockam_build_info", "gauge", "The version, as a label", 1, {{"version", OCKAM_VERSION}});
}

status_page metrics(json families, const json& node) {
  auto uptime = actors::metric_family("ockam_uptime_seconds", "gauge", "Since the node started");
  actors::add_sample(uptime, node.value("uptime_s", 0));
  families.push_back(std::move(uptime));
  for (auto& one : actors::session_families(node)) families.push_back(std::move(one));
  add_process(families);
  return {200, metrics_type, actors::prometheus_text(families)};
}

/// Whether what the node keeps alive, or failed to bring back, is as declared.
bool is_up(const json& one) {
  const auto status = text_in(one, "status");
  return status.empty() || status == "up" || status == "member" || text_in(one, "role") == "hosted";
}

std::string name_of(const json& one) {
  for (const auto* const key : {"alias", "name", "address", "from", "worker_address"})
    if (auto name = text_in(one, key); !name.empty()) return name;
  return {};
}

} // namespace

json not_ready(const json& node) {
  auto out = json::array();
  for (const auto& [key, all] : node.items()) {
    if (!all.is_array()) continue;
    auto kind = key;
    std::replace(kind.begin(), kind.end(), '_', '-');
    for (const auto& one : all)
      if (one.is_object() && !is_up(one))
        out.push_back({{"kind", kind},
                       {"name", name_of(one)},
                       {"status", text_in(one, "status")},
                       {"reason", text_in(one, "reason")}});
  }
  return out;
}

namespace {

/// 2 of `page=2`; the first page without it, none if it is no page.
std::optional<std::size_t> page_asked(std::string_view query) {
  constexpr std::string_view key = "page=";
  constexpr std::size_t most = 1'000'000; // of anything there is
  if (!query.starts_with(key)) return 1;
  const auto number = wire::whole_number<std::size_t>(query.substr(key.size()));
  return number && *number >= 1 && *number <= most ? number : std::nullopt;
}

} // namespace

status_page status_page_at(const std::string& target, const ask_node& ask,
                           const describe_self& known) {
  const auto mark = std::min(target.find('?'), target.size());
  const auto path = target.substr(0, mark);
  const auto number =
      page_asked(std::string_view(target).substr(std::min(mark + 1, target.size())));
  if (path == "/") return page(200, {"/healthz", "/readyz", "/metrics", "/show"});
  if (path != "/healthz" && path != "/readyz" && path != "/metrics" && path != "/show")
    return page(404, {{"error", "no such page: " + path}});
  if (!number) return page(404, {{"error", "no such page: " + target}});
  auto told = answer_of(ask, path == "/healthz" ? "/v1/health" : "/v1/node");
  if (auto* const silent = std::get_if<status_page>(&told)) return std::move(*silent);
  const auto& node = std::get<json>(told);
  if (path == "/healthz") return healthz(node);
  if (path == "/readyz") return readyz(node);
  if (path == "/show") return show(node, known(), *number);
  auto families = answer_of(ask, "/v1/metrics");
  if (auto* const silent = std::get_if<status_page>(&families)) return std::move(*silent);
  return metrics(std::move(std::get<json>(families)), node);
}

} // namespace ockam::cli
