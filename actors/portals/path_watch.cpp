#include "actors/portals/path_watch.hpp"

#include "actors/portals/portal_stream.hpp"
#include "actors/services/echo.hpp"
#include "config/base/log.hpp"

#include <algorithm>

namespace ockam::actors {

namespace {

std::string bytes_of(const wire::route& way) {
  const auto items = way.items();
  return {items.begin(), items.end()};
}

wire::route first_hop_of(const wire::route& way) {
  wire::route hop;
  hop.push_back(way.front());
  return hop;
}

std::array<std::uint8_t, 4> written(std::uint32_t number) {
  return {static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
          static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
}

/// The number of the path that a token was made for. REQUIRES: the size of a token.
std::uint32_t number_in(wire::bytes_view token) {
  return std::uint32_t{token[0]} << 24 | std::uint32_t{token[1]} << 16
         | std::uint32_t{token[2]} << 8 | std::uint32_t{token[3]};
}

} // namespace

path_watch::path_watch(caf::actor_config& cfg, transports::context& node, std::string address)
    : named_worker(cfg, node, std::move(address)), timer_(*this, [this] { look(); }) {}

void path_watch::on_exit() {
  due_.clear();
  by_number_.clear();
  by_hop_.clear();
  paths_.clear();
}

// -- streams --------------------------------------------------------------------------------------

std::shared_ptr<path_watch::path> path_watch::enter(portal_stream& who, const wire::route& inlet,
                                                    bool answers) {
  if (inlet.size() < 2) return {};
  auto way = inlet;
  way.pop_back();
  auto key = bytes_of(way);
  auto known = paths_.find(key);
  if (known == paths_.end()) {
    auto hop = first_hop_of(way);
    auto hop_key = bytes_of(hop);
    const auto of_hop = by_hop_.find(hop_key);
    if (of_hop != by_hop_.end() && of_hop->second >= config::watched_paths_per_hop) {
      way = std::move(hop);
      key = std::move(hop_key);
      answers = false; // whoever the hop leads to may have no echo
      known = paths_.find(key);
    }
  }
  auto used = known == paths_.end() ? make(std::move(key), std::move(way), answers) : known->second;
  used->streams.insert(&who);
  return used;
}

path_watch::entry path_watch::make(std::string key, wire::route way, bool answers) {
  const auto first_ping = home().now() + config::ping_period;
  while (by_number_.count(++last_number_) > 0) {
  }
  auto one = std::make_shared<path>(
      path{std::move(key), std::move(way), last_number_, path_proof(first_ping, answers), {}});
  one->moved_at = home().now();
  ++by_hop_[bytes_of(first_hop_of(one->way))];
  by_number_.emplace(one->number, one.get());
  paths_.emplace(one->key, one);
  schedule(*one);
  arm();
  return one;
}

void path_watch::leave(portal_stream& who, const entry& used) {
  used->streams.erase(&who);
  if (used->streams.empty()) forget(used);
}

void path_watch::forget(const entry& one) {
  const auto at = paths_.find(one->key);
  if (at == paths_.end() || at->second != one) return; // it is dead, and was forgotten
  due_.erase({one->due, one.get()});
  by_number_.erase(one->number);
  const auto of_hop = by_hop_.find(bytes_of(first_hop_of(one->way)));
  if (--of_hop->second == 0) by_hop_.erase(of_hop);
  paths_.erase(at);
}

// -- time -----------------------------------------------------------------------------------------

void path_watch::schedule(path& one) {
  due_.erase({one.due, &one});
  one.due = one.proof.next();
  due_.emplace(one.due, &one);
}

/// A timer that comes too early only finds that nothing is due, so it is never set back.
void path_watch::arm() {
  if (due_.empty()) return;
  const auto when = due_.begin()->first;
  if (timer_.armed() && armed_for_ <= when) return;
  armed_for_ = when;
  timer_.arm(std::max(when - home().now(), transports::duration::zero()));
}

void path_watch::look() {
  const auto now = home().now();
  std::vector<entry> ready; // looking may end some
  for (auto at = due_.begin(); at != due_.end() && at->first <= now; ++at)
    ready.push_back(paths_.at(at->second->key));
  for (const auto& one : ready) look_at(one);
  arm();
}

void path_watch::look_at(const entry& one) {
  if (due_.count({one->due, one.get()}) == 0) return; // another one that ended took it along
  ++looks_;
  switch (one->proof.look(home().now(), one->heard)) {
  case path_proof::verdict::nothing: return schedule(*one);
  case path_proof::verdict::dead: return end(one, "dead");
  case path_proof::verdict::unanswered:
    if (is_forsaken(*one)) return end(one, "silent for hours, and nobody there ever answered");
    break;
  case path_proof::verdict::ping:
  case path_proof::verdict::unconfirmed: break;
  }
  ping_token token{};
  node_.random.fill(token);
  const auto number = written(one->number);
  std::copy(number.begin(), number.end(), token.begin());
  one->proof.pinged(home().now(), token, one->heard);
  schedule(*one);
  auto onward = one->way;
  onward.push_back(wire::local(echo::standard_address));
  write_to(std::move(onward), transports::slice::copy_of(token));
}

/// Nobody answers there, as where there is no echo; then only payload tells that somebody is.
bool path_watch::is_forsaken(path& one) {
  const auto now = home().now();
  if (const auto moved = one.heard + one.sent; moved != one.moved)
    one.moved = moved, one.moved_at = now;
  return now - one.moved_at >= config::silent_stream_max;
}

void path_watch::end(const entry& one, std::string_view why) {
  config::log_limited("path " + std::string(why), config::log_level::warn,
                      "the path to the inlets behind " + wire::to_string(one->way) + " is "
                          + std::string(why) + ": " + std::to_string(one->streams.size())
                          + " streams were on it");
  forget(one);
  for (auto* const stream : std::exchange(one->streams, {})) stream->on_peer_unreachable();
}

void path_watch::deliver(transports::message&& m) {
  const auto token = m.payload.view();
  if (token.size() != ping_token{}.size()) return;
  const auto at = by_number_.find(number_in(token));
  if (at == by_number_.end() || !at->second->proof.answered(home().now(), token)) return;
  schedule(*at->second);
}

} // namespace ockam::actors
