#include "node/resource_state.hpp"
#include "node/status_watch.hpp"

#include <nlohmann/json.hpp>

#include <future>

namespace ockam {

std::string resource_status::text() const {
  auto out = state;
  if (up() && proven) out += " (proven " + std::to_string(proven->count()) + " ms ago";
  if (up() && proven && round_trip) out += ", " + std::to_string(round_trip->count()) + " us";
  if (up() && proven) out += ')';
  return reason.empty() ? out : out + ": " + reason;
}

const std::string& resource::name() const { return state_->name; }
const std::string& resource::address() const { return state_->address; }

resource_status resource::status() const {
  return status_in(state_->run->ask(*state_->node, "GET", state_->path));
}

ockam::status resource::wait_up(std::chrono::milliseconds patience) const {
  const auto up = std::make_shared<std::promise<void>>();
  auto comes = up->get_future();
  state_->run->host.loop()->spawn<status_watch>(state_->node->control(), state_->path,
                                                [up](const resource_status& now) {
                                                  if (now.up()) up->set_value();
                                                  return !now.up();
                                                });
  if (comes.wait_for(patience) == std::future_status::ready) return done{};
  const auto now = status();
  return fail(errc::timed_out, state_->name + " is " + now.text());
}

void resource::on_status(std::function<void(const resource_status&)> changed) const {
  state_->run->host.loop()->spawn<status_watch>(state_->node->control(), state_->path,
                                                [changed = std::move(changed)](const auto& now) {
                                                  changed(now);
                                                  return true;
                                                });
}

void resource::remove() const { state_->run->ask(*state_->node, "DELETE", state_->path); }

} // namespace ockam
