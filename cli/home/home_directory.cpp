#include "cli/home/home_directory.hpp"

#include "cli/home/control_client.hpp"
#include "config/base/environment.hpp"
#include "config/home/node_files.hpp"
#include "config/home/node_lock.hpp"
#include "config/home/ownership.hpp"
#include "config/home/sight.hpp"
#include "transports/io/network.hpp"

#include <sstream>

namespace ockam::cli {

namespace {

error unknown(const std::string& name) {
  return fail(errc::not_found, "node not found: " + name + " in " + nothing_in_home(),
              "ockam node list");
}

} // namespace

std::string home_text() {
  const auto at = config::home();
  return at ? at->string() : "OCKAM_HOME";
}

result<std::optional<config::state_store>> existing_state() {
  OCKAM_TRY(at, config::home());
  const auto file = config::state_file(at);
  if (auto may = config::check_may_read(file, "OCKAM_HOME=" + at.string() + " ockam ..."); !may)
    return may.error();
  std::error_code why;
  if (!std::filesystem::exists(file, why)) {
    if (why) return fail(errc::io, "cannot read " + at.string() + ": " + why.message());
    return std::optional<config::state_store>{};
  }
  OCKAM_TRY(opened, config::state_store::open(at));
  return std::optional{std::move(opened)};
}

result<std::string> home_directory::default_node() {
  OCKAM_TRY(state, existing_state());
  if (!state)
    return fail(errc::not_found, "node not found: there is none in " + nothing_in_home(),
                "ockam node create");
  OCKAM_TRY(node, state->default_node());
  return node.name;
}

result<std::vector<std::string>> home_directory::node_names() {
  std::vector<std::string> names;
  OCKAM_TRY(state, existing_state());
  if (!state) return names;
  OCKAM_TRY(nodes, state->nodes());
  for (auto& node : nodes) names.push_back(std::move(node.name));
  return names;
}

result<std::vector<std::string>> home_directory::hubs() {
  std::vector<std::string> routes;
  OCKAM_TRY(state, existing_state());
  if (!state) return routes;
  OCKAM_TRY(kept, state->setting(hub_setting));
  std::istringstream lines(kept.value_or(""));
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) routes.push_back(std::move(line));
  return routes;
}

result<std::uint16_t> home_directory::port_of(const std::string& name) {
  OCKAM_TRY(state, existing_state());
  if (!state) return unknown(name);
  OCKAM_TRY(node, state->node(name));
  OCKAM_TRY(address, transports::endpoint::parse(node.listener_address));
  return address.port;
}

std::string home_directory::status_address_of(const std::string& name) {
  auto state = existing_state();
  if (!state || !*state) return {};
  const auto node = (*state)->node(name);
  return node ? node->status_address : std::string();
}

std::string home_directory::identity_of(const std::string& name) {
  auto state = existing_state();
  if (!state || !*state) return {};
  const auto node = (*state)->node(name);
  return node ? node->identity : std::string();
}

result<std::unique_ptr<node_client>> home_directory::open(const std::string& name) {
  if (auto valid = config::check_node_name(name); !valid) return valid.error();
  OCKAM_TRY(at, config::home());
  auto files = config::files_of(at, name);
  if (auto ours = config::check_home(at); !ours) return ours.error();
  if (auto may = check_may_look(at, name); !may) return may.error();
  if (config::lock_holder(files.lock)) return make_control_client(name, files.socket);
  if (auto known = port_of(name); !known) return known.error();
  return fail(errc::unavailable, "node " + name + " is not running", "ockam node start " + name);
}

status check_may_look(const std::filesystem::path& home, const std::string& node) {
  return config::check_may_read(config::files_of(home, node).lock,
                                "OCKAM_HOME=" + home.string() + " ockam ...");
}

std::string nothing_in_home() {
  const auto at = config::home();
  const auto other = at ? config::service_home_beside(*at) : std::filesystem::path{};
  return home_text()
         + (other.empty()
                ? ""
                : "; a service has some in " + other.string() + ": OCKAM_HOME=" + other.string());
}

result<config::state_store> open_state() {
  OCKAM_TRY(home, config::home());
  return config::state_store::open(home);
}

} // namespace ockam::cli
