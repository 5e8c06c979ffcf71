#include "actors/portals/path_watch.hpp"

#include "actors/portals/portal_stream.hpp"
#include "actors/services/echo.hpp"
#include "config/base/log.hpp"

#include <algorithm>

namespace ockam::actors {

path_watch::path_watch(caf::actor_config& cfg, transports::context& node, std::string address)
    : named_worker(cfg, node, std::move(address)), timer_(*this, [this] { look(); }) {}

void path_watch::on_exit() { paths_.clear(); }

std::shared_ptr<path_watch::path> path_watch::enter(portal_stream& who, const wire::route& inlet,
                                                    bool answers) {
  if (inlet.size() < 2) return {};
  auto way = inlet;
  way.pop_back();
  const auto bytes = way.items();
  std::string key(bytes.begin(), bytes.end());
  auto& known = paths_[key];
  if (!known) {
    const auto first_ping = home().now() + config::ping_period;
    known = std::make_shared<path>(
        path{std::move(key), std::move(way), path_proof(first_ping, answers), {}});
    wait_for(first_ping);
  }
  known->streams.insert(&who);
  return known;
}

void path_watch::leave(portal_stream& who, const std::shared_ptr<path>& used) {
  used->streams.erase(&who);
  const auto at = paths_.find(used->key);
  if (used->streams.empty() && at != paths_.end() && at->second == used) paths_.erase(at);
}

void path_watch::wait_for(transports::time_point when) {
  if (timer_.armed() && due_ <= when) return;
  due_ = when;
  timer_.arm(std::max(when - home().now(), transports::duration::zero()));
}

void path_watch::look() {
  std::vector<std::shared_ptr<path>> all;
  for (const auto& [key, one] : paths_) all.push_back(one); // looking may end some
  for (const auto& one : all) look_at(one);
  for (const auto& [key, one] : paths_) wait_for(one->proof.next());
}

void path_watch::look_at(const std::shared_ptr<path>& one) {
  const auto what = one->proof.look(home().now(), one->heard);
  if (what == path_proof::verdict::nothing) return;
  if (what == path_proof::verdict::dead) {
    config::log(config::log_level::warn,
                "the path to the inlets behind " + wire::to_string(one->way)
                    + " is dead: " + std::to_string(one->streams.size()) + " streams ended");
    paths_.erase(one->key);
    for (auto* const stream : std::exchange(one->streams, {})) stream->lose_path();
    return;
  }
  ping_token token{};
  node_.random.fill(token);
  one->proof.pinged(home().now(), token, one->heard);
  auto onward = one->way;
  onward.push_back(wire::local(echo::standard_address));
  write_to(std::move(onward), transports::slice::copy_of(token));
}

void path_watch::deliver(transports::message&& m) {
  for (const auto& [key, one] : paths_)
    if (one->proof.answered(home().now(), m.payload.view())) return;
}

} // namespace ockam::actors
