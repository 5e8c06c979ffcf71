#include "simulation/nodes/place.hpp"

#include "actors/routing/directory.hpp"
#include "channels/workers/channel_table.hpp"
#include "simulation/nodes/violated.hpp"
#include "transports/links/link_table.hpp"

#include <caf/actor_cast.hpp>

namespace ockam::simulation::nodes {

void place::start() {
  if (runs()) return;
  home_ = world_.make_reactor();
  node_ = std::make_unique<actors::node>(home_, world_.net.host(host_), world_.random, options_());
  node_->start();
  require(static_cast<bool>(node_->listen({"127.0.0.1", node_port})), "a node can not listen");
  const auto actor = home_->spawn<tests::probe>();
  require(static_cast<bool>(node_->start_worker("w", actor)), "a node has no room for a worker");
  witness_ = dynamic_cast<tests::probe*>(caf::actor_cast<caf::abstract_actor*>(actor));
  world_.settle();
  first_rows_ = rows();
  if (on_start_) on_start_(*this);
  for (const auto& [noun, body] : declared_) {
    const auto made = ask("POST", "/v1/" + noun, body);
    require(made.status == 201, noun + " can not be declared: " + made.error());
  }
}

void place::crash() {
  if (!runs()) return;
  world_.net.crash(host_);
  const auto left = end();
  require(left.empty(), left);
}

std::string place::end() {
  if (!runs()) return {};
  world_.end(*home_);
  const auto& parts = node_->parts();
  std::string left;
  if (parts.links.size() > 0) left += " links";
  if (parts.channels.size() > 0) left += " channels";
  if (parts.memory->held() > 0) left += " memory";
  if (home_->next_timer()) left += " timers";
  witness_ = nullptr;
  node_.reset();
  home_.reset();
  return left.empty() ? left : "at its end " + host_ + " leaves" + left;
}

tests::control_answer place::ask(std::string method, std::string path, const tests::json& body) {
  const auto out = tests::begin_request(world_.system, node_->control(), std::move(method),
                                        std::move(path), body);
  world_.settle();
  require(out->status != 0, "a control request is not answered");
  return *out;
}

std::vector<std::string> place::rows() {
  std::vector<std::string> out;
  for (const auto& row : dynamic_cast<actors::directory&>(workers()).list())
    out.push_back(row.kind + ' ' + row.address);
  return out;
}

} // namespace ockam::simulation::nodes
