#include "actors/control/control.hpp"

#include "channels/crypto/aead.hpp"
#include "config/base/log.hpp"
#include "config/defaults.hpp"
#include "transports/http/control_error.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <unistd.h>

namespace ockam::actors {

namespace {

/// What `GET /v1/node` shows, next to the node itself.
constexpr std::array<std::string_view, 9> parts_of_node{
    "tcp-listeners", "tcp-connections",          "tcp-inlets", "tcp-outlets", "relays",
    "services",      "secure-channel-listeners", "projects",   "refusals"};

/// Addresses that are no text are shown as far as they are.
std::string write(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

transports::control_reply reply_with(const result<json>& what, int success) {
  if (!what) return transports::reply_with(what.error());
  return {success, write(*what)};
}

/// `/v1/relays/n1` taken apart.
struct target {
  std::string_view noun, name;
};

std::optional<target> read_path(std::string_view path) {
  constexpr std::string_view version = "/v1/";
  if (!path.starts_with(version)) return {};
  path.remove_prefix(version.size());
  const auto slash = std::min(path.find('/'), path.size());
  return target{path.substr(0, slash), path.substr(std::min(slash + 1, path.size()))};
}

json read_body(const std::string& body) {
  constexpr auto throws = false;
  return body.empty() ? json::object() : json::parse(body, nullptr, throws);
}

} // namespace

control::control(caf::actor_config& cfg, std::string node_name, std::string identifier,
                 std::size_t threads, resource_table& resources, declaration_store store,
                 std::function<void()> end, std::function<json()> sandbox)
    : pinned_actor(cfg),
      name_(std::move(node_name)),
      identifier_(std::move(identifier)),
      threads_(threads),
      started_(home().now()),
      resources_(resources),
      declared_(*this, name_, resources, std::move(store)),
      end_(std::move(end)),
      sandbox_(std::move(sandbox)),
      drain_deadline_(*this, [this] { hurried_ ? end_() : stop(); }) {}

caf::behavior control::make_behavior() {
  return {
      [this](const transports::control_request& what) { return take(what); },
      [this](restore_node) { return restore(); },
      [this](reload_node) {
        if (!stopping_) declared_.hurry();
      },
      [this](const leave_node& links) { leave(links); },
      [this](stop_node) { stop(); },
  };
}

caf::result<transports::control_reply> control::take(const transports::control_request& what) {
  constexpr int ok = 200, created = 201;
  const auto path = read_path(what.path);
  if (path && path->noun == "node" && path->name.empty() && what.method == "GET")
    return reply_with(describe_node(), ok);
  if (path && path->noun == "health" && what.method == "GET") // costs the same whatever it has
    return reply_with(json{{"name", name_}}, ok);
  const auto at = path ? resources_.find(path->noun) : resources_.end();
  if (at == resources_.end())
    return reply_with(fail(errc::not_found, "no such path: " + what.path), ok);
  const auto& [noun, resource] = *at;
  if (what.method == "GET")
    return reply_with(path->name.empty() ? declared_.list(noun) : declared_.show(noun, path->name),
                      ok);
  auto promise = make_response_promise();
  const auto reply = [promise](int success) {
    return [promise, success](const result<json>& outcome) mutable {
      promise.deliver(reply_with(outcome, success));
    };
  };
  if (what.method == "DELETE" && !path->name.empty())
    declared_.remove(noun, std::string(path->name), reply(ok));
  else if (what.method == "POST" && !path->name.empty())
    resource->change(path->name, read_body(what.body), reply(ok));
  else if (what.method != "POST")
    reply(ok)(fail(errc::invalid, what.method + " does not go with " + what.path));
  else if (stopping_ || left_)
    reply(ok)(fail(errc::unavailable, "node " + name_ + " is stopping"));
  else
    declared_.create(noun, read_body(what.body), reply(created));
  return promise;
}

caf::result<node_restored> control::restore() {
  auto promise = make_response_promise();
  declared_.restore([promise]() mutable { promise.deliver(node_restored{}); });
  return promise;
}

json control::describe_node() const {
  const auto uptime = std::chrono::duration_cast<std::chrono::seconds>(home().now() - started_);
  json out = {{"name", name_},
              {"version", OCKAM_VERSION},
              {"pid", ::getpid()},
              {"identity", identifier_},
              {"threads", threads_},
              {"aead", channels::name_of(channels::chosen_engine())},
              {"uptime_s", uptime.count()}};
  if (sandbox_) out["sandbox"] = sandbox_();
  for (const auto noun : parts_of_node) {
    std::string key{noun};
    std::replace(key.begin(), key.end(), '-', '_');
    out[key] = *declared_.list(noun);
  }
  if (!stopping_) return out;
  auto& waits = out["waits_for"] = json::array();
  for (const auto& [noun, resource] : resources_)
    if (auto what = resource->waits_for(); !what.empty()) waits.push_back(std::move(what));
  return out;
}

/// Those who are told at once have to be told before the end.
void control::hurry() {
  if (std::exchange(hurried_, true)) return;
  drain_deadline_.arm(config::farewell_timeout);
  for (auto& [noun, resource] : resources_) resource->give_up();
}

void control::leave(const leave_node& links) {
  if (stopping_ || std::exchange(left_, true)) return;
  config::log(config::log_level::info,
              "the next process of this node serves; this one goes on with "
              "what is open until that has ended");
  declared_.stop();
  drain_deadline_.arm(config::handed_over_max);
  leaving_ = resources_.size() + (links.predecessor ? 1 : 0);
  const auto one_less = [this] {
    if (--leaving_ == 0 && !stopping_) stop();
  };
  set_down_handler([this, one_less, next = links.successor.address()](const caf::down_msg& gone) {
    if (gone.source != next) return one_less();
    if (!stopping_) stop();
  });
  monitor(links.successor);
  if (links.predecessor) monitor(links.predecessor);
  for (auto& [noun, resource] : resources_) resource->leave(one_less);
}

void control::stop() {
  if (std::exchange(stopping_, true)) return hurry();
  declared_.stop();
  drain_deadline_.arm(config::drain_timeout);
  draining_ = resources_.size();
  for (auto& [noun, resource] : resources_)
    resource->drain([this] {
      if (--draining_ == 0) end_();
    });
}

} // namespace ockam::actors
