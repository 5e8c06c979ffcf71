#include "actors/services/services.hpp"

#include "actors/services/hop.hpp"
#include "actors/services/uppercase.hpp"

#include <caf/send.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace ockam::actors {

namespace {

using spawner = caf::actor (*)(transports::context&, std::string address, const echo::knower&);

template <class Worker>
caf::actor spawn(transports::context& node, std::string address, const echo::knower&) {
  return node.home.spawn<Worker>(node, std::move(address));
}

caf::actor spawn_echo(transports::context& node, std::string address, const echo::knower& knows) {
  return node.home.spawn<echo>(std::ref(node), std::move(address), knows);
}

struct service_type {
  std::string_view name;
  spawner spawn; ///< null: it comes with the node and cannot be started again
};

constexpr std::array<service_type, 5> types{{{"authority service", nullptr},
                                             {"echo", spawn_echo},
                                             {"hop", spawn<hop>},
                                             {"relay service", nullptr},
                                             {"uppercase", spawn<uppercase>}}};

const service_type* find(std::string_view name) {
  const auto* const at = std::find_if(types.begin(), types.end(),
                                      [name](const service_type& t) { return t.name == name; });
  return at == types.end() ? nullptr : at;
}

json describe(std::string_view type, std::string_view address) {
  return {{"type", type}, {"address", address}};
}

} // namespace

result<caf::actor> services::start(std::string_view type, std::string_view address,
                                   transports::reach named_first) {
  if (auto good = config::service::check_type(type); !good) return good.error();
  if (auto free = check_new_address(node_.workers, address); !free) return free.error();
  const auto* const known = find(type);
  auto worker = known->spawn(node_, std::string(address), knows_);
  node_.workers.add(wire::local(address), worker, known->name, std::move(named_first));
  return worker;
}

result<json> services::list() const {
  auto out = json::array();
  for (const auto& [address, kind, reach] : workers_.list())
    if (find(kind)) out.push_back(describe(kind, address));
  return out;
}

result<json> services::show(std::string_view address) const {
  for (const auto& [known, kind, reach] : workers_.list())
    if (known == address && find(kind)) return describe(kind, address);
  return ockam::not_found("service", std::string(address), "ockam service list");
}

void services::create(const config::service& wanted, const answer& to) {
  const auto& type = wanted.type;
  const auto& address = wanted.address.empty() ? type : wanted.address;
  if (type == "hop" && address == "hop" && !created_.contains(address)
      && node_.workers.find(wire::local(address)).kind() == type) {
    offered_.open_hop(true);
    return to(describe(type, address));
  }
  if (node_.workers.find(wire::local(address)).kind() == type && find(type)) { // it runs
    auto there = describe(type, address);
    there["changed"] = false;
    return to(std::move(there));
  }
  const auto started = start(type, address, transports::reach::everybody());
  if (!started) return to(started.error());
  created_[address] = *started;
  to(describe(type, address));
}

result<json> services::remove(std::string_view address) {
  auto gone = show(address);
  if (!gone) return gone;
  if (address == "hop" && offered_.open_hop(false)) return gone;
  const auto at = created_.find(address);
  if (at == created_.end())
    return fail(errc::invalid, "service " + std::string(address) + " came with the node");
  node_.workers.remove(wire::local(address));
  caf::anon_send_exit(at->second, caf::exit_reason::user_shutdown);
  created_.erase(at);
  return gone;
}

} // namespace ockam::actors
